import { forEachOf } from '../../concurrency.ts';
import { wrapped } from '../../ui/layout.ts';
import { printable } from '../../ui/printable.ts';
import type { Help, Prompts } from '../../ui/prompts.ts';
import type { Draft, Listed } from './draft.ts';

/** What is chosen from. */
interface Offer {
  readonly message: string;
  /** The words for making a new one, which comes first. */
  readonly fresh: string;
  readonly listed: readonly Listed[];
  readonly before: string | undefined;
  readonly help: Help;
  whyNot(id: string): Promise<string | undefined>;
}

/** More than these are searched rather than looked through, and only the one that is chosen is read. */
const A_FEW = 8;

const FRESH = '';

/**
 * Has the user choose between a new thing and those that are there; one that cannot serve is explained, and another
 * chosen.
 *
 * @returns the id, or undefined for a new one
 */
export async function pick(draft: Draft, prompts: Prompts, offer: Offer): Promise<string | undefined> {
  const { terminal } = draft.context;
  const isFew = offer.listed.length < A_FEW;
  const problems = isFew ? await forEachOf(offer.listed, ({ id }) => offer.whyNot(id)) : [];
  const choices = [
    { name: offer.fresh, value: FRESH },
    ...offer.listed.map(({ id, name }, index) => ({
      name: `${printable(name)} (${id})`,
      value: id,
      below: problems[index] === undefined ? [] : [{ text: `not possible: ${problems[index]}`, hang: 2 }],
    })),
  ];
  const ask = choices.length > A_FEW ? prompts.find : prompts.choose<string>;
  let before = offer.before ?? FRESH;
  let help: Help | undefined = offer.help;
  for (;;) {
    const id = await ask(offer.message, choices, before, help);
    if (id === FRESH) return undefined;
    const problem = await offer.whyNot(id);
    if (problem === undefined) return id;
    terminal.say(terminal.colour.err.red(wrapped(`> ${problem}`, terminal.columns, 2)));
    before = FRESH;
    help = undefined;
  }
}
