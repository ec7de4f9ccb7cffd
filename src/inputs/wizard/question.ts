import type { Help, Prompts } from '../../ui/prompts.ts';
import { valuesIn } from '../checks.ts';
import type { InputName } from '../definitions.ts';
import { checkOf } from '../resolve.ts';
import type { Draft } from './draft.ts';

/** A line of the list that opens: choices of one kind, each with a question of its own. */
export interface Fold {
  readonly label: string;
  readonly help: Help;
  /** What they amount to, as the list shows it. */
  shown(draft: Draft): string | Promise<string>;
}

/** One question of the wizard, with the inputs that its answer fills. */
export interface Question {
  /** What the list of answers calls it. */
  readonly label: string;
  readonly help: Help;
  readonly inputs: readonly InputName[];
  /** True when it is always asked, since it has no default; all others are lines of the list. */
  readonly needed?: true;
  /** The line of the list that it stands in; without one it has a line of its own. */
  readonly fold?: Fold;
  /** True when it is asked only of who opens that line. */
  readonly folded?: boolean;
  /** False when the other answers, or what is there already, leave nothing to ask. */
  applies(draft: Draft): boolean | Promise<boolean>;
  ask(draft: Draft, prompts: Prompts): Promise<void>;
  /** The answer, as the list shows it. */
  shown(draft: Draft): string | Promise<string>;
  /** What follows from the answer, which the list shows below it. */
  follows?(draft: Draft): readonly { readonly label: string; readonly shown: string }[];
  /** Answers what nobody was asked, where what is there calls for another answer than the default. */
  presume?(draft: Draft): Promise<void>;
  /** The questions that are asked after this one got another answer. */
  readonly leadsTo?: (draft: Draft) => readonly Question[];
}

/** One step of the wizard. */
export interface Step {
  readonly title: string;
  /** What the list calls it: a word. */
  readonly group: string;
  readonly help: string;
  readonly questions: readonly Question[];
}

export const always = (): boolean => true;

/** The check of an input of several values that are typed in one line. */
export function checkOfEach(name: InputName): (text: string) => string | undefined {
  const check = checkOf(name);
  return (text) => {
    const values = valuesIn(text);
    return (values.length === 0 ? [''] : values).map(check).find((problem) => problem !== undefined);
  };
}

/** What the answer `none` is typed as: Enter, or a hyphen where Enter takes the answer of before. */
export async function optional(
  prompts: Prompts,
  name: 'verifyEmail' | 'userFullName',
  { message, before, help }: { message: string; before: string | undefined; help: Help },
): Promise<string | undefined> {
  const check = checkOf(name);
  const none = before === undefined ? '' : '-';
  const answer = await prompts.text({
    message: `${message} (${none || 'Enter'} for none)`,
    default: before,
    empty: 'none',
    help,
    check: (text) => (text.trim() === none ? undefined : check(text)),
  });
  return answer.trim() === none ? undefined : answer.trim();
}
