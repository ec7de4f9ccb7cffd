import { ListUserPoolClientsCommand, ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { iamPolicy, type PolicyScope } from '../../src/aws/iam-policy.ts';
import { readAppClient } from '../../src/resources/app-client.ts';
import { readUserPool } from '../../src/resources/user-pool.ts';
import type { UserPool } from '../../src/resources/user-pool-settings.ts';
import { runCli } from './cli.ts';
import { commandIn } from './repairs.ts';
import { openWorld, type World } from './world.ts';

export const APP = 'https://app.example.com';
export const USER = 'ann@example.com';
export const SENDER = 'noreply@example.com';
/** What the doctor is asked about in every case; its repairs have to repeat what they need of it. */
const ASKED = [
  ...['--alias', 'demo', '--app-url', APP, '--verify-email', SENDER],
  ...['--user-email', USER, '--user-full-name', 'Ann Lee'],
];

/** One check in the JSON document. */
export interface CheckReport {
  readonly id: string;
  readonly name: string;
  readonly verdict: string;
  readonly why: string;
  readonly repair: string | null;
}

export interface Examination {
  readonly code: number | null;
  readonly document: Record<string, unknown>;
  readonly checks: readonly CheckReport[];
}

const CLIENT_SETTINGS = [
  'client-secret',
  'oauth',
  'code-grant',
  'identity-provider',
  'scopes',
  'read-attributes',
  'auth-flows',
  'mfa',
  'callback-urls',
  'sign-out-urls',
  'token-revocation',
  'hide-unknown-users',
];
/** The checks that wait for the user to be there. */
export const USER_CHECKS = ['user-enabled', 'user-status', 'user-email-verified', 'user-name'];
const DISCOVERY = ['discovery', 'discovery-domain', 'issuer', 'client-secret-post'];
/** The checks that wait for the app client. */
export const ON_CLIENT = [...CLIENT_SETTINGS, 'branding'];
/** The checks that wait for the user pool. */
export const ON_POOL = [
  ...['sign-in-name', 'deletion-protection', 'domain', 'pool-sender', 'client', 'user'],
  ...[...ON_CLIENT, ...DISCOVERY, ...USER_CHECKS],
];

/** A sandbox with a complete setup, made by the program itself, and the doctor's findings on it. */
export interface DoctorWorld {
  readonly world: World;
  /** Runs the doctor on the setup. */
  examine(extra?: readonly string[], env?: Record<string, string>): Promise<Examination>;
  /** The same without --json. */
  show(): ReturnType<World['run']>;
  /** The checks that are not as on the complete setup. */
  turned(checks: readonly CheckReport[]): Record<string, string>;
  /** Does what the check says: as a person who pastes the command, but without somebody to ask. */
  fix(check: CheckReport | undefined): Promise<void>;
  /** Ends it; fails when the program sent anything that AWS's models refuse. */
  close(): Promise<void>;
}

/** Verdicts by the check's id. */
export const verdicts = (checks: readonly CheckReport[]): Record<string, string> =>
  Object.fromEntries(checks.map(({ id, verdict }) => [id, verdict]));

/** The only pool of the sandbox. */
export async function poolIn({ cognito }: World): Promise<UserPool> {
  const { UserPools = [] } = await cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }));
  const pool = await readUserPool({ cognito }, UserPools[0]?.Id ?? '');
  if (pool === undefined) throw new Error('The sandbox has no user pool.');
  return pool;
}

/** The first app client of that pool. */
export async function clientIn(world: World) {
  const { cognito } = world;
  const { Id: UserPoolId } = await poolIn(world);
  const { UserPoolClients = [] } = await cognito.send(
    new ListUserPoolClientsCommand({ UserPoolId, MaxResults: 60 }),
  );
  const client = await readAppClient(
    { cognito, customEndpoint: true, missing: new Set() },
    UserPoolId,
    UserPoolClients[0]?.ClientId ?? '',
  );
  if (client === undefined) throw new Error('The user pool has no app client.');
  return client;
}

/** What the owner of the inbox does. */
export async function openLink({ sandbox }: World): Promise<void> {
  const emails = (await (await fetch(`${sandbox.url}/_sandbox/inbox.json`)).json()) as {
    to: string;
    link: string | null;
  }[];
  const link = emails.find(({ to, link }) => to === SENDER && link !== null)?.link;
  if (link == null) throw new Error(`There is no link for ${SENDER} in the inbox.`);
  expect((await fetch(link)).ok).toBe(true);
}

/** The calls so far whose action a policy of that scope does not hold. */
export function notAllowed({ recorder }: World, scope: PolicyScope): string[] {
  const place = { partition: 'aws', region: 'eu-central-1', account: '123456789012' };
  const allowed = new Set(iamPolicy(scope, place).Statement.flatMap(({ Action }) => Action));
  const prefix = {
    'cognito-idp': 'cognito-idp',
    resourcegroupstaggingapi: 'tag',
    sesv2: 'ses',
    sts: 'sts',
  } as const;
  return recorder.requests
    .map(({ service, operation }) => `${prefix[service]}:${operation}`)
    .filter((action) => action !== 'sts:GetCallerIdentity' && !allowed.has(action));
}

/** Opens it; `close` has to be called. */
export async function openDoctorWorld(): Promise<DoctorWorld> {
  const world = await openWorld();
  expect(await world.run(['verify-email', SENDER, '--yes'])).toMatchObject({ code: 0 });
  await openLink(world);
  const setup = ['setup', '--yes', '--alias', 'demo', '--app-url', APP, '--email-from', SENDER];
  const made = await world.run([...setup, '--user-email', USER, '--user-full-name', 'Ann Lee']);
  expect(made, made.stderr).toMatchObject({ code: 0 });

  const examine: DoctorWorld['examine'] = async (extra = [], env = {}) => {
    const run = await world.run(['doctor', '--json', ...ASKED, ...extra], { env });
    const document = run.json();
    return { code: run.code, document, checks: document.checks as readonly CheckReport[] };
  };
  const healthy = verdicts((await examine()).checks);
  return {
    world,
    examine,
    show: () => world.run(['doctor', ...ASKED]),
    turned: (checks) => verdicts(checks.filter(({ id, verdict }) => healthy[id] !== verdict)),
    fix: async (check) => {
      const run = await runCli([...commandIn(check?.repair), '--sandbox', '--yes'], {
        env: world.env,
        cwd: world.folder,
      });
      expect(run, run.stderr).toMatchObject({ code: 0 });
    },
    close: async () => {
      const problems = world.recorder.problems();
      await world.close();
      expect(problems).toEqual([]);
    },
  };
}
