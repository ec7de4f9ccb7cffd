import { partitionOf } from '../aws/partition.ts';
import { CliError } from '../errors.ts';
import { isSince, type ModuleVersion } from '../mendix/module-version.ts';
import { CALLBACK_PATH, callbackUrlOf, rootAddressOf } from '../mendix/settings.ts';
import { RESERVED_WORDS } from '../resources/domain-prefix.ts';
import { PASSWORD_RULES, rulesText } from '../resources/password-policy.ts';
import { ATTRIBUTE_TYPES } from '../resources/pool-schema.ts';
import { nearest } from './nearest.ts';

/** What is wrong with one answer, as a clause that follows the input's name. */
export class InputProblem extends Error {}

/** What that check says is wrong, as a clause; undefined when it passes. */
export function problemOf(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (!(error instanceof InputProblem)) throw error;
    return error.message;
  }
}

/** The values that stand in one text, with spaces or commas between. */
export const valuesIn = (text: string): string[] => text.split(/[\s,]+/).filter((value) => value !== '');

/** A clause with its full stop; one that ends with a question has its mark already. */
export function sentence(clause: string): string {
  return clause.endsWith('?') ? clause : `${clause}.`;
}

const URL_EXAMPLE = 'for example https://myapp.mendixcloud.com';
const LOCAL_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

/** True for an address on this computer. */
export const isLocalUrl = (url: string): boolean => LOCAL_HOSTS.has(new URL(url).hostname);
const LONGEST_URL = 1024;

function parseUrl(text: string): URL {
  if (text === '') throw new InputProblem(`is empty; give the address of the app, ${URL_EXAMPLE}`);
  if (/\s/.test(text)) throw new InputProblem(`“${text}” has a space in it; ${URL_EXAMPLE}`);
  if (!URL.canParse(text)) throw new InputProblem(`“${text}” is not an address; ${URL_EXAMPLE}`);
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new InputProblem(`“${text}” does not begin with https://; ${URL_EXAMPLE}`);
  }
  // Cognito developer guide, "App client settings": http is for localhost only.
  if (url.protocol === 'http:' && !LOCAL_HOSTS.has(url.hostname)) {
    throw new InputProblem(
      `“${text}” begins with http://, which Cognito takes for localhost only; use https://`,
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new InputProblem('holds a user name or password; leave out what is before the @');
  }
  if (text.includes('#')) throw new InputProblem(`“${text}” has a part after #; leave it out`);
  if (text.length > LONGEST_URL) throw new InputProblem(`is longer than ${LONGEST_URL} characters`);
  return url;
}

function refuseWildcard(text: string, { host, pathname }: URL): void {
  if (!`${host}${pathname}`.includes('*')) return;
  throw new InputProblem(
    `“${text}” has a wildcard (*), and Cognito compares callback URLs letter by letter; name each address`,
  );
}

/** What people copy around an address. */
const AROUND = /^[\s"'`“”‘’«»<>]+|[\s"'`“”‘’«»<>]+$/g;

/** The address with a scheme, without what stands around it and behind its path. */
function completed(text: string): string {
  const [shown = ''] = text.replace(AROUND, '').split(/[?#]/);
  const address = shown.replace(AROUND, '');
  if (/^(?:https?:|[a-z][a-z\d+.-]*:\/\/)/i.test(address)) return address;
  const host = address.replace(/^\/+/, '');
  const scheme = /^(?:localhost|127\.0\.0\.1|\[::1\])(?=[:/]|$)/i.test(host) ? 'http' : 'https';
  // A single word is a slip of the keys: it names a host only with https:// before it.
  return scheme === 'http' || /^[^/:]*\./.test(host) ? `${scheme}://${host}` : address;
}

/** The root URL of a Mendix app, without a slash at its end, from what the address bar of a browser shows. */
export function parseAppUrl(text: string): string {
  const address = completed(text);
  const url = parseUrl(address.slice(0, 2 * LONGEST_URL));
  refuseWildcard(address, url);
  const root = rootAddressOf(url).replace(/['/]+$/, '');
  if (callbackUrlOf(root).length > LONGEST_URL) {
    throw new InputProblem(`is too long: with its callback path it passes ${LONGEST_URL} characters`);
  }
  return root;
}

/**
 * What is said of an address that counts as another than was typed: its root address, and what was cut off. Of a query or
 * a fragment only that there was one, since it can hold a code or a token.
 */
export function appUrlNote(text: string): string | undefined {
  const root = parseAppUrl(text);
  const typed = text.trim();
  const query = /[?#]/.exec(typed);
  const address = completed(typed);
  const same = query === null && address === typed && new URL(address).href.replace(/\/+$/, '') === root;
  if (same) return undefined;
  const path = new URL(address).href.slice(root.length).replace(/^\/+$/, '');
  const behind = `${path}${query === null ? '' : `${query[0]}…`}`;
  const cut = behind === '' ? '' : `: “${behind}” is cut off`;
  return `${root}, the root address of the app, is used${cut}. Its callback URL, where people return after signing in, is ${callbackUrlOf(root)}.`;
}

/** The root URL of an app that is to go, as the client has it: also one that `parseAppUrl` would cut. */
export function parseRemovedAppUrl(text: string): string {
  const url = parseUrl(text);
  if (text.includes('?')) throw new InputProblem(`“${text}” has a part after ?; leave it out`);
  const root = url.href.replace(/\/+$/, '');
  if (root.endsWith(CALLBACK_PATH)) {
    throw new InputProblem(
      `“${text}” is the callback URL; give the app's own address (the part before /oauth)`,
    );
  }
  return root;
}

/** A callback URL, kept to the letter: Cognito compares it so. */
export function parseCallbackUrl(text: string): string {
  refuseWildcard(text, parseUrl(text));
  return text;
}

/** The configuration's name in Mendix; it stands unencoded in login links. */
export function parseAlias(text: string): string {
  if (text === '') throw new InputProblem('is empty');
  if (text.length > 100) throw new InputProblem(`has ${text.length} characters; it can have at most 100`);
  if (!/^[A-Za-z0-9._-]+$/.test(text)) {
    throw new InputProblem(`“${text}” may hold only letters, digits, dot, underscore and hyphen`);
  }
  return text;
}

/** @throws InputProblem for nothing, and for more characters than Cognito takes */
function requireLength(text: string, most: number): void {
  if (text.trim() === '') throw new InputProblem('is empty');
  if (text.length > most) {
    throw new InputProblem(`has ${text.length} characters; Cognito takes at most ${most}`);
  }
}

/** Cognito API reference, AdminCreateUser (Username) and SchemaAttributeType (Name). */
const NO_SPACES = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u;

/** The name of a pool or client (Cognito API reference, CreateUserPool and CreateUserPoolClient). */
export function parseName(text: string): string {
  requireLength(text, 128);
  if (!/^[\w\s+=,.@-]+$/.test(text)) {
    throw new InputProblem(`“${text}” may hold only letters, digits, spaces and _ + = , . @ -`);
  }
  return text;
}

/** The name of a user (Cognito API reference, AdminCreateUser). */
export function parseUsername(text: string): string {
  requireLength(text, 128);
  if (!NO_SPACES.test(text)) throw new InputProblem(`“${text}” may hold no spaces`);
  return text;
}

/** The id of a user pool (Cognito API reference, DescribeUserPool). */
export function parsePoolId(text: string): string {
  if (text.length > 55 || !/^[\w-]+_[0-9a-zA-Z]+$/.test(text)) {
    throw new InputProblem(`“${text}” is not the id of a user pool; one looks like eu-central-1_AbCdEfGhI`);
  }
  return text;
}

/** The first part of the sign-in pages' address. */
export function parseDomainPrefix(text: string): string {
  requireLength(text, 63);
  if (!/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(text)) {
    throw new InputProblem(
      `“${text}” may hold only lower-case letters, digits and hyphens, and a hyphen neither first nor last`,
    );
  }
  const reserved = RESERVED_WORDS.find((word) => text.includes(word));
  if (reserved !== undefined) {
    throw new InputProblem(`“${text}” contains “${reserved}”, which AWS reserves`);
  }
  return text;
}

/** An email address, as Cognito and SES take it. */
export function parseEmail(text: string): string {
  requireLength(text, 128);
  if (!/^[^\s@"(),:;<>[\\\]]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/i.test(text)) {
    throw new InputProblem(`“${text}” is not an email address; one looks like ann@example.com`);
  }
  if (/^\.|\.\.|\.@/.test(text)) throw new InputProblem(`“${text}” has a dot in the wrong place`);
  return text;
}

/** A person's name, which Mendix puts into FullName. */
export function parseFullName(text: string): string {
  if (text.trim() === '') throw new InputProblem('is empty');
  if (text.length > 2048) throw new InputProblem('has more than 2048 characters');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing control characters is what this is for
  if (/[\u0000-\u001f\u007f]/.test(text)) throw new InputProblem('holds a control character');
  return text.trim();
}

/** A sender's name: one line of an email's head, and short enough for a list of emails. */
export function parseSenderName(text: string): string {
  const name = parseFullName(text);
  if (name.length > 100) throw new InputProblem(`has ${name.length} characters; give at most 100`);
  if (/[<>]/.test(name)) throw new InputProblem(`“${text}” may hold no < or >; the address is --email-from`);
  return name;
}

/** What a password has to hold, in the order of the rules; `none` for nothing. */
export function parsePasswordRules(text: string): string {
  const asked = valuesIn(text.toLowerCase()).map(oneOf([...PASSWORD_RULES, 'none']));
  if (asked.length === 0) {
    throw new InputProblem(`is empty; give some of ${PASSWORD_RULES.join(',')}, or none`);
  }
  if (asked.includes('none') && asked.length > 1) throw new InputProblem('names none beside others');
  return rulesText(PASSWORD_RULES.filter((rule) => asked.includes(rule)));
}

/** An attribute of one's own as `name:type` (Cognito API reference, SchemaAttributeType). */
export function parseCustomAttribute(text: string): string {
  const [name = '', type = 'string', ...more] = text.replace(/^custom:/, '').split(':');
  if (name === '' || more.length > 0) {
    throw new InputProblem(`“${text}” is not name or name:type; one looks like department:string`);
  }
  if (name.length > 20) {
    throw new InputProblem(`“${name}” has ${name.length} characters; Cognito takes at most 20`);
  }
  if (!NO_SPACES.test(name)) throw new InputProblem(`“${name}” may hold no spaces`);
  return `${name}:${oneOf(Object.keys(ATTRIBUTE_TYPES))(type)}`;
}

/** Cognito API reference, CreateGroup: GroupName. */
const GROUP = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u;
/** Developer guide, "Quotas in Amazon Cognito": groups per user. */
const MOST_GROUPS = 100;

/** What is wrong with the names of a user's groups, or undefined. */
export function groupsProblem(groups: readonly string[]): string | undefined {
  const bad = groups.find((name) => !GROUP.test(name));
  if (bad !== undefined) {
    return `Cognito takes no group named “${bad}”: up to 128 letters, digits and signs, without spaces`;
  }
  return groups.length > MOST_GROUPS
    ? `names ${groups.length} groups; a user can be in ${MOST_GROUPS}`
    : undefined;
}

/** The names of groups with commas between, each once. */
export function parseGroups(text: string): string {
  const names = [...new Set(text.split(',').map((name) => name.trim()))].filter((name) => name !== '');
  if (names.length === 0) throw new InputProblem('is empty');
  const problem = groupsProblem(names);
  if (problem !== undefined) throw new InputProblem(problem);
  return names.join(',');
}

/** The word that the text is a part of, or a slip of the keys away from, the whole of it or what stands at a hyphen. */
function nearWord(text: string, words: readonly string[]): string | undefined {
  if (text === '') return undefined;
  const parts = words.flatMap((word) => word.split('-'));
  const near = words.find((word) => word.includes(text)) ?? nearest(text, words) ?? nearest(text, parts);
  return words.find((word) => near !== undefined && word.includes(near));
}

/** A version of the OIDC SSO module; its third number changes nothing here. */
export function parseModuleVersion(text: string): ModuleVersion {
  const [, major, minor] = /^v?(\d{1,3})\.(\d{1,3})(?:\.\d{1,3})?$/.exec(text) ?? [];
  if (major === undefined || minor === undefined) {
    throw new InputProblem(`“${text}” is not a version of the OIDC SSO module; one looks like 4.5`);
  }
  const version: ModuleVersion = [Number(major), Number(minor)];
  if (!isSince(version, [4, 0])) {
    throw new InputProblem(
      `“${text}” belongs to Mendix 9, and only 4.0 and later are known here: before that the screen has other words, constants exist since 2.3 only, and the after-startup microflow is OIDC.Startup up to 3.0. https://docs.mendix.com/appstore/modules/oidc/ describes it`,
    );
  }
  return version;
}

/** A check that takes one of a few words, and suggests the nearest. */
export function oneOf<const T extends string>(words: readonly T[]): (text: string) => T {
  return (text) => {
    const found = words.find((word) => word === text.toLowerCase());
    if (found === undefined) {
      const near = nearWord(text.toLowerCase(), words);
      const suggestion = near === undefined ? '' : `; did you mean ${near}?`;
      throw new InputProblem(`“${text}” is not one of ${words.join(', ')}${suggestion}`);
    }
    return found;
  };
}

/** A file's path; whether it can be written is checked when the command runs. */
export function parsePath(text: string): string {
  if (text === '') throw new InputProblem('is empty');
  if (text.includes('\0')) throw new InputProblem('holds a NUL character');
  return text;
}

/** An AWS Region that has user pools. */
export function parseRegion(text: string): string {
  try {
    partitionOf(text);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    throw new InputProblem(
      error.code === 'REGION_INVALID'
        ? `“${text}” is not the name of an AWS Region; one looks like eu-central-1`
        : `“${text}” will not do: ${error.message.replace(/\.$/, '')}`,
    );
  }
  return text;
}

/** The name of a profile in the AWS configuration. */
export function parseProfile(text: string): string {
  if (text === '') throw new InputProblem('is empty');
  return text;
}

/** An error text as it was copied from a page, an address bar or a log. */
export function parseErrorText(text: string): string {
  if (text === '') throw new InputProblem('is empty; give the text between quotes');
  return text;
}

/** The number of an AWS account. */
export function parseAccount(text: string): string {
  const digits = text.replaceAll('-', '');
  if (!/^\d{12}$/.test(digits)) throw new InputProblem(`“${text}” is not an AWS account; one has 12 digits`);
  return digits;
}

function numberIn(least: number, most: number, form: RegExp, kind: string): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!form.test(text) || number < least || number > most) {
      throw new InputProblem(`“${text}” is not a ${kind} from ${least} to ${most}`);
    }
    return number;
  };
}

/** A check that takes a whole number of that range. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return numberIn(least, most, /^\d{1,9}$/, 'whole number');
}

/** A check that takes a number of that range; a fraction is good. */
export function numberFrom(least: number, most: number): (text: string) => number {
  return numberIn(least, most, /^\d+(?:\.\d+)?$/, 'number');
}
