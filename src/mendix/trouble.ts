import { ADVISED_NAMES, advised } from '../aws/advice.ts';
import { CliError } from '../errors.ts';
import { quoted } from '../secret.ts';
import { TROUBLES } from './troubles.ts';

/** What an error text most likely means. */
export interface Explanation {
  readonly id: string;
  readonly cause: string;
  readonly repair: string;
}

const MOST = 3;

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

function withoutEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[String(name).toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** A stray % must not spoil the rest, so each run of escapes is decoded by itself. */
function withoutEscapes(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

/** The text as a person would read it: no HTML entities, no URL encoding, one space between words, straight quotes. */
function plain(text: string): string {
  let decoded = text;
  // A redirect inside a redirect is encoded twice, and a copied address once more.
  for (let round = 0; round < 3; round += 1) decoded = withoutEscapes(withoutEntities(decoded));
  return decoded
    .replace(/[+\s\u00a0]+/g, ' ')
    .replace(/[‘’]/g, "'")
    .replace(/[“”]/g, '"')
    .trim();
}

/** The AWS errors that the text names, with the advice that a command gives when it meets one. */
function awsErrors(text: string): Explanation[] {
  const words = new Set(text.toLowerCase().split(/[^a-z]+/));
  return ADVISED_NAMES.filter((name) => words.has(name.toLowerCase())).flatMap((name) => {
    const known = advised(Object.assign(new Error(text), { name }), {
      profile: undefined,
      region: undefined,
    });
    if (!(known instanceof CliError)) return [];
    return [
      {
        id: `aws:${name}`,
        cause: known.message.replace(`: ${quoted(text)}`, '.'),
        repair: known.repairs[0]?.act ?? '',
      },
    ];
  });
}

/**
 * What a text from the browser or from the log of Mendix means: the best match first, three at most, none for a text
 * that nothing is known of. Upper and lower case, HTML entities, URL encoding and what stands around do not matter.
 */
export function explain(text: string): readonly Explanation[] {
  const read = plain(text);
  const scored = TROUBLES.map(({ says, points, ...explanation }) => {
    const said = says.filter((pattern) => pattern.test(read)).length;
    const pointed = (points ?? []).filter((pattern) => pattern.test(read)).length;
    return { explanation, score: said === 0 ? 0 : said * 2 + pointed };
  });
  const matches = scored
    .filter(({ score }) => score > 0)
    // The sort is stable: of two that match alike, the table has the likelier one first.
    .sort((one, other) => other.score - one.score)
    .map(({ explanation: { id, cause, repair } }) => ({ id, cause, repair }));
  return [...matches, ...awsErrors(read)].slice(0, MOST);
}
