import type { CliError } from '../../src/errors.ts';
import type { Client, Pool, State } from '../../src/sandbox/state.ts';
import type { Foreign } from './end-state.ts';
import type { RunHere } from './in-process.ts';
import { KINDS, type Kind } from './others-pool.ts';
import { EVERY_CHOICE, SETUP } from './world.ts';

const SECOND_SECRET = 'second0123456789abcdefghijklmnop';

/** What every scenario pipes into standard input: the user's password, and the newer secret where a rotation was begun. */
export const SCENARIO_INPUT = `Correct-Horse-9\n${SECOND_SECRET}\n`;

/** A state to start from: commands on an empty sandbox, and what somebody did to it by hand after them. */
interface Start {
  readonly commands: readonly (readonly string[])[];
  readonly byHand?: (state: State) => void;
}

const pool = (state: State): Pool | undefined => state.pools[0];
const client = (state: State): Client | undefined => pool(state)?.clients[0];

const LAMBDA = 'arn:aws:lambda:eu-central-1:123456789012:function:welcome';
const OTHER_CALLBACK = 'https://other.example.com/callback';

/** What somebody else has set on the pool and the client. */
export const FOREIGN: readonly Foreign[] = [
  { what: 'Lambda triggers', in: (state) => pool(state)?.settings.LambdaConfig },
  { what: 'password policy', in: (state) => pool(state)?.settings.Policies },
  { what: 'verification message', in: (state) => pool(state)?.settings.VerificationMessageTemplate },
  { what: 'tag of a cost centre', in: (state) => pool(state)?.tags.costs },
  { what: 'groups', in: (state) => pool(state)?.groups },
  { what: 'token validity', in: (state) => client(state)?.settings.AccessTokenValidity },
  { what: 'read attributes', in: (state) => client(state)?.settings.ReadAttributes },
  {
    what: 'second callback',
    in: (state) => client(state)?.settings.CallbackURLs?.find((url) => url === OTHER_CALLBACK),
  },
];

function othersSettings(state: State): void {
  for (const { settings, tags, groups } of state.pools) {
    settings.LambdaConfig = { PostConfirmation: LAMBDA };
    settings.VerificationMessageTemplate = { DefaultEmailOption: 'CONFIRM_WITH_LINK' };
    const policy = settings.Policies?.PasswordPolicy;
    if (policy !== undefined) Object.assign(policy, { MinimumLength: 10, PasswordHistorySize: 4 });
    tags.costs = '4711';
    groups.push({ name: 'editors', createdAt: 0, modifiedAt: 0 });
  }
  for (const { settings } of state.pools.flatMap(({ clients }) => clients)) {
    settings.AccessTokenValidity = 17;
    settings.ReadAttributes = ['email', 'name'];
    settings.CallbackURLs = [...(settings.CallbackURLs ?? []), OTHER_CALLBACK];
  }
}

/** Settings that a sign-in or a flag wants otherwise, so that a repair has something of every kind to do. */
function drift(state: State): void {
  othersSettings(state);
  for (const { settings, domains, clients, users, brandings } of state.pools) {
    settings.DeletionProtection = 'INACTIVE';
    brandings.splice(0);
    for (const domain of domains) domain.settings.ManagedLoginVersion = 1;
    for (const { settings: own } of clients) own.LogoutURLs = ['https://other.example.com/bye'];
    for (const { attributes } of users) attributes.email_verified = 'false';
  }
}

function forgottenCallback(state: State): void {
  othersSettings(state);
  for (const { settings } of state.pools.flatMap(({ clients }) => clients)) {
    settings.CallbackURLs?.push('http://localhost:50123/mendix-cognito/test-login');
  }
}

/** A rotation that was begun: a second secret beside the first. */
function secondSecret(state: State): void {
  othersSettings(state);
  for (const { id, secrets } of state.pools.flatMap(({ clients }) => clients)) {
    const createdAt = (secrets[0]?.createdAt ?? 0) + 1000;
    secrets.push({ id: `${id}--${createdAt}`, value: SECOND_SECRET, createdAt });
  }
}

const COMPANY = 'eu-central-1_Company01';

/** The pool and the client as if somebody else had created them, for people who sign in in this way. */
const othersPool = (kind: Kind) => (state: State) => {
  othersSettings(state);
  const { UsernameAttributes, ...origin } = KINDS[kind];
  for (const each of state.pools) {
    Object.assign(each, {
      id: COMPANY,
      name: 'Company',
      tags: { costs: '4711' },
      domains: [],
      brandings: [],
    });
    each.settings.DeletionProtection = 'INACTIVE';
    each.settings.AutoVerifiedAttributes = [];
    each.origin = { ...origin, ...(UsernameAttributes && { UsernameAttributes: [...UsernameAttributes] }) };
    for (const { settings } of each.clients.map((own) => Object.assign(own, { name: 'intranet' }))) {
      Object.assign(settings, { EnableTokenRevocation: false, PreventUserExistenceErrors: 'LEGACY' });
    }
    if (UsernameAttributes === undefined) for (const user of each.users) user.username = 'ann';
  }
};

/** A pool of ours with settings of others. */
function othersOnOurs(state: State): void {
  othersSettings(state);
  for (const each of state.pools) each.id = COMPANY;
}

/** A second app on every pool, with a client that looks like the first one's. */
function secondApp(state: State): void {
  othersSettings(state);
  for (const each of state.pools) {
    each.id = COMPANY;
    each.tags['mendix-cognito:app:second'] = 'client=second';
    const secondOf = (id: string) => `second${id.slice(6)}`;
    each.clients.push(...each.clients.map((own) => ({ ...own, id: secondOf(own.id), name: 'second' })));
    each.brandings.push(
      ...each.brandings.map((own) => ({
        ...own,
        id: own.id.replace(/^./, (first) => (first === '0' ? '1' : '0')),
        clientId: secondOf(own.clientId),
      })),
    );
  }
}

/** An app on a pool of somebody else: what the program does there, written down as it leaves it. */
function joined(state: State): void {
  secondApp(state);
  for (const { tags } of state.pools) {
    delete tags['mendix-cognito:app:second'];
    tags['mendix-cognito'] = 'joined';
  }
}

const on = ['--yes', '--json', '--alias', 'demo'];
const FULL = [...SETUP, '--verify-email', 'a@example.com'];
const KNOWN = [...FULL, '--user-full-name', 'Ann Lee', '--password-stdin'];

export const STARTS = {
  nothing: { commands: [] },
  pool: { commands: [['create-pool', ...on]], byHand: othersSettings },
  whole: { commands: [KNOWN], byHand: othersSettings },
  drifted: { commands: [KNOWN], byHand: drift },
  rotating: { commands: [KNOWN], byHand: secondSecret },
  forgotten: { commands: [KNOWN], byHand: forgottenCallback },
  company: { commands: [KNOWN], byHand: othersPool('email addresses in any letter case') },
  exact: { commands: [KNOWN], byHand: othersPool('email addresses, letter case told apart') },
  names: { commands: [KNOWN], byHand: othersPool('user names, or an email address as alias') },
  ours: { commands: [['create-pool', ...on]], byHand: othersOnOurs },
  shared: { commands: [KNOWN], byHand: secondApp },
  joined: { commands: [KNOWN], byHand: joined },
} as const satisfies Record<string, Start>;

/** A run of a scenario, and how it ended; a process that a signal has ended showed nothing. */
export interface ScenarioRun {
  readonly args: readonly string[];
  readonly run: Pick<RunHere, 'result' | 'error'>;
}

/** What somebody types who reads what the runs say, for a command that takes more than one run to its end. */
export interface Sequel {
  /** The next command, or undefined when nothing is left to do. */
  readonly next: (steps: readonly ScenarioRun[]) => readonly string[] | undefined;
  /** What is wrong in the end, beside the state. */
  readonly problems: (steps: readonly ScenarioRun[], state: State) => readonly string[];
}

/** One command of the matrix; a command that is to be in it is an entry here. */
export interface Scenario {
  readonly name: string;
  readonly start: keyof typeof STARTS;
  readonly args: readonly string[];
  /** What of others' settings its flags ask for otherwise. */
  readonly asksFor?: readonly string[];
  /** Instead of the same command again. */
  readonly sequel?: Sequel;
  /** Signals end a process that runs it; what they leave behind differs by what was under way, and not by the command. */
  readonly signals?: true;
}

const JOIN = [...SETUP, '--adopt', '--pool-id', COMPANY];
const ROTATE = ['rotate-secret', '--reveal-secrets', ...on];

const shownBy = ({ run }: ScenarioRun): unknown => run.result?.json.clientSecret ?? undefined;

/**
 * Begins once more, and ends the rotation: a second secret that was shown is the new one, and one that nobody has seen is
 * taken back. After that the client has the secret that was shown last, and no other.
 */
const rotation: Sequel = {
  next: (steps) => {
    const last = steps.at(-1);
    if (last === undefined || steps.length === 1 || last.args.includes('--cancel')) return ROTATE;
    if (last.args.includes('--finish')) return undefined;
    return ['rotate-secret', steps.some(shownBy) ? '--finish' : '--cancel', ...on];
  },
  problems: (steps, { pools }) => {
    const shown = steps.map(shownBy).findLast((secret) => secret !== undefined);
    const there = pools.flatMap(({ clients }) => clients.flatMap(({ secrets }) => secrets));
    const refused = steps
      .slice(1)
      .flatMap(({ run: { error } }) => (error === undefined ? [] : [error as Partial<CliError>]))
      .filter(({ code }) => code !== 'TWO_SECRETS');
    return [
      ...refused.map((error) => `a later step failed: ${String(error)}`),
      ...(there.length === 1 && there[0]?.value === shown
        ? []
        : ['the secret that was shown is not the only one']),
    ];
  },
};

export const SCENARIOS: readonly Scenario[] = [
  { name: 'setup', start: 'nothing', args: FULL, signals: true },
  {
    name: 'setup, as a repair',
    start: 'drifted',
    args: [...FULL, '--managed-login', '2', '--deletion-protection'],
  },
  { name: 'setup with every choice', start: 'nothing', args: [...SETUP, ...EVERY_CHOICE] },
  {
    name: 'setup with every choice, as a repair',
    start: 'drifted',
    asksFor: ['password policy', 'token validity', 'read attributes'],
    // What is required is fixed when a pool is created.
    args: [...SETUP, ...EVERY_CHOICE.filter((word) => !/required-attribute|family_name|locale/.test(word))],
  },
  { name: 'verify-email', start: 'whole', args: ['verify-email', 'noreply@example.com', ...on] },
  { name: 'create-pool', start: 'nothing', args: ['create-pool', ...on] },
  { name: 'add-user', start: 'whole', args: ['add-user', 'ben@example.com', ...on] },
  {
    name: 'create-client',
    start: 'pool',
    args: ['create-client', '--app-url', 'https://app.example.com', ...on],
  },
  { name: 'mendix-config', start: 'whole', args: ['mendix-config', '--json', '--alias', 'demo'] },
  {
    name: 'test-login with a callback that was left behind',
    start: 'forgotten',
    args: ['test-login', '--password-stdin', '--user-email', 'a@example.com', ...on],
  },
  { name: 'rotate-secret, to its end', start: 'whole', args: ROTATE, sequel: rotation, signals: true },
  {
    name: 'rotate-secret --finish, with a proof',
    start: 'rotating',
    args: [
      ...['rotate-secret', '--finish', '--user-email', 'a@example.com', '--password-stdin', '--secret-stdin'],
      ...on,
    ],
  },
  { name: 'rotate-secret --finish', start: 'rotating', args: ['rotate-secret', '--finish', ...on] },
  { name: 'rotate-secret --cancel', start: 'rotating', args: ['rotate-secret', '--cancel', ...on] },
  { name: 'destroy', start: 'whole', args: ['destroy', ...on] },
  { name: 'setup on a pool of somebody else', start: 'company', args: JOIN },
  { name: 'setup on one that keeps letter case', start: 'exact', args: JOIN },
  { name: 'setup on one with user names', start: 'names', args: JOIN },
  {
    name: 'setup of a second app on a pool of ours',
    start: 'ours',
    args: [...SETUP, '--alias', 'second', '--pool-id', COMPANY],
  },
  { name: 'destroy on a pool of somebody else', start: 'joined', args: ['destroy', ...on] },
  { name: 'destroy of one of two apps', start: 'shared', args: ['destroy', ...on] },
];
