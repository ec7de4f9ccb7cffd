import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import { emptyState, type State } from '../../src/sandbox/state.ts';
import { type Run, runCli } from '../support/cli.ts';
import { judge } from '../support/end-state.ts';
import { inTurns } from '../support/matrix.ts';
import { openPlace, type Place } from '../support/place.ts';
import { SETUP } from '../support/world.ts';

const PAIRS = 50;
const AT_ONCE = 2;
const ARGS = [...SETUP, '--sandbox', '--reveal-secrets'];

/** Where the runs of a pair are made to meet, pair by pair; at undefined they meet where they happen to. */
const MEETINGS = [
  undefined,
  'ListUserPools',
  'CreateUserPool',
  'CreateUserPoolClient',
  'AdminCreateUser',
  'AdminSetUserPassword',
  'CreateManagedLoginBranding',
  'CreateUserPoolDomain',
];

/** Holds the first call of that operation back until the other run makes it too, or does not for a while. */
function meetAt(
  operation: string | undefined,
): (request: { operation: string }) => Promise<undefined> | undefined {
  let come = () => {};
  const both = new Promise<void>((resolve) => {
    come = resolve;
  });
  let calls = 0;
  return (request) => {
    if (request.operation !== operation) return undefined;
    calls += 1;
    if (calls > 1) return void come();
    return Promise.race([both, sleep(400)]).then(() => undefined);
  };
}

interface Shown {
  readonly mendix: { readonly clientId: string; readonly clientSecret: string };
  readonly users: readonly { readonly password: string | null }[];
}

/** True when a run that showed a password showed the one that signs the user in. */
async function passwordWorks(place: Place, run: Run): Promise<boolean> {
  const { mendix, users } = run.json() as unknown as Shown;
  const password = users[0]?.password ?? null;
  if (password === null) return true;
  const cognito = new CognitoIdentityProviderClient({
    region: 'eu-central-1',
    endpoint: place.recorder.url,
    credentials: { accessKeyId: 'TEST', secretAccessKey: 'test' },
  });
  const SECRET_HASH = createHmac('sha256', mendix.clientSecret)
    .update(`a@example.com${mendix.clientId}`)
    .digest('base64');
  const command = new InitiateAuthCommand({
    ClientId: mendix.clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: 'a@example.com', PASSWORD: password, SECRET_HASH },
  });
  const { AuthenticationResult } = await cognito
    .send(command)
    .catch(() => ({ AuthenticationResult: undefined }));
  cognito.destroy();
  return AuthenticationResult !== undefined;
}

interface Pair {
  readonly name: string;
  readonly stopped: number;
  /** A run had made a second pool or client, and took it away again. */
  readonly tookAway: boolean;
  readonly duplicates: readonly string[];
  readonly orphans: readonly string[];
  /** Everything that is wrong, a line each. */
  readonly problems: readonly string[];
}

/** A run that stopped has to say why, and that the same command goes on from there. */
const stoppedWell = ({ code, stdout }: Run): boolean =>
  code === 1 && /"hint":"Run the same command again/.test(stdout);

async function pairOf(index: number, reference: State): Promise<Pair> {
  const place = await openPlace(emptyState());
  const meeting = MEETINGS[index % MEETINGS.length];
  const name = `pair ${index}, meeting at ${meeting ?? 'any call'}`;
  place.recorder.fail = meetAt(meeting);
  const runs = await Promise.all([runCli(ARGS, place), runCli(ARGS, place)]);
  place.recorder.fail = undefined;
  const tookAway = place.recorder.writes.some(({ operation }) => operation.startsWith('Delete'));
  const done = runs.filter(({ code }) => code === 0);
  const works = await Promise.all(done.map((run) => passwordWorks(place, run)));
  const { duplicates, orphans, differences } = judge(emptyState(), await place.state(), reference, []);
  const shown = done.filter((run) => (run.json() as unknown as Shown).users[0]?.password).length;
  await place.close();
  const problems = [
    ...(done.length > 0 ? [] : ['neither run ended well']),
    ...runs
      .filter((run) => run.code !== 0 && !stoppedWell(run))
      .map((run) => `ended with ${run.code}: ${run.stdout}${run.stderr}`),
    ...(works.every(Boolean) ? [] : ['showed a password that does not work']),
    ...(shown === 1 ? [] : [`${shown} runs showed a password`]),
    ...[...duplicates, ...orphans, ...differences],
  ].map((what) => `${name}: ${what}`);
  return { name, stopped: runs.length - done.length, tookAway, duplicates, orphans, problems };
}

it('two runs of one alias at the same time leave one of everything', async () => {
  const alone = await openPlace(emptyState());
  expect(await runCli(ARGS, alone)).toMatchObject({ code: 0 });
  const reference = await alone.state();
  await alone.close();

  const pairs: Pair[] = [];
  await inTurns([...Array(PAIRS).keys()], AT_ONCE, async (index) => {
    pairs.push(await pairOf(index, reference));
  });
  const sum = (of: (pair: Pair) => number) => pairs.reduce((total, pair) => total + of(pair), 0);
  process.stdout.write(
    `${[
      `pairs ${pairs.length}`,
      `both done ${pairs.filter(({ stopped }) => stopped === 0).length}`,
      `one stopped ${pairs.filter(({ stopped }) => stopped === 1).length}`,
      `made twice and taken away ${pairs.filter(({ tookAway }) => tookAway).length}`,
      `duplicates ${sum(({ duplicates }) => duplicates.length)}`,
      `orphans ${sum(({ orphans }) => orphans.length)}`,
    ].join(', ')}\n`,
  );
  expect(pairs.flatMap(({ problems }) => problems)).toEqual([]);
  // Else the runs never met, and nothing was tried.
  expect(pairs.some(({ tookAway }) => tookAway)).toBe(true);
}, 300_000);
