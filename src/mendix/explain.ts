import { ADVISED_NAMES, advised } from '../aws/advice.ts';
import type { AdviceContext } from '../aws/credential-advice.ts';
import { CliError, type Repair } from '../errors.ts';
import { quoted } from '../secret.ts';
import { AWS_ACCESS } from './known-errors/aws-access.ts';
import type { KnownError } from './known-errors/known-error.ts';
import { MAIL, TRIGGERS } from './known-errors/mail-and-triggers.ts';
import { MENDIX_LOG } from './known-errors/mendix-log.ts';
import { NETWORK } from './known-errors/network.ts';
import { SETUP } from './known-errors/setup.ts';
import { SIGN_IN_PAGE } from './known-errors/sign-in-page.ts';
import { TOKENS } from './known-errors/tokens.ts';
import { USERS } from './known-errors/users.ts';

/** What an error text most likely means. */
export interface Explanation {
  readonly id: string;
  readonly cause: string;
  readonly repair: readonly Repair[];
}

/** An explanation of a log, with the lines that it is about. */
export interface LogExplanation extends Explanation {
  /** Number of the first such line, from 1. */
  readonly line: number;
  /** How many lines it explains. */
  readonly lines: number;
}

/**
 * Every known error. Of two that match a text the earlier one counts: what quotes other errors stands before them, what
 * says more before what says less.
 */
export const KNOWN_ERRORS: readonly KnownError[] = [
  ...TRIGGERS,
  ...MAIL,
  ...SETUP,
  ...USERS,
  ...TOKENS,
  ...SIGN_IN_PAGE,
  ...NETWORK,
  ...MENDIX_LOG,
  ...AWS_ACCESS,
];

/** Names whose advice is about a run of this program, and not about any text that holds the name. */
const ABOUT_A_RUN: ReadonlySet<string> = new Set([
  'ResourceNotFoundException',
  'UserNotFoundException',
  'TimeoutError',
]);

/** Words of services that this program has nothing to do with: their errors bear the same names. */
const OTHER_SERVICE =
  /\b(?:s3|dynamodb|ec2|lambda|sqs|sns|rds|ecs|eks|ecr|glue|athena|kinesis|bedrock|route53|cloudformation|ssm|logs|events|states|codebuild|execute-api|autoscaling|redshift|batch|elasticache):\w|arn:aws[\w-]*:(?:s3|dynamodb|ec2|lambda|sqs|rds|ecs|eks|ecr|glue|kinesis|bedrock|logs|states|ssm):|\b(?:dynamo ?db|s3 ?bucket|rds|kinesis|athena|redshift|bedrock|salesforce|azure|oracle|postgres\w*|mysql|mongo\w*|kafka|stripe)\b/i;

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

/** The text without HTML entities and URL encoding. */
function decoded(text: string): string {
  let read = text;
  // A redirect inside a redirect is encoded twice, and a copied address once more.
  for (let round = 0; round < 3; round += 1) read = withoutEscapes(withoutEntities(read));
  return read;
}

/** Decoded text as a person would read it: one space between words, straight quotes. */
function plain(text: string): string {
  return text
    .replaceAll('\\"', '"')
    .replace(/[+\s\u00a0]+/g, ' ')
    .replace(/[‘’]/g, "'")
    .replace(/[“”]/g, '"')
    .trim();
}

/** What the text names that a command of the repair can take over. */
function namedIn(text: string): readonly (readonly [placeholder: RegExp, value: string | undefined])[] {
  const app =
    /(https?:\/\/[\w.-]+(?::\d+)?(?:\/[\w.~/-]*?)?)\/oauth\/v2\/callback/i.exec(text)?.[1] ??
    /(?:redirect|logout)_uri=(https?:\/\/[\w.-]+(?::\d+)?)/i.exec(text)?.[1];
  const emails = new Set(text.match(/\b[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b/gi) ?? []);
  // In an address bar a + may stand for a space: such an address is left to the reader.
  const [email] = emails.size === 1 ? [...emails].filter((each) => !each.includes('+')) : [];
  const region = /\b([a-z]{2}(?:-gov|-iso\w?)?-[a-z]{4,9}-\d)(?=\b|_)/i.exec(text)?.[1];
  return [
    [/<address of the app>/g, app],
    [/<(?:email|address)>/g, email],
    [/<region>/g, region?.toLowerCase()],
  ];
}

/** The explanation with what the text names in its commands. */
function filled(explanation: Explanation, text: string): Explanation {
  const fill = (words: string) =>
    namedIn(text).reduce(
      (done, [placeholder, value]) => (value === undefined ? done : done.replace(placeholder, value)),
      words,
    );
  const repair = explanation.repair.map(({ act, run, aws }): Repair => {
    if (act === undefined) return { run: run.map(fill) };
    if (aws !== undefined) return { act: fill(act), aws: aws.map(fill) };
    return run === undefined ? { act: fill(act) } : { act: fill(act), run: run.map(fill) };
  });
  return { ...explanation, repair };
}

function adviceFor(name: string, id: string, text: string, context: AdviceContext): Explanation | undefined {
  const known = advised(Object.assign(new Error(text), { name }), context);
  if (!(known instanceof CliError)) return undefined;
  return { id, cause: known.message.replace(`: ${quoted(text)}`, '.'), repair: known.repairs };
}

function explanationOf(
  error: KnownError,
  groups: readonly (string | undefined)[],
  text: string,
  context: AdviceContext,
): Explanation | undefined {
  if ('advice' in error) return adviceFor(error.advice, error.id, text, context);
  const { id, cause, repair } = error;
  return { id, cause: cause.replace('{1}', quoted(groups[1] ?? '')), repair };
}

/** The first known error whose sentence stands in the text. */
function bySentence(
  text: string,
  errors: readonly KnownError[],
  context: AdviceContext,
): Explanation | undefined {
  for (const error of errors) {
    for (const pattern of error.says) {
      const match = pattern.exec(text);
      if (match === null) continue;
      if (error.unless?.test(text) === true) break;
      return explanationOf(error, match, text, context);
    }
  }
  return undefined;
}

/** The first error of Cognito or AWS that the text names without a known sentence. */
function byName(text: string, context: AdviceContext): Explanation | undefined {
  const words = new Set(text.toLowerCase().split(/[^a-z]+/));
  const named = (name: string) => words.has(name.toLowerCase());
  const known = KNOWN_ERRORS.find(
    ({ names, unless }) => names?.some(named) === true && unless?.test(text) !== true,
  );
  const advisedName = ADVISED_NAMES.find((name) => !ABOUT_A_RUN.has(name) && named(name));
  if ((known === undefined && advisedName === undefined) || OTHER_SERVICE.test(text)) return undefined;
  if (known !== undefined) return explanationOf(known, [], text, context);
  return advisedName === undefined ? undefined : adviceFor(advisedName, `aws:${advisedName}`, text, context);
}

const VAGUE = KNOWN_ERRORS.filter(({ vague }) => vague === true);
const CLEAR = KNOWN_ERRORS.filter(({ vague }) => vague !== true);

const NOWHERE: AdviceContext = { profile: undefined, region: undefined };

/**
 * What a text from the browser, a terminal or the log of Mendix means; undefined for a text that nothing is known of: no
 * answer is better than a wrong one. Upper and lower case, HTML entities, URL encoding and what stands around do not
 * matter.
 *
 * @param context how this run reaches AWS, for commands that name the profile
 */
export function explain(text: string, context: AdviceContext = NOWHERE): Explanation | undefined {
  const words = decoded(text);
  const read = plain(words);
  const found = bySentence(read, CLEAR, context) ?? byName(read, context) ?? bySentence(read, VAGUE, context);
  return found === undefined ? undefined : filled(found, words);
}

/** A line of a log holds its error near its beginning; a longer one is a dump. */
const LONGEST_LINE = 8_000;

/** What is known of the lines of a log, each explanation once, in the order in which they first occur. */
export async function explainLog(
  lines: AsyncIterable<string>,
  context: AdviceContext = NOWHERE,
): Promise<LogExplanation[]> {
  const found = new Map<string, LogExplanation>();
  let line = 0;
  // The message that an indented line goes on with, as long as it explains nothing by itself.
  let message = '';
  for await (const whole of lines) {
    line += 1;
    const text = whole.slice(0, LONGEST_LINE);
    const isIndented = /^\s/.test(text);
    const explanation =
      explain(text, context) ??
      (isIndented && message !== '' ? explain(`${message} ${text.trim()}`, context) : undefined);
    if (explanation !== undefined) message = '';
    else if (!isIndented) message = text;
    if (explanation === undefined) continue;
    const earlier = found.get(explanation.id);
    found.set(explanation.id, { ...(earlier ?? { ...explanation, line }), lines: (earlier?.lines ?? 0) + 1 });
  }
  const all = [...found.values()];
  const vague = new Set(VAGUE.map(({ id }) => id));
  const clear = all.filter(({ id }) => !vague.has(id));
  return clear.length > 0 ? clear : all;
}
