import type { Observed } from '../engine/observe.ts';
import { FORMATS } from '../mendix/formats.ts';
import { appUrlsOf } from '../mendix/settings.ts';
import { refreshTokenDays } from '../resources/client-times.ts';
import {
  appUrlNote,
  numberFrom,
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
  parseRemovedAppUrl,
  parseUsername,
  wholeNumber,
} from './checks.ts';

/** One value: `--flag <value>` or `MENDIX_COGNITO_FLAG`. */
export interface ValueInput<T> {
  readonly kind: 'value';
  readonly value: string;
  readonly help: string;
  readonly parse: (text: string) => T;
  /** The value of a run that was given none; help and docs print it from here. */
  readonly byDefault?: T;
  /** What stands in for it when it is not given and follows from something else, in words. */
  readonly derived?: string;
  /** The only values that it takes. */
  readonly choices?: readonly string[];
  /** What is said of a text that `parse` takes as something else than it looks like. */
  readonly note?: (text: string) => string | undefined;
}

/** A flag that may stand several times; in the environment its values are separated by commas or spaces. */
export interface ListInput<T> extends Omit<ValueInput<T>, 'kind' | 'byDefault'> {
  readonly kind: 'list';
}

/** Yes or no; `--no-…` is a flag of its own name. */
export interface SwitchInput {
  readonly kind: 'switch';
  readonly help: string;
}

export type Input = ValueInput<unknown> | ListInput<unknown> | SwitchInput;

/** An input that says how something in AWS is to be. */
export interface Setting {
  /** What AWS has of it; undefined where AWS has nothing, or does not show it. */
  readonly present: (observed: Observed) => unknown;
}

const one = <T>(value: string, help: string, parse: (text: string) => T): ValueInput<T> => ({
  kind: 'value',
  value,
  help,
  parse,
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
): ValueInput<T> => ({ ...one(value, help, oneOf(choices)), choices });
const defaulted = <T>(byDefault: T, input: ValueInput<T>): ValueInput<T> & { readonly byDefault: T } => ({
  ...input,
  byDefault,
});
const derived = <T>(from: string, input: ValueInput<T>): ValueInput<T> => ({ ...input, derived: from });
const flag = (help: string): SwitchInput => ({ kind: 'switch', help });
const setting = <I extends Input>(input: I, present: Setting['present']): I & Setting => ({
  ...input,
  present,
});
/** For a setting that no answer of AWS shows as it was given. */
const notShown = (): undefined => undefined;

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

/**
 * How the user pool is to be. A setting of this list or of one of the next is a flag of `setup` and of the command that
 * makes its resource, `status` compares it, and a command that `status` or `doctor` proposes repeats it.
 */
const POOL = {
  tier: setting(
    defaulted('essentials', choice('tier', 'feature plan of the user pool', ['lite', 'essentials', 'plus'])),
    ({ pool }) => pool?.UserPoolTier?.toLowerCase(),
  ),
  selfSignUp: setting(
    flag('let anybody make an account on the sign-in page'),
    ({ pool }) => pool?.AdminCreateUserConfig && pool.AdminCreateUserConfig.AllowAdminCreateUserOnly !== true,
  ),
  // Before its no: commander takes a yes for given when the no comes first.
  deletionProtection: setting(
    flag('turn on deletion protection, which a new user pool has'),
    ({ pool }) => pool && pool.DeletionProtection === 'ACTIVE',
  ),
  noDeletionProtection: setting(flag('do not turn on deletion protection, or turn it off'), notShown),
  emailFrom: setting(
    one('address', 'the user pool sends its mails from this verified address', parseEmail),
    ({ pool }) => pool?.EmailConfiguration?.From,
  ),
} as const satisfies Record<string, Input & Setting>;

/** How its sign-in domain is to be. */
const DOMAIN = {
  domainPrefix: setting(
    derived('from the alias', one('prefix', 'first part of the sign-in address', parseDomainPrefix)),
    ({ domain }) => domain?.name,
  ),
  managedLogin: setting(
    defaulted('2', choice('version', 'sign-in pages, classic (1) or managed login (2)', ['1', '2'])),
    ({ domain }) => domain?.managedLogin,
  ),
} as const satisfies Record<string, Input & Setting>;

/** How the app client is to be. */
const CLIENT = {
  appUrl: setting(
    {
      ...many(
        'url',
        'root address of the Mendix app, for example https://myapp.mendixcloud.com',
        parseAppUrl,
      ),
      note: appUrlNote,
    },
    ({ client }) => {
      const urls = appUrlsOf(client?.settings.CallbackURLs ?? []);
      return urls.length === 0 ? undefined : urls;
    },
  ),
  callbackUrl: setting(many('url', 'callback URL besides those of the app URLs', parseCallbackUrl), notShown),
  sessionMinutes: setting(
    defaulted(3, one('minutes', 'time to complete a sign-in, 3 to 15', wholeNumber(3, 15))),
    ({ client }) => client?.settings.AuthSessionValidity,
  ),
  refreshTokenDays: setting(
    // Cognito takes up to ten years (developer guide, "Using the refresh token").
    defaulted(30, one('days', 'how long a refresh token is good, 1 to 3650', wholeNumber(1, 3650))),
    ({ client }) => client && refreshTokenDays(client.settings),
  ),
  tokenRevocation: setting(
    flag('turn on token revocation, which a new app client has'),
    ({ client }) => client?.settings.EnableTokenRevocation,
  ),
  hideUnknownUsers: setting(
    flag('hide at sign-in whether a user exists, as a new app client does'),
    ({ client }) => client && client.settings.PreventUserExistenceErrors === 'ENABLED',
  ),
} as const satisfies Record<string, Input & Setting>;

/** Who can sign in. */
const USER = {
  userEmail: setting(one('email', "the user's email address", parseEmail), notShown),
  username: setting(
    one('name', 'the user name, for a user pool whose users sign in with one', parseUsername),
    notShown,
  ),
  userFullName: setting(one('name', "the user's full name, as Mendix shows it", parseFullName), notShown),
} as const satisfies Record<string, Input & Setting>;

/** Whom Amazon SES lets the user pool send as. */
const EMAIL = {
  verifyEmail: setting(many('address', 'have Amazon SES verify this address', parseEmail), notShown),
} as const satisfies Record<string, Input & Setting>;

/** How a user gets a password. */
const PASSWORD = {
  generatePassword: flag('make a password for the user (this is the default)'),
  passwordStdin: flag("read the user's password from standard input"),
  temporaryPassword: flag('the user chooses a password of their own at the first sign-in'),
  resetPassword: flag('give an existing user a new password'),
} as const satisfies Record<string, Input>;

/** What one run does besides, and how a command goes: no command that is proposed repeats it. */
const ONCE = {
  adopt: flag('use a user pool that this tool did not create'),
  removeAppUrl: many(
    'url',
    'take this app off the app client: its callback and sign-out URLs, no others',
    parseRemovedAppUrl,
  ),
  fromCsv: one('file', 'users from a CSV file: email, name, groups (a|b), and attributes', parsePath),
  result: one('file', 'what became of each row, with its password (mode 0600)', parsePath),
  invite: flag('Cognito makes the passwords of new users and mails them'),
  update: flag("existing users get the file's values"),
  rate: derived(
    '30, or 50 without passwords to set',
    one('users', 'users a second', numberFrom(0.1, 10_000)),
  ),
  secretStdin: flag('read the client secret from standard input, for one that AWS does not show'),
  wait: flag('wait until the link in the mail was opened'),
  timeout: one('minutes', 'how long to wait', wholeNumber(1, 1440)),
  noBrowser: flag('only print the address of the sign-in page'),
  resend: flag('send the mail again while the address is not verified'),
  format: defaulted('screen', choice('format', 'how the values are written', FORMATS)),
  moduleVersion: derived(
    'the newest',
    one('version', 'version of the OIDC SSO module, whose words and constants are used', parseModuleVersion),
  ),
  singleVariable: flag('all constants in the one variable CONSTANTS (docker, cloudfoundry)'),
  secretFile: one('file', 'keep the secret apart, in this file (mode 0600)', parsePath),
  newApp: flag('also make the key with which a new app encrypts the secrets that it stores'),
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
  check: flag('exit with 3 when something differs'),
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
  debug: flag('tell where each value is from, and each AWS call without its content'),
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
