import { CONSTANT_FORMATS, type Format, VARIABLE_FORMATS } from '../mendix/formats.ts';
import { callbackUrlOf } from '../mendix/settings.ts';
import { flagOf, INPUTS, type InputName, type Wishes } from './definitions.ts';
import { soleUsername } from './emails.ts';
import { type Given, missingProblem } from './resolve.ts';

/** How a run goes, as far as it matters to what may be asked of it. */
export interface Circumstances {
  readonly interactive: boolean;
  readonly dryRun: boolean;
  readonly showSecrets: boolean;
}

interface Asked extends Given, Circumstances {
  readonly byFlag: (name: InputName) => boolean;
}

/** What is wrong, if something is: a sentence or several. */
type Rule = (asked: Asked) => string | readonly string[] | false | undefined;

/** True for an answer, and for a switch that is on. */
const isGiven = (wishes: Wishes, name: InputName): boolean =>
  wishes[name] !== undefined && wishes[name] !== false;

const exclusive = (one: InputName, other: InputName, why: string): Rule => {
  return ({ wishes }) =>
    isGiven(wishes, one) &&
    isGiven(wishes, other) &&
    `${flagOf(one)} and ${flagOf(other)} cannot be used together${why}`;
};

const onlyStdin = (name: 'passwordStdin' | 'secretStdin'): Rule => {
  return ({ wishes }) =>
    wishes.config === '-' &&
    wishes[name] === true &&
    `--config - and ${flagOf(name)} cannot be used together: there is one standard input.`;
};

const EVERYWHERE: readonly Rule[] = [
  ({ wishes: { tier, managedLogin } }) =>
    tier === 'lite' &&
    managedLogin === '2' &&
    '--managed-login 2 needs the tier essentials or plus; with --tier lite use --managed-login 1.',
  // What only some tiers have (developer guide, "User pool feature plans").
  ({ wishes: { tier, passwordHistory = 0 } }) =>
    tier === 'lite' &&
    passwordHistory > 0 &&
    '--password-history needs the tier essentials or plus; with --tier lite leave it out.',
  ({ wishes: { mfa, mfaMethod = [] } }) =>
    mfaMethod.length > 0 &&
    (mfa === undefined || mfa === 'off') &&
    '--mfa-method says how the second factor is proved: add --mfa required or --mfa optional.',
  ({ wishes: { tier, mfaMethod = [] } }) =>
    tier === 'lite' &&
    mfaMethod.includes('email') &&
    '--mfa-method email needs the tier essentials or plus; with --tier lite use --mfa-method totp.',
  // Developer guide, "SMS and email message MFA": the two are not to rest on one mailbox.
  ({ wishes: { accountRecovery = INPUTS.accountRecovery.byDefault, mfaMethod = [] } }) =>
    mfaMethod.includes('email') &&
    accountRecovery !== 'none' &&
    '--mfa-method email needs --account-recovery none: people cannot reset their password by the mailbox that is their second factor.',
  exclusive('deletionProtection', 'noDeletionProtection', '.'),
  exclusive('generatePassword', 'passwordStdin', '.'),
  exclusive('fix', 'explain', '.'),
  onlyStdin('passwordStdin'),
  onlyStdin('secretStdin'),
  ({ wishes: { mfaCodeStdin, passwordStdin } }) =>
    mfaCodeStdin === true &&
    passwordStdin !== true &&
    '--mfa-code-stdin goes with --password-stdin: the page asks for the code by itself.',
  exclusive('readOnly', 'destroy', ': print one policy at a time.'),
  exclusive('finish', 'cancel', ': one of the two secrets must stay.'),
  exclusive('sandbox', 'profile', ': the sandbox has no AWS account.'),
  ({ wishes: { appUrl = [], callbackUrl = [], removeAppUrl } }) => {
    const kept = [...appUrl.map(callbackUrlOf), ...callbackUrl];
    return [...new Set(removeAppUrl)]
      .filter((url) => kept.includes(callbackUrlOf(url)))
      .map((url) => `${url} is both added and removed: leave out one of the two.`);
  },
];

const ONE_NAME = '--user-full-name is for one user; a file names several, in a column called name.';

/** A file of users. */
const IMPORT: readonly Rule[] = [
  ({ words }) => words.length > 0 && '--from-csv and addresses on the command line cannot be used together.',
  ({ wishes }) => wishes.userFullName !== undefined && ONE_NAME,
  ({ byFlag }) => byFlag('groups') && '--groups is for users by their addresses; a file has a column groups.',
  ({ wishes }) =>
    (['resetMfa', 'enable'] as const)
      .filter((name) => wishes[name] === true)
      .map((name) => `${flagOf(name)} is for users by their addresses; --from-csv does not take it.`),
  ({ byFlag }) => byFlag('username') && '--username is for one user, and a file has no column for it.',
  ({ wishes: { result, output } }) =>
    result !== undefined &&
    output !== undefined &&
    '--result and --output are two names of one file; give one.',
  ({ wishes }) =>
    wishes.invite === true &&
    (['passwordStdin', 'generatePassword', 'temporaryPassword', 'resetPassword'] as const).some(
      (name) => wishes[name] === true,
    ) &&
    '--invite lets Cognito generate the passwords and email them; leave the other password flags out.',
  ({ wishes: { invite, result, output }, dryRun }) =>
    invite !== true &&
    result === undefined &&
    output === undefined &&
    !dryRun &&
    '--result <file> is missing: the generated passwords are written there and nowhere else. Or let Cognito email them: --invite.',
];

/** Users by their addresses. What stands in the environment or in a file of answers may be for other commands. */
const BY_ADDRESS: readonly Rule[] = [
  ({ words, byFlag }) => new Set(words).size > 1 && byFlag('userFullName') && ONE_NAME,
  ({ words, wishes, byFlag }) =>
    soleUsername(words, wishes) !== undefined &&
    byFlag('username') &&
    'The user name is on the command line already: leave --username out.',
  ({ words, byFlag }) => new Set(words).size > 1 && byFlag('username') && '--username is for one user.',
  ({ words, wishes, byFlag }) =>
    words.length > 0 &&
    soleUsername(words, wishes) === undefined &&
    byFlag('userEmail') &&
    '--user-email and addresses on the command line cannot be used together.',
  ({ byFlag }) =>
    (['result', 'invite', 'update', 'rate'] as const)
      .filter(byFlag)
      .map((name) => `${flagOf(name)} goes with --from-csv only.`),
];

const formatOnly = (name: 'singleVariable' | 'newApp', formats: readonly Format[]): Rule => {
  return ({ wishes: { format = INPUTS.format.byDefault, snippets, ...wishes }, wrong }) =>
    wishes[name] === true &&
    snippets !== true &&
    // A wrong format has nothing to contradict.
    !wrong.includes('format') &&
    !formats.includes(format) &&
    `${flagOf(name)} goes with --format ${formats.join(', ')}; ${format} has nothing for it.`;
};

const ABOUT_VALUES = ['format', 'singleVariable', 'newApp', 'secretFile'] as const;

const MENDIX_CONFIG: readonly Rule[] = [
  ({ wishes }) => {
    if (wishes.checklist !== true) return undefined;
    const given = (['snippets', 'singleVariable', 'newApp', 'secretFile', 'secretStdin'] as const).filter(
      (name) => isGiven(wishes, name),
    );
    return (
      given.length > 0 && `--checklist prints steps and no secret: leave out ${given.map(flagOf).join(', ')}.`
    );
  },
  ({ wishes }) => {
    if (wishes.snippets !== true) return undefined;
    const given = ABOUT_VALUES.filter((name) => isGiven(wishes, name));
    return (
      given.length > 0 &&
      `--snippets prints addresses and no values: leave out ${given.map(flagOf).join(', ')}, or run it twice.`
    );
  },
  formatOnly('singleVariable', VARIABLE_FORMATS),
  formatOnly('newApp', ['screen', ...CONSTANT_FORMATS]),
  ({ wishes: { newApp, secretFile, format = INPUTS.format.byDefault } }) =>
    newApp === true &&
    secretFile !== undefined &&
    format === 'screen' &&
    '--secret-file holds one secret with --format screen: leave out --new-app, or run it twice.',
];

const ROTATE_SECRET: readonly Rule[] = [
  ({ wishes: { finish, cancel, output }, showSecrets, dryRun }) =>
    finish !== true &&
    cancel !== true &&
    !showSecrets &&
    output === undefined &&
    !dryRun &&
    'Nobody would see the new secret, and AWS never shows it again: add --output <file> or --reveal-secrets.',
  ({ wishes: { finish, cancel, output } }) =>
    (finish === true || cancel === true) &&
    output !== undefined &&
    '--output is for the new secret; --finish and --cancel have none.',
  // An address alone asks for no proof: it may stand in the environment for other commands.
  ({ wishes, interactive }) => {
    if (wishes.passwordStdin !== true && wishes.secretStdin !== true) return undefined;
    if (wishes.finish !== true)
      return '--password-stdin and --secret-stdin are for --finish: they prove the newer secret.';
    const proof = ['userEmail', 'passwordStdin', 'secretStdin'] as const;
    return interactive ? [] : proof.filter((name) => wishes[name] === undefined).map(missingProblem);
  },
];

/** What names one app, or part of it. */
const OF_ONE_APP = [
  'alias',
  'poolId',
  'poolName',
  'clientName',
  'appUrl',
  'userEmail',
  'verifyEmail',
] as const;

const STATUS: readonly Rule[] = [
  ({ wishes, byFlag }) =>
    wishes.all === true &&
    OF_ONE_APP.filter(byFlag).map(
      (name) => `--all shows every app, and ${flagOf(name)} is about one: leave out one of the two.`,
    ),
];

function rulesOf({ command, wishes }: Given): readonly Rule[] {
  if (command === 'add-user') return wishes.fromCsv === undefined ? BY_ADDRESS : IMPORT;
  if (command === 'mendix-config') return MENDIX_CONFIG;
  if (command === 'status') return STATUS;
  return command === 'rotate-secret' ? ROTATE_SECRET : [];
}

/** Everything that is wrong with the answers of a run and that none of them has alone: what contradicts what. */
export function contradictions(given: Given, circumstances: Circumstances): string[] {
  const byFlag = (name: InputName) => given.sources[name]?.from === 'flag';
  const asked: Asked = { ...given, ...circumstances, byFlag };
  return [...EVERYWHERE, ...rulesOf(given)].flatMap((rule) => rule(asked) || []);
}
