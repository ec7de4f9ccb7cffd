import { FORMATS } from '../mendix/formats.ts';
import {
  numberFrom,
  parseAccount,
  parseAlias,
  parseErrorText,
  parseGroups,
  parseModuleVersion,
  parseName,
  parsePath,
  parsePoolId,
  parseProfile,
  parseRegion,
  parseRemovedAppUrl,
  wholeNumber,
} from './checks.ts';
import {
  choice,
  defaulted,
  derived,
  flag,
  type Input,
  type ListInput,
  many,
  one,
  setting,
  type ValueInput,
} from './input.ts';
import { CLIENT, DOMAIN, EMAIL, POOL, USER } from './settings.ts';

/** Which user pool and app client a run is about: repeated by every command that a run proposes. */
const TARGET = {
  alias: derived('from the app URL', one('name', 'name of the configuration in Mendix', parseAlias)),
  poolName: setting(
    derived('the alias', one('name', 'name of the user pool', parseName)),
    ({ pool }) => pool?.Name,
  ),
  poolId: one('id', 'the user pool itself, instead of the one of the alias', parsePoolId),
  clientName: setting(
    derived('the alias', one('name', 'name of the app client', parseName)),
    ({ client }) => client?.name,
  ),
} as const satisfies Record<string, Input>;

/** How a user gets a password. */
const PASSWORD = {
  generatePassword: flag('generate a password for the user (this is the default)'),
  passwordStdin: flag("read the user's password from standard input"),
  temporaryPassword: flag('the user chooses a password of their own at the first sign-in'),
  resetPassword: flag('give an existing user a new password'),
} as const satisfies Record<string, Input>;

/** What one run does besides, and how a command goes: no command that is proposed repeats it. */
const ONCE = {
  adopt: flag('use a user pool that this tool did not create'),
  removeAppUrl: many(
    'url',
    'remove this app from the app client: its callback and sign-out URLs, no others',
    parseRemovedAppUrl,
  ),
  fromCsv: one('file', 'users from a CSV file: email, name, groups (a|b), and attributes', parsePath),
  result: one('file', 'what became of each row, with its password (mode 0600)', parsePath),
  groups: one('list', 'put the user into these groups, which are created where needed', parseGroups),
  resetMfa: flag("forget an existing user's authenticator app, for a phone that was lost"),
  moveSecret: flag('move a client secret back from AWS Secrets Manager, and delete it there'),
  enable: flag('let an existing user who is disabled sign in again'),
  invite: flag('Cognito generates the passwords of new users and emails them'),
  update: flag("existing users get the file's values"),
  rate: derived(
    '30, or 50 without passwords to set',
    one('users', 'users a second', numberFrom(0.1, 10_000)),
  ),
  mfaCodeStdin: flag('read the code of the second factor from standard input, after the password'),
  secretStdin: flag('read the client secret from standard input, for one that AWS does not show'),
  wait: flag('wait until the link in the email was opened'),
  timeout: one('minutes', 'how long to wait', wholeNumber(1, 1440)),
  noBrowser: flag('only print the address of the sign-in page'),
  resend: flag('send the email again while the address is not verified'),
  format: defaulted('screen', choice('format', 'how the values are written', FORMATS)),
  moduleVersion: derived(
    'the newest',
    one('version', 'version of the OIDC SSO module, whose words and constants are used', parseModuleVersion),
  ),
  singleVariable: flag('all constants in the one variable CONSTANTS (docker, cloudfoundry)'),
  secretFile: one('file', 'keep the secret apart, in this file (mode 0600)', parsePath),
  newApp: flag('also create the key with which a new app encrypts the secrets that it stores'),
  snippets: flag(
    'print login.html and the addresses for the buttons of the app instead: sign-in and sign-out',
  ),
  checklist: flag('print every step in Mendix instead, for the screen or for the constants of --format'),
  output: one('file', 'write to this file (mode 0600) instead of standard output', parsePath),
  overwrite: flag('replace a file that is there, also one that this program did not write'),
  finish: flag('remove the older secret, once Mendix uses the newer one'),
  cancel: flag('take the newer secret back'),
  users: one(
    'count',
    'how many users go with the user pool, needed when there are several',
    wholeNumber(0, 999_999_999),
  ),
  all: flag('a table of every alias in this account and Region'),
  check: flag('exit with 3 when something differs'),
  fix: flag('fix what the checks found, as one plan, and check again'),
  explain: one(
    'text',
    'what an error text means: of the browser, the terminal or the Mendix log (- reads a log)',
    parseErrorText,
  ),
  account: derived(
    'that of the credentials',
    one('id', 'AWS account of the policy, 12 digits; no call is made then', parseAccount),
  ),
  readOnly: flag('the policy for status, doctor and mendix-config'),
  destroy: flag('the policy for destroy'),
  revealSecrets: flag('show secrets even when the output is no terminal'),
  state: derived('a file in your data folder', one('file', "file that keeps the sandbox's state", parsePath)),
  quotas: derived(
    'none is refused',
    one('factor', "refuse calls above AWS's rate quotas times this; 1 for AWS's own", numberFrom(0.01, 1000)),
  ),
  reset: flag("empty the sandbox's state"),
  printConfig: flag('print the answers as a file for --config, and change nothing'),
} as const satisfies Record<string, Input>;

/** Which AWS a run reaches, and how it goes: every command takes them. */
const RUN = {
  config: one('file', 'answers from a YAML or JSON file; - is standard input', parsePath),
  region: derived("the AWS configuration's", one('region', 'AWS Region', parseRegion)),
  profile: derived("AWS's own chain", one('name', 'profile of the AWS configuration', parseProfile)),
  sandbox: flag('use the local Cognito instead of AWS'),
  callTimeout: defaulted(
    20,
    one('seconds', 'how long one AWS call may take before it is tried again', numberFrom(0.1, 600)),
  ),
  yes: flag('do what the plan says without asking'),
  noInput: flag('never ask; a missing answer is an error'),
  json: flag('print one JSON document'),
  dryRun: flag('show the plan and change nothing'),
  debug: flag('show where each value is from, and each AWS call without its content'),
  noColor: flag('no colours'),
  accessible: flag('plain questions, line by line, for screen readers and simple terminals'),
} as const satisfies Record<string, Input>;

/** Where the sandbox listens: every command finds it in its variable, and `sandbox` alone takes it as a flag. */
const PORT = {
  port: defaulted(9400, one('port', 'port of the sandbox', wholeNumber(0, 65_535))),
} as const satisfies Record<string, Input>;

const SETTINGS = { ...POOL, ...DOMAIN, ...CLIENT, ...USER, ...EMAIL } as const;

/** Every input of the program, once. The key is the flag's name in camel case. */
export const INPUTS = { ...TARGET, ...SETTINGS, ...PASSWORD, ...ONCE, ...PORT, ...RUN } as const;

export type InputName = keyof typeof INPUTS;

const namesOf = <Inputs extends object>(inputs: Inputs) =>
  Object.keys(inputs) as unknown as readonly (keyof Inputs & string)[];

export const TARGET_INPUTS = namesOf(TARGET);
export const POOL_SETTINGS = namesOf(POOL);
export const DOMAIN_SETTINGS = namesOf(DOMAIN);
export const CLIENT_SETTINGS = namesOf(CLIENT);
export const USER_SETTINGS = namesOf(USER);
export const SETTING_INPUTS = namesOf(SETTINGS);
export const PASSWORD_INPUTS = namesOf(PASSWORD);
/** The inputs that every command takes. */
export const GLOBAL_INPUTS = namesOf(RUN);
/** The inputs that are read in every run, whichever command it is. */
export const RUN_INPUTS = [...GLOBAL_INPUTS, ...namesOf(PORT)] as const;

type ValueOf<I> = I extends ListInput<infer T> ? readonly T[] : I extends ValueInput<infer T> ? T : boolean;

/**
 * What somebody asked for, by flag, variable, file, or an answer of the wizard. What nobody asked for is undefined,
 * whatever its default.
 */
export type Wishes<Name extends InputName = InputName> = {
  readonly [Each in Name]?: ValueOf<(typeof INPUTS)[Each]> | undefined;
};

/** The inputs that have a value in every run. */
type Defaulted = {
  [Name in InputName]: (typeof INPUTS)[Name] extends { readonly byDefault: unknown } ? Name : never;
}[InputName];

/** What a run goes by: what was asked for, and the defaults for the rest. */
export type Answers<Name extends InputName = InputName> = Wishes<Name> & {
  readonly [Each in Extract<Name, Defaulted>]: ValueOf<(typeof INPUTS)[Each]>;
};

/** What stands in for inputs in one command in words, where that is something else than in the others; undefined: nothing. */
export type Derived = { readonly [Name in InputName]?: string | undefined };

/** What stands in for an input that is not given, in words; undefined when nothing does. */
export function defaultOf(name: InputName, derivedHere: Derived = {}): string | undefined {
  const input: Input = INPUTS[name];
  if (name in derivedHere) return derivedHere[name];
  if (input.kind === 'switch') return undefined;
  const byDefault = input.kind === 'value' ? input.byDefault : undefined;
  return byDefault === undefined ? input.derived : String(byDefault);
}

/** The answers to these inputs: what was asked for, and for the rest the defaults. */
export function withDefaults<Name extends InputName>(
  names: readonly Name[],
  wishes: Wishes<Name>,
): Answers<Name> {
  const defaults = names.flatMap((name) => {
    const input: Input = INPUTS[name];
    return input.kind === 'value' && input.byDefault !== undefined ? [[name, input.byDefault]] : [];
  });
  const asked = Object.entries(wishes).filter(([, value]) => value !== undefined);
  // Each default has the type of its own input, which is the one that Answers gives that name.
  return Object.fromEntries([...defaults, ...asked]) as Answers<Name>;
}

/** The help of an input with its values and its default, as a sentence goes on. */
export function describe(name: InputName, derivedHere: Derived = {}): string {
  const input: Input = INPUTS[name];
  if (input.kind === 'switch') return input.help;
  const byDefault = defaultOf(name, derivedHere);
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
