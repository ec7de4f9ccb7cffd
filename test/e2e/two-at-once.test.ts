import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, expect, it } from 'vitest';
import { CliError } from '../../src/errors.ts';
import { emptyState, type State } from '../../src/sandbox/state.ts';
import { runCli } from '../support/cli.ts';
import { judge } from '../support/end-state.ts';
import { openPipes, runHere } from '../support/in-process.ts';
import { inTurns } from '../support/matrix.ts';
import { openPlace, type Place } from '../support/place.ts';
import { hintOf } from '../support/repairs.ts';
import { SETUP } from '../support/world.ts';

/** Two runs of a pair meet at the service, so it is the same to them whether they are processes of their own. */
interface Way {
  readonly where: string;
  readonly pairs: number;
  readonly atOnce: number;
  readonly run: (place: Place) => Promise<Ended>;
}

/** How a run of a pair ended. */
interface Ended {
  readonly code: number | null;
  /** The result of a run that ended well. */
  readonly shown: Shown | undefined;
  /** What a run that did not end well said to do. */
  readonly hint: string | undefined;
  readonly output: string;
}

interface Shown {
  readonly mendix: { readonly clientId: string; readonly clientSecret: string };
  readonly users: readonly { readonly password: string | null }[];
}

const WAYS: readonly Way[] = [
  {
    where: 'in this process',
    pairs: 50,
    atOnce: 8,
    run: async ({ env }) => {
      const { code, result, error } = await runHere(ARGS, env);
      const hint = error instanceof CliError ? hintOf(error) : undefined;
      return { code, shown: result?.json as Shown | undefined, hint, output: String(error) };
    },
  },
  {
    where: 'as processes',
    pairs: 16,
    atOnce: 2,
    run: async (place) => {
      const { code, stdout, stderr, json } = await runCli(ARGS, place);
      const document = json() as { readonly error?: { readonly hint: string } };
      const shown = code === 0 ? (document as unknown as Shown) : undefined;
      return { code, shown, hint: document.error?.hint, output: stdout + stderr };
    },
  },
];

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

/** True when a run that showed a password showed the one that signs the user in. */
async function passwordWorks(place: Place, { mendix, users }: Shown): Promise<boolean> {
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
  /** A run had created a second pool or client, and deleted it again. */
  readonly tookAway: boolean;
  readonly duplicates: readonly string[];
  readonly orphans: readonly string[];
  /** Everything that is wrong, a line each. */
  readonly problems: readonly string[];
}

/** A run that stopped has to say why, and that the same command goes on from there. */
const stoppedWell = ({ code, hint }: Ended): boolean =>
  code === 1 && hint?.startsWith('Run the same command again') === true;

async function pairOf({ where, run }: Way, index: number, reference: State): Promise<Pair> {
  const place = await openPlace(emptyState());
  const meeting = MEETINGS[index % MEETINGS.length];
  const name = `pair ${index} ${where}, meeting at ${meeting ?? 'any call'}`;
  place.recorder.fail = meetAt(meeting);
  const runs = await Promise.all([run(place), run(place)]);
  place.recorder.fail = undefined;
  const tookAway = place.recorder.writes.some(({ operation }) => operation.startsWith('Delete'));
  const done = runs.flatMap(({ shown }) => (shown === undefined ? [] : [shown]));
  const works = await Promise.all(done.map((each) => passwordWorks(place, each)));
  const { duplicates, orphans, differences } = judge(emptyState(), await place.state(), reference, []);
  const shown = done.filter(({ users }) => users[0]?.password).length;
  await place.close();
  const problems = [
    ...(done.length > 0 ? [] : ['neither run ended well']),
    ...runs
      .filter((each) => each.code !== 0 && !stoppedWell(each))
      .map(({ code, output }) => `ended with ${code}: ${output}`),
    ...(works.every(Boolean) ? [] : ['showed a password that does not work']),
    ...(shown === 1 ? [] : [`${shown} runs showed a password`]),
    ...[...duplicates, ...orphans, ...differences],
  ].map((what) => `${name}: ${what}`);
  return { name, stopped: runs.length - done.length, tookAway, duplicates, orphans, problems };
}

afterAll(openPipes(''));

it.each(WAYS)(
  'two runs of one alias at the same time leave one of everything, $where',
  async (way) => {
    const alone = await openPlace(emptyState());
    expect(await runCli(ARGS, alone)).toMatchObject({ code: 0 });
    const reference = await alone.state();
    await alone.close();

    const pairs: Pair[] = [];
    await inTurns([...Array(way.pairs).keys()], way.atOnce, async (index) => {
      pairs.push(await pairOf(way, index, reference));
    });
    const sum = (of: (pair: Pair) => number) => pairs.reduce((total, pair) => total + of(pair), 0);
    process.stdout.write(
      `${[
        `${way.where}: pairs ${pairs.length}`,
        `both done ${pairs.filter(({ stopped }) => stopped === 0).length}`,
        `one stopped ${pairs.filter(({ stopped }) => stopped === 1).length}`,
        `created twice and deleted ${pairs.filter(({ tookAway }) => tookAway).length}`,
        `duplicates ${sum(({ duplicates }) => duplicates.length)}`,
        `orphans ${sum(({ orphans }) => orphans.length)}`,
      ].join(', ')}\n`,
    );
    expect(pairs.flatMap(({ problems }) => problems)).toEqual([]);
    // Else the runs never met, and nothing was tried.
    expect(pairs.some(({ tookAway }) => tookAway)).toBe(true);
  },
  300_000,
);
