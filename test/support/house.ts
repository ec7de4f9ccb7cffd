import { posix } from 'node:path';

/** A source file; its path is relative to src/, with slashes. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** One import of a file, as it stands there. */
export interface Import {
  readonly specifier: string;
  /** True when nothing of it is left at run time. */
  readonly typeOnly: boolean;
}

/** The layers from top to bottom: each imports only from those below it. Units of one line do not know each other. */
const LAYERS: readonly (readonly string[])[] = [
  ['main.ts'],
  ['cli'],
  ['commands'],
  ['user-import'],
  ['flows'],
  ['inputs'],
  ['run'],
  ['ui'],
  ['engine'],
  ['resources', 'mendix'],
  ['oidc'],
  ['aws'],
  ['concurrency.ts', 'errors.ts', 'secret.ts'],
];

const STATEMENT = /^[ \t]*(?:import|export)\s+(?:(type)\s+)?(?:[\w*{][^;'"`]*?\sfrom\s+)?['"]([^'"]+)['"]/gm;
const DYNAMIC = /\bimport\(\s*['"]([^'"]+)['"]\s*\)(\.[A-Z])?/g;

/** Every import of the text: statements, re-exports, `import()` and the type form of it. */
export function importsOf(text: string): Import[] {
  const statements = [...text.matchAll(STATEMENT)].map(([, type, specifier = '']) => ({
    specifier,
    typeOnly: type !== undefined,
  }));
  const dynamic = [...text.matchAll(DYNAMIC)].map(([, specifier = '', member]) => ({
    specifier,
    typeOnly: member !== undefined,
  }));
  return [...statements, ...dynamic];
}

/** The files that a file imports, each with its path relative to src/; packages are left out. */
function filesOf({ path, text }: Source): string[] {
  return importsOf(text)
    .filter(({ specifier }) => specifier.startsWith('.'))
    .map(({ specifier }) => posix.normalize(posix.join(posix.dirname(path), specifier)));
}

const unitOf = (path: string): string => path.split('/')[0] ?? '';

/** The folder of a command, as `commands/setup`. */
const commandOf = (path: string): string => path.split('/').slice(0, 2).join('/');

const rankOf = (path: string): number => LAYERS.findIndex((units) => units.includes(unitOf(path)));

const inSandbox = (path: string): boolean => unitOf(path) === 'sandbox';

/** A violation for each import that `bad` finds something wrong with. */
function eachImport(
  sources: readonly Source[],
  bad: (from: string, found: Import) => string | undefined,
): string[] {
  return sources.flatMap(({ path, text }) =>
    importsOf(text).flatMap((found) => {
      const why = bad(path, found);
      return why === undefined ? [] : [`${path} imports ${found.specifier}: ${why}`];
    }),
  );
}

function eachFile(
  sources: readonly Source[],
  bad: (from: string, to: string) => string | undefined,
): string[] {
  return sources.flatMap((source) =>
    filesOf(source).flatMap((to) => {
      const why = bad(source.path, to);
      return why === undefined ? [] : [`${source.path} imports ${to}: ${why}`];
    }),
  );
}

function isUpward(from: string, to: string): string | undefined {
  if (inSandbox(from) || inSandbox(to)) return undefined;
  if (to.startsWith('..')) return to === '../package.json' ? undefined : 'it is outside src/';
  if (rankOf(from) === -1) return 'the importing file is in no layer';
  if (rankOf(to) === -1) return 'it is in no layer';
  if (unitOf(from) === unitOf(to)) return undefined;
  return rankOf(from) < rankOf(to) ? undefined : 'imports go from top to bottom';
}

/** The first way round through files that import each other, for each file that is on one. */
function cycles(sources: readonly Source[]): string[] {
  const imports = new Map(sources.map((source) => [source.path, filesOf(source)]));
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) {
      found.push([...way.slice(way.indexOf(path)), path].join(' → '));
      return;
    }
    if (done.has(path)) return;
    for (const next of imports.get(path) ?? []) visit(next, [...way, path]);
    done.add(path);
  };
  for (const path of imports.keys()) visit(path, []);
  return found;
}

/** Who alone may import a package. */
const KEEPERS: readonly (readonly [name: RegExp, keeper: RegExp, typesToo?: RegExp])[] = [
  [/^@inquirer\//, /^ui\/prompts\.ts$/],
  [/^ora$/, /^ui\/progress\.ts$/],
  [/^chalk$/, /^ui\/terminal\.ts$/],
  [/^@smithy\/(?!core\/cbor$)/, /^aws\//],
  [/^@aws-sdk\//, /^(?:aws|resources)\//, /^(?:commands|inputs)\//],
];

function isKept(from: string, { specifier, typeOnly }: Import): string | undefined {
  for (const [name, keeper, typesToo] of KEEPERS) {
    if (!name.test(specifier) || keeper.test(from)) continue;
    if (typesToo?.test(from) === true && typeOnly) continue;
    return `only ${keeper.source} may`;
  }
  return undefined;
}

/** Nothing but comments, imports and re-exports. */
function isBarrel(text: string): boolean {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const left = code.replace(/^\s*(?:import|export)\b[^;'"]*['"][^'"]+['"](?:\s*with\s*\{[^}]*\})?;?/gm, '');
  return /\bexport\b[^;]*\bfrom\b/.test(code) && left.trim() === '';
}

const VAGUE = /^(?:utils?|utilities|helpers?|common|misc|shared)$/;
/** The shapes that several operations of one AWS model have in common: AWS itself has no better word for them. */
const NAMED_SO_FOR_A_REASON = new Set(['sandbox/shapes/common.ts']);

const isVague = ({ path }: Source): boolean =>
  !NAMED_SO_FOR_A_REASON.has(path) && path.split(/[/.]/).some((part) => VAGUE.test(part));

const LONGEST = 400;
const LONG = 300;

function tooLong(sources: readonly Source[]): string[] {
  const long = sources
    .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > LONG)
    .sort((one, other) => other.lines - one.lines);
  if (!long.some(({ lines }) => lines > LONGEST)) return [];
  return long.map(({ path, lines }) => `${path} has ${lines} lines (at most ${LONGEST})`);
}

const COMMAND =
  /mendix-cognito (?:setup|verify-email|create-pool|add-user|create-client|mendix-config|status|doctor|iam-policy|test-login|rotate-secret|destroy)\b/;
/** Examples of the help, and files that are written with a whole command line in them. */
const WRITES_COMMANDS =
  /^(?:sandbox\/|cli\/commands\.ts|commands\/\w[\w-]*\/command\.ts|inputs\/answers-file\.ts)/;

/** A command of the AWS CLI with a value put into the text, which nobody quotes there. */
const AWS_COMMAND = /\baws (?:login|sso|configure|sts|lambda)\b.*\$\{/;

/** The lines of the code, without comments, that match. */
function linesWith(pattern: RegExp, sources: readonly Source[]): string[] {
  return sources.flatMap(({ path, text }) =>
    text
      .split('\n')
      .filter((line) => !/^\s*(?:\/\/|\/?\*)/.test(line) && pattern.test(line))
      .map((line) => `${path}: ${line.trim()}`),
  );
}

/** What this program creates: such a thing is created, not made. */
const CREATED =
  '(?:pool|user|client|domain|group|secret|key|password|file|folder|tag|style|identity|alias|account|configuration)s?';

/** Words for which the house has better ones, each with the words that it has. */
const OTHER_WORDS: readonly (readonly [word: RegExp, better: string])[] = [
  [/\b(?:tells?|telling|told)\b(?! (?:\w+ ){0,2}apart\b| to\b)(?<!run was told)/i, 'show, say or report'],
  [/\b(?:mends?|mended|mending)\b/i, 'fix'],
  [/\b(?:take[ns]?|taking|took) (?:\w+ ){0,2}(?:away|down)\b/i, 'remove or delete'],
  [/\blook(?:s|ed|ing)? at\b/i, 'check or read'],
  [/\b(?:a|the|no|its|each|that|another|last|one|this) mail\b|(?<!-)\bmails\b/, 'email'],
  [new RegExp(`\\b(?:makes?|made|making) (?:(?!sure\\b)[\\w’']+ ){0,3}${CREATED}\\b`, 'i'), 'create'],
  [new RegExp(`\\b${CREATED} (?:[\\w’']+ ){0,5}made\\b`, 'i'), 'create'],
];

/** A sentence that somebody reads on a screen has at most so many words (design: plain English, one idea each). */
const MOST_WORDS = 25;

/** The texts in a file that people read, a line each: what is in quotes and is no comment. */
function textsOf(text: string): string[] {
  const code = text.replaceAll(/^\s*(?:\/\/|\/?\*).*$/gm, '');
  return [...code.matchAll(/'((?:[^'\\\n]|\\.)+)'|`((?:[^`\\]|\\.)+)`|"((?:[^"\\\n]|\\.)+)"/g)]
    .map(([, ...texts]) => texts.find((one) => one !== undefined) ?? '')
    .flatMap((one) => one.split(/\n|\\n/));
}

const tooManyWords = ({ path, text }: Source): string[] =>
  textsOf(text)
    .flatMap((line) => line.split(/(?<=[.?!:;])\s+/))
    .map((sentence) => ({ sentence, words: sentence.split(/\s+/).filter((word) => /\w/.test(word)).length }))
    .filter(({ words }) => words > MOST_WORDS)
    .map(({ sentence, words }) => `${path} has a sentence of ${words} words: ${sentence}`);

/** What holds for the house: a sentence, and what breaks it, a line for each place. */
export const RULES: Readonly<Record<string, (sources: readonly Source[]) => string[]>> = {
  'imports run one way, from top to bottom': (sources) => eachFile(sources, isUpward),
  'no files import each other in a circle': cycles,
  'a command never imports a command': (sources) =>
    eachFile(sources, (from, to) =>
      unitOf(from) === 'commands' && unitOf(to) === 'commands' && commandOf(from) !== commandOf(to)
        ? 'both are commands'
        : undefined,
    ),
  'what asks, spins, paints and calls AWS is imported in one place': (sources) => eachImport(sources, isKept),
  'only the command sandbox and --sandbox know the sandbox': (sources) =>
    eachFile(sources, (from, to) =>
      inSandbox(to) && !inSandbox(from) && !['commands/sandbox/run.ts', 'run/local-sandbox.ts'].includes(from)
        ? 'it is not the sandbox’s own'
        : undefined,
    ),
  'the sandbox knows nothing of the rest': (sources) =>
    eachFile(sources, (from, to) =>
      inSandbox(from) && !inSandbox(to) ? 'it is outside the sandbox' : undefined,
    ),
  'what import() loads stands there in words': (sources) =>
    sources
      .filter(({ text }) => /\bimport\((?!\s*['"])/.test(text))
      .map(({ path }) => `${path} imports what nobody can read`),
  'a proposed command is data: { run: [...] }': (sources) =>
    linesWith(
      COMMAND,
      sources.filter(({ path }) => !WRITES_COMMANDS.test(path)),
    ),
  'a command of the AWS CLI is data: { aws: [...] }': (sources) => linesWith(AWS_COMMAND, sources),
  'no file has a name that says nothing': (sources) => sources.filter(isVague).map(({ path }) => path),
  'no file only passes on what others export': (sources) =>
    sources.filter(({ text }) => isBarrel(text)).map(({ path }) => path),
  'words are those of the house': (sources) =>
    sources.flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((line) =>
          OTHER_WORDS.filter(([word]) => word.test(line)).map(
            ([, better]) => `${path} (better: ${better}): ${line.trim()}`,
          ),
        ),
    ),
  'no sentence on a screen is longer than 25 words': (sources) => sources.flatMap(tooManyWords),
  'no file is longer than 400 lines': tooLong,
};
