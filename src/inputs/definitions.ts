import { FORMATS } from '../mendix/formats.ts';
import {
  oneOf,
  parseAccount,
  parseAlias,
  parseAppUrl,
  parseCallbackUrl,
  parseDomainPrefix,
  parseEmail,
  parseErrorText,
  parseFullName,
  parseModuleVersion,
  parseName,
  parsePath,
  parsePoolId,
  parseProfile,
  parseRegion,
  parseUsername,
} from './checks.ts';
import {
  parseCallTimeout,
  parseCount,
  parsePort,
  parseQuotas,
  parseRate,
  parseSessionMinutes,
  parseTimeout,
} from './number-checks.ts';

/** One value: `--flag <value>` or `MENDIX_COGNITO_FLAG`. */
export interface ValueInput<T> {
  readonly kind: 'value';
  readonly value: string;
  readonly help: string;
  readonly byDefault?: string;
  /** What stands in for it when it is not given, in words. */
  readonly derived?: string;
  /** The only values that it takes. */
  readonly choices?: readonly string[];
  readonly parse: (text: string) => T;
}

/** A flag that may stand several times; in the environment its values are separated by commas or spaces. */
export interface ListInput<T> extends Omit<ValueInput<T>, 'kind'> {
  readonly kind: 'list';
}

/** Yes or no; `--no-…` is a flag of its own name. */
export interface SwitchInput {
  readonly kind: 'switch';
  readonly help: string;
}

export type Input = ValueInput<unknown> | ListInput<unknown> | SwitchInput;

const one = <T>(
  value: string,
  help: string,
  parse: (text: string) => T,
  byDefault?: string,
): ValueInput<T> => ({
  kind: 'value',
  value,
  help,
  parse,
  ...(byDefault === undefined ? {} : { byDefault }),
});
const many = <T>(value: string, help: string, parse: (text: string) => T): ListInput<T> => ({
  kind: 'list',
  value,
  help,
  parse,
});
const choice = <const T extends string>(
  value: string,
  help: string,
  choices: readonly T[],
  byDefault: T,
): ValueInput<T> => ({ ...one(value, help, oneOf(choices), byDefault), choices });
const derived = <T>(from: string, input: ValueInput<T>): ValueInput<T> => ({ ...input, derived: from });
const flag = (help: string): SwitchInput => ({ kind: 'switch', help });

/** Every input of the program, once. The key is the flag's name in camel case. */
export const INPUTS = {
  appUrl: many('url', 'address of the Mendix app', parseAppUrl),
  removeAppUrl: many(
    'url',
    'take this app off the app client: its callback and sign-out URLs, no others',
    parseAppUrl,
  ),
  alias: derived('from the app URL', one('name', 'name of the configuration in Mendix', parseAlias)),
  poolName: derived('the alias', one('name', 'name of the user pool', parseName)),
  poolId: one('id', 'the user pool itself, instead of the one of the alias', parsePoolId),
  adopt: flag('take over a user pool that this tool did not make'),
  domainPrefix: derived(
    'from the alias',
    one('prefix', 'first part of the sign-in address', parseDomainPrefix),
  ),
  clientName: derived('the alias', one('name', 'name of the app client', parseName)),
  sessionMinutes: one('minutes', 'time to complete a sign-in, 3 to 15', parseSessionMinutes, '3'),
  callbackUrl: many('url', 'callback URL besides those of the app URLs', parseCallbackUrl),
  managedLogin: choice('version', 'sign-in pages, classic (1) or managed login (2)', ['1', '2'], '2'),
  tier: choice('tier', 'feature plan of the user pool', ['lite', 'essentials', 'plus'], 'essentials'),
  selfSignUp: flag('let anybody make an account on the sign-in page'),
  deletionProtection: flag('turn on deletion protection, which a new user pool has'),
  noDeletionProtection: flag('do not turn on deletion protection, or turn it off'),
  tokenRevocation: flag('turn on token revocation, which a new app client has'),
  hideUnknownUsers: flag('hide at sign-in whether a user exists, as a new app client does'),
  userEmail: one('email', "the user's email address", parseEmail),
  username: one('name', 'the user name, for a user pool whose users sign in with one', parseUsername),
  userFullName: one('name', "the user's full name, as Mendix shows it", parseFullName),
  fromCsv: one('file', 'users from a CSV file: email, name, groups (a|b), and attributes', parsePath),
  result: one('file', 'what became of each row, with its password (mode 0600)', parsePath),
  invite: flag('Cognito makes the passwords of new users and mails them'),
  update: flag("existing users get the file's values"),
  rate: derived('30, or 50 without passwords to set', one('users', 'users a second', parseRate)),
  generatePassword: flag('make a password for the user (this is the default)'),
  passwordStdin: flag("read the user's password from standard input"),
  secretStdin: flag('read the client secret from standard input, for one that AWS does not show'),
  temporaryPassword: flag('the user chooses a password of their own at the first sign-in'),
  resetPassword: flag('give an existing user a new password'),
  verifyEmail: many('address', 'have Amazon SES verify this address', parseEmail),
  emailFrom: one('address', 'the user pool sends its mails from this verified address', parseEmail),
  wait: flag('wait until the link in the mail was opened'),
  timeout: one('minutes', 'how long to wait', parseTimeout),
  noBrowser: flag('only print the address of the sign-in page'),
  resend: flag('send the mail again while the address is not verified'),
  format: choice('format', 'how the values are written', FORMATS, 'screen'),
  moduleVersion: derived(
    'the newest',
    one('version', 'version of the OIDC SSO module, whose words and constants are used', parseModuleVersion),
  ),
  singleVariable: flag('all constants in the one variable CONSTANTS (docker, cloudfoundry)'),
  secretFile: one('file', 'keep the secret apart, in this file (mode 0600)', parsePath),
  newApp: flag('also make the key with which a new app encrypts the secrets that it stores'),
  snippets: flag('print the addresses for the buttons of the app instead: sign-in and sign-out'),
  output: one('file', 'write to this file (mode 0600) instead of standard output', parsePath),
  finish: flag('remove the older secret, once Mendix uses the newer one'),
  cancel: flag('take the newer secret back'),
  users: one('count', 'how many users go with the user pool, needed when there are several', parseCount),
  check: flag('exit with 3 when something differs'),
  explain: one('text', 'what an error text from the browser or the Mendix log means', parseErrorText),
  account: derived(
    'that of the credentials',
    one('id', 'AWS account of the policy, 12 digits; no call is made then', parseAccount),
  ),
  readOnly: flag('the policy for status, doctor and mendix-config'),
  destroy: flag('the policy for destroy'),
  revealSecrets: flag('show secrets even when the output is no terminal'),
  port: one('port', 'port of the sandbox', parsePort, '9400'),
  state: derived('a file in your data folder', one('file', "file that keeps the sandbox's state", parsePath)),
  quotas: derived(
    'none is refused',
    one('factor', "refuse calls above AWS's rate quotas times this; 1 for AWS's own", parseQuotas),
  ),
  reset: flag("empty the sandbox's state"),
  config: one('file', 'answers from a YAML or JSON file; - is standard input', parsePath),
  printConfig: flag('print the answers as a file for --config, and change nothing'),
  region: derived("the AWS configuration's", one('region', 'AWS Region', parseRegion)),
  profile: derived("AWS's own chain", one('name', 'profile of the AWS configuration', parseProfile)),
  sandbox: flag('use the local Cognito instead of AWS'),
  callTimeout: one(
    'seconds',
    'how long one AWS call may take before it is tried again',
    parseCallTimeout,
    '20',
  ),
  yes: flag('do what the plan says without asking'),
  noInput: flag('never ask; a missing answer is an error'),
  json: flag('print one JSON document'),
  dryRun: flag('show the plan and change nothing'),
  debug: flag('tell where each value is from, and each AWS call without its content'),
  noColor: flag('no colours'),
} as const satisfies Record<string, Input>;

export type InputName = keyof typeof INPUTS;

type ValueOf<I> = I extends ListInput<infer T> ? readonly T[] : I extends ValueInput<infer T> ? T : boolean;

/** Answers by name. A list that was not given is undefined, and so is a switch. */
export type Answers = { readonly [Name in InputName]?: ValueOf<(typeof INPUTS)[Name]> | undefined };

/** The inputs that every command takes. */
export const GLOBAL_INPUTS = [
  'config',
  'region',
  'profile',
  'sandbox',
  'callTimeout',
  'yes',
  'noInput',
  'json',
  'dryRun',
  'debug',
  'noColor',
] as const satisfies readonly InputName[];

/** How long a command waits for somebody, in minutes, when `--timeout` does not say. */
export const WAIT_MINUTES = {
  /** The link of Amazon SES lives a day; a run that is left can take the wait up again. */
  mail: 30,
  /** Cognito gives up on its sign-in page after 5 minutes, and so does the module. */
  signIn: 5,
};

/** What stands in for inputs in one command, where that is something else than in the others; undefined: nothing. */
export type Defaults = { readonly [Name in InputName]?: string | undefined };

/** What stands in for an input that is not given, or undefined when nothing does. */
export function defaultOf(name: InputName, defaults: Defaults = {}): string | undefined {
  const input: Input = INPUTS[name];
  if (name in defaults) return defaults[name];
  return input.kind === 'switch' ? undefined : (input.byDefault ?? input.derived);
}

/** The help of an input with its values and its default, as a sentence goes on. */
export function describe(name: InputName, defaults: Defaults = {}): string {
  const input: Input = INPUTS[name];
  if (input.kind === 'switch') return input.help;
  const byDefault = defaultOf(name, defaults);
  return [
    input.choices === undefined ? input.help : `${input.help}: ${input.choices.join(', ')}`,
    ...(input.kind === 'list' ? ['may be given several times'] : []),
    ...(byDefault === undefined ? [] : [`default: ${byDefault}`]),
  ].join('; ');
}

/** `appUrl` → `app-url`. */
export function kebab(name: InputName): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** `appUrl` → `--app-url`. */
export function flagOf(name: InputName): string {
  return `--${kebab(name)}`;
}

/** `appUrl` → `MENDIX_COGNITO_APP_URL`. */
export function variableOf(name: InputName): string {
  return `MENDIX_COGNITO_${kebab(name).replaceAll('-', '_').toUpperCase()}`;
}
