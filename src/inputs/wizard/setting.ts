import { valuesIn } from '../checks.ts';
import { INPUTS, type InputName } from '../definitions.ts';
import type { Input, Setting } from '../input.ts';
import { checkOf } from '../resolve.ts';
import type { Draft } from './draft.ts';
import { always, checkOfEach, type Question } from './question.ts';

/** The inputs that say how something in AWS is to be, and take a value. */
type SettingName = {
  [Name in InputName]: (typeof INPUTS)[Name] extends Setting & { readonly kind: 'value' | 'list' }
    ? Name
    : never;
}[InputName];

/** What a question about one setting says, beside what its flag knows. */
interface Asked extends Pick<Question, 'label' | 'help' | 'fold'> {
  readonly message: string;
  /** What stands for each of a few values. */
  readonly words?: Readonly<Record<string, string>>;
  /** Where its value stands behind what it counts. */
  readonly unit?: string;
  readonly applies?: Question['applies'];
  readonly leadsTo?: Question['leadsTo'];
  /** False when it is asked also of who goes through every question. */
  readonly folded?: boolean;
  /** What follows from an answer for other answers. */
  readonly follow?: (draft: Draft) => void | Promise<void>;
}

const inputOf = (name: SettingName): Input & Setting => INPUTS[name];

/** The value that AWS has of a setting, or else its default. */
async function present(draft: Draft, name: SettingName): Promise<unknown> {
  const input = inputOf(name);
  const byDefault = input.kind === 'value' ? input.byDefault : undefined;
  return input.present(await draft.present()) ?? byDefault;
}

/** The value that a setting gets, as it is given on the command line; empty for none. */
export async function valueNow(draft: Draft, name: SettingName): Promise<string> {
  const input = inputOf(name);
  const unset = input.kind === 'list' ? input.derived : undefined;
  return textOf(draft.answers[name] ?? (await present(draft, name)) ?? unset);
}

const textOf = (value: unknown): string => (Array.isArray(value) ? value.join(' ') : String(value ?? ''));

/** A question about one setting: its check, its values and its default are those of its flag. */
export function settingQuestion(name: SettingName, asked: Asked): Question {
  const { message, words, unit, applies = always, follow } = asked;
  const input = inputOf(name);
  const isList = input.kind === 'list';
  const isOptional = isList || (input.kind === 'value' && input.byDefault === undefined);
  const isNone = (text: string) => isOptional && ['', '-'].includes(text.trim());
  const checkGiven = isList ? checkOfEach(name) : checkOf(name);
  const check = (text: string) => (isNone(text) ? undefined : checkGiven(text));
  const set = (draft: Draft, text: string) => {
    if (input.kind === 'switch') return;
    const value = isList ? valuesIn(text).map((each) => input.parse(each)) : input.parse(text.trim());
    // The check has passed it, so it is of the type that this input has.
    Object.assign(draft.answers, { [name]: value });
  };
  return {
    label: asked.label,
    help: asked.help,
    ...(asked.fold === undefined ? {} : { fold: asked.fold }),
    folded: asked.folded ?? true,
    inputs: [name],
    applies,
    async ask(draft, prompts) {
      const now = textOf(await present(draft, name));
      const before = textOf(draft.before[name] ?? now);
      const answer =
        words === undefined
          ? await prompts.text({ message, default: before, empty: 'none', check, help: this.help })
          : await prompts.choose(
              message,
              Object.entries(words).map(([value, text]) => ({ name: text, value })),
              before,
              this.help,
            );
      if (answer.trim() !== now && !isNone(answer)) set(draft, answer);
      await follow?.(draft);
    },
    shown: async (draft) => {
      const value = await valueNow(draft, name);
      return words?.[value] ?? (value === '' ? 'none' : `${value}${unit === undefined ? '' : ` ${unit}`}`);
    },
    ...(asked.leadsTo === undefined ? {} : { leadsTo: asked.leadsTo }),
  };
}
