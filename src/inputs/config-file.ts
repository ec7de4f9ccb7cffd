import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { isAlias, isMap, isScalar, isSeq, LineCounter, type ParsedNode, parseDocument } from 'yaml';
import { UsageError } from '../errors.ts';
import { sentence } from './checks.ts';
import { decoded } from './decoded.ts';
import { INPUTS, type InputName, kebab } from './definitions.ts';
import type { Input } from './input.ts';
import { nearest } from './nearest.ts';
import type { FileAnswers, FileText } from './resolve.ts';

/** Far more than every flag with its longest value, and little enough for any nesting to be read at once. */
const MOST_BYTES = 65_536;
const PATIENCE_MS = 30_000;

/** What a file cannot say: which file is read, and that it is written. */
const NOT_IN_FILE: ReadonlySet<InputName> = new Set(['config', 'printConfig']);
const BY_KEY: ReadonlyMap<string, InputName> = new Map(
  (Object.keys(INPUTS) as InputName[])
    .filter((name) => !NOT_IN_FILE.has(name))
    .map((name) => [kebab(name), name]),
);

const SECRET = /pass(?:word|phrase|wd)|secret|token|credential|private-?key|access-?key/i;
const NO_SECRETS =
  'passwords and secrets do not belong in a file, which others read and which gets into version control; leave it out, and a password is generated, or pipe it in with --password-stdin';

/** What is wrong with a file as a whole, as a clause after its name. */
class FileProblem extends Error {}

async function firstBytes(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(Buffer.from(chunk));
    length += chunk.length;
    if (length > MOST_BYTES) {
      throw new FileProblem(`it has more than ${MOST_BYTES / 1024} KB; answers need a few lines`);
    }
  }
  return Buffer.concat(chunks);
}

/** A pipe that stays silent is an error and not a hang. */
async function fromStandardInput(stdin: Readable & { readonly isTTY?: boolean }): Promise<Buffer> {
  if (stdin.isTTY === true) throw new FileProblem('it is a terminal; pipe the answers in, or name a file');
  const silence = setTimeout(
    () => stdin.destroy(new FileProblem(`nothing came for ${PATIENCE_MS / 1000} seconds`)),
    PATIENCE_MS,
  );
  try {
    return await firstBytes(stdin);
  } finally {
    clearTimeout(silence);
  }
}

const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'you are not allowed to read it',
};

async function fromFile(file: string): Promise<Buffer> {
  try {
    return await firstBytes(createReadStream(file, { end: MOST_BYTES }));
  } catch (error) {
    if (error instanceof FileProblem) throw error;
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new FileProblem(UNREADABLE[code] ?? `it cannot be read (${code})`);
  }
}

function wholeText(bytes: Buffer): string {
  try {
    return decoded(bytes, true);
  } catch {
    throw new FileProblem('it is not text in UTF-8');
  }
}

/** What the commonest mistakes are, for somebody who does not know YAML. The parser's own text may quote a value. */
const SYNTAX: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'a tab is before the text; YAML needs spaces',
  DUPLICATE_KEY: 'this key is set further up already',
  MULTIPLE_DOCS: 'a second document begins here (---); one file holds one',
  BLOCK_AS_IMPLICIT_KEY: 'a value with “: ” in it must be between quotes',
  BAD_DQ_ESCAPE: 'a backslash between double quotes means something else; use single quotes',
};

function unknownKey(key: string): string {
  const shown = key.slice(0, 60);
  if (SECRET.test(key)) return `${shown} is refused: ${NO_SECRETS}`;
  // Written as in the environment, in camel case or with its hyphens in front.
  const plain = key
    .replace(/^(?:--|MENDIX_COGNITO_)/, '')
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase();
  if ([...NOT_IN_FILE].map(kebab).includes(plain)) return `${shown} is a flag only, and no answer`;
  const near = nearest(plain, [...BY_KEY.keys()]);
  return near === undefined
    ? `there is no answer “${shown}”; the names are those of the flags, without hyphens in front`
    : `there is no answer “${shown}”; did you mean ${near}?`;
}

function requirePlain(name: InputName, node: ParsedNode): void {
  if (isAlias(node) || node.anchor !== undefined || node.tag !== undefined) {
    throw new FileProblem(
      `${kebab(name)} uses an anchor, alias or tag of YAML (& * !); write the value itself`,
    );
  }
}

/** The text of a value as it stands in the file: a number keeps its zeros. */
function textOf(name: InputName, input: Input, node: ParsedNode): string {
  requirePlain(name, node);
  if (!isScalar(node)) throw new FileProblem(`${kebab(name)} takes a value, and no further keys`);
  const { value, source } = node;
  if (input.kind === 'switch') {
    if (typeof value === 'boolean') return String(value);
    if (SECRET.test(kebab(name))) {
      throw new FileProblem(`${kebab(name)} takes true or false; ${NO_SECRETS}`);
    }
    const meant = /^(?:yes|no|on|off|y|n)$/i.test(String(value)) ? `: “${value}” is a text in YAML 1.2` : '';
    throw new FileProblem(`${kebab(name)} takes true or false${meant}`);
  }
  if (value === null || value === undefined) throw new FileProblem(`${kebab(name)} has no value`);
  if (typeof value === 'boolean') {
    throw new FileProblem(`${kebab(name)} takes a text; put “${value}” between quotes if that is meant`);
  }
  return typeof value === 'string' ? value : source;
}

/** The texts of one answer, each with its place. */
function textsOf(
  name: InputName,
  key: ParsedNode,
  value: ParsedNode | null,
  placeOf: (node: ParsedNode) => string,
): FileText[] {
  const input: Input = INPUTS[name];
  if (value === null) throw new FileProblem(`${kebab(name)} has no value`);
  if (!isSeq(value)) return [{ text: textOf(name, input, value), place: placeOf(key) }];
  requirePlain(name, value);
  if (value.items.length === 0) throw new FileProblem(`${kebab(name)} has no value`);
  if (input.kind !== 'list') throw new FileProblem(`${kebab(name)} takes one value, not a list`);
  return value.items.map((item) => ({ text: textOf(name, input, item), place: placeOf(item) }));
}

/** @throws UsageError */
function parse(text: string, file: string): FileAnswers {
  const lines = new LineCounter();
  const { contents, errors } = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    prettyErrors: false,
    lineCounter: lines,
  });
  const placeAt = (offset: number) => `${file}:${lines.linePos(offset).line}`;
  const placeOf = ({ range }: ParsedNode) => placeAt(range[0]);
  const [broken] = errors;
  if (broken !== undefined) {
    const why = SYNTAX[broken.code] ?? broken.message.replace(/: .*$/s, '');
    throw new UsageError([`${placeAt(broken.pos[0])}: ${why}.`], 'The file is read as YAML 1.2 or JSON.');
  }
  if (contents === null) throw new FileProblem('there is nothing in it');
  if (!isMap(contents)) throw new FileProblem('it holds no answers; a line looks like alias: myapp');
  const found: Partial<Record<InputName, readonly FileText[]>> = {};
  const problems: string[] = [];
  for (const { key, value } of contents.items) {
    try {
      if (!isScalar(key)) throw new FileProblem('a key must be the name of a flag');
      const name = BY_KEY.get(String(key.value));
      if (name === undefined) throw new FileProblem(unknownKey(String(key.value)));
      found[name] = textsOf(name, key, value, placeOf);
    } catch (error) {
      if (!(error instanceof FileProblem)) throw error;
      problems.push(`${placeOf(key)}: ${sentence(error.message)}`);
    }
  }
  if (problems.length > 0) throw new UsageError(problems);
  return found;
}

/**
 * Reads answers from a YAML 1.2 or JSON file: the keys are the flags' names without `--`, a flag that may stand several
 * times takes a list. What each answer means is for its input to check.
 *
 * @param file its path; `-` is standard input
 * @throws UsageError with the line of each thing that is wrong; never with a value that may be a secret
 */
export async function readConfigFile(file: string, stdin: Readable): Promise<FileAnswers> {
  const name = file === '-' ? 'standard input' : file;
  try {
    const bytes = file === '-' ? await fromStandardInput(stdin) : await fromFile(file);
    return parse(wholeText(bytes), name);
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    throw new UsageError(
      [`--config ${file}: ${error.message}.`],
      [{ act: 'This prints such a file:', run: ['setup', '--print-config'] }],
    );
  }
}
