import { CreateUserPoolCommand, ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect } from 'vitest';
import { runCli } from '../support/cli.ts';
import { type Ignorance, startEmulator } from '../support/emulator.ts';
import type { Fault, RecordedRequest } from '../support/recorder.ts';
import { it, SETUP, type World } from '../support/world.ts';

/** How emulators answer an operation that they do not have. */
const REFUSALS = {
  'a page': {
    status: 404,
    body: '<!doctype html><h1>Not Found</h1>',
    headers: { 'content-type': 'text/html' },
  },
  'an unknown operation': { status: 400, body: '{"__type":"UnknownOperationException"}' },
  'HTTP 501': {
    status: 501,
    body: '{"__type":"InternalFailure","message":"This action has not yet been emulated"}',
  },
  'an error page': { status: 500, body: '<title>500</title> NotImplementedError' },
  'a page that it calls good': { status: 200, body: '<!doctype html><h1>Hello</h1>' },
} satisfies Record<string, Fault>;

/** Each command that talks to AWS, as somebody runs it on what setup has made; destroy is the last. */
const COMMANDS: readonly (readonly string[])[] = [
  [...SETUP, '--verify-email', 'x@example.com'].filter((word) => word !== '--json'),
  ['status', '--alias', 'demo', '--user-email', 'a@example.com', '--verify-email', 'x@example.com'],
  ['doctor', '--alias', 'demo', '--user-email', 'a@example.com', '--verify-email', 'x@example.com'],
  ['mendix-config', '--alias', 'demo'],
  ['verify-email', 'x@example.com', '--yes'],
  ['add-user', 'b@example.com', '--alias', 'demo', '--yes', '--output', 'user.txt'],
  ['create-pool', '--alias', 'demo', '--yes'],
  ['create-client', '--alias', 'demo', '--app-url', 'https://c.example.com', '--yes'],
  ['test-login', '--alias', 'demo', '--user-email', 'a@example.com', '--password-stdin'],
  ['rotate-secret', '--alias', 'demo', '--yes', '--reveal-secrets'],
  ['destroy', '--alias', 'demo', '--yes', '--users', '2'],
];

const BRANDING = /Branding/;
const DOMAIN = /UserPoolDomain$/;

/** Runs the program with that endpoint in place of AWS: not as the sandbox that it knows. */
function against(world: World, args: readonly string[], endpoint = world.recorder.url, input?: string) {
  return runCli(args, {
    cwd: world.folder,
    ...(input !== undefined && { input }),
    env: {
      HOME: world.folder,
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'TEST',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
  });
}

const lacks = (wanted: (request: RecordedRequest) => boolean, refusal: Fault) => (request: RecordedRequest) =>
  wanted(request) ? refusal : undefined;

describe('an endpoint that stands in for AWS', () => {
  for (const [kind, refusal] of Object.entries(REFUSALS)) {
    it(`may answer what it does not have with ${kind}`, async ({ world }) => {
      world.recorder.fail = lacks(
        ({ service, operation }) => service === 'sts' || service === 'sesv2' || BRANDING.test(operation),
        refusal,
      );
      const run = await against(world, [...SETUP, '--verify-email', 'a@example.com']);
      expect({ code: run.code, said: run.said }).toMatchObject({ code: 0 });
      expect(run.json()).toMatchObject({
        account: 'unknown',
        warnings: expect.arrayContaining([
          expect.stringContaining('GetCallerIdentity'),
          expect.stringContaining('Amazon SES'),
          expect.stringContaining('styles for sign-in pages'),
        ]),
        mendix: { alias: 'demo' },
      });
      expect((await against(world, SETUP)).json()).toMatchObject({ changes: [] });
    });
  }

  it('may have no domains: the run goes as far as that allows', async ({ world }) => {
    world.recorder.fail = lacks(({ operation }) => DOMAIN.test(operation), REFUSALS['a page']);
    const run = await against(world, SETUP);
    expect({ code: run.code, said: run.said }).toMatchObject({ code: 0 });
    expect(run.json()).toMatchObject({
      warnings: [expect.stringContaining('no domains')],
      changes: [
        { resource: 'user-pool' },
        { resource: 'app-client' },
        { resource: 'branding' },
        { resource: 'user' },
      ],
    });
    expect((await against(world, SETUP)).json()).toMatchObject({ changes: [] });
  });

  it('may not list the secrets of a client: the one that it shows is good', async ({ world }) => {
    world.recorder.fail = lacks(({ operation }) => /ClientSecrets?$/.test(operation), REFUSALS['a page']);
    await against(world, SETUP);
    const again = await against(world, [...SETUP, '--reveal-secrets']);
    expect(again.json()).toMatchObject({
      changes: [],
      warnings: [expect.stringContaining('rotate-secret')],
      mendix: { clientSecret: expect.any(String) },
    });
    const rotated = await against(world, ['rotate-secret', '--yes', '--json', '--reveal-secrets']);
    expect(rotated.json()).toMatchObject({ error: { code: 'ENDPOINT_LACKS' } });
  });

  it.for<[string, Ignorance, string]>([
    ['no tiers', { members: ['UserPoolTier'] }, 'no tiers'],
    ['one kind of sign-in page', { members: ['ManagedLoginVersion'] }, 'one kind of sign-in page'],
    ['no discovery document', { pages: /openid-configuration/ }, 'leads to no sign-in page'],
  ])('may know %s, and a second run has nothing to change', async ([, ignorance, warning], { world }) => {
    const emulator = await startEmulator(world.sandbox.url, ignorance);
    try {
      const first = await against(world, SETUP, emulator.url);
      expect({ code: first.code, said: first.said }).toMatchObject({ code: 0 });
      const second = await against(world, [...SETUP, '--tier', 'plus', '--managed-login', '1'], emulator.url);
      expect(second.json()).toMatchObject({ warnings: [expect.stringContaining(warning)] });
      const third = await against(world, SETUP, emulator.url);
      expect(third.json()).toMatchObject({ changes: [] });
    } finally {
      await emulator.close();
    }
  });

  it('may keep no tags: the run says how the pool is found again', async ({ world }) => {
    const emulator = await startEmulator(world.sandbox.url, { members: ['UserPoolTags'] });
    try {
      const first = await against(world, SETUP, emulator.url);
      const { mendix, warnings } = first.json() as { mendix: { userPoolId: string }; warnings: string[] };
      expect(warnings).toEqual([expect.stringContaining('--pool-id')]);
      const again = await against(world, [...SETUP, '--pool-id', mendix.userPoolId, '--adopt'], emulator.url);
      expect(again.json()).toMatchObject({ mendix: { userPoolId: mendix.userPoolId } });
    } finally {
      await emulator.close();
    }
  });

  it.for(['a page', 'a page that it calls good'] as const)(
    'may answer with %s: each command does what is left, or says what it would need',
    async (kind, { world }) => {
      world.recorder.fail = lacks(
        ({ service, operation }) =>
          service === 'sts' ||
          service === 'sesv2' ||
          /Branding|UserPoolDomain$|ClientSecrets?$/.test(operation),
        REFUSALS[kind],
      );
      await against(world, SETUP);
      const ended: Record<string, number | null> = {};
      for (const args of COMMANDS) {
        const { code, stderr } = await against(world, args, world.recorder.url, 'Wrong-Horse-9');
        ended[args[0] ?? ''] = code;
        expect(stderr, args.join(' ')).not.toMatch(/Unexpected|JSON|Warning|undefined/);
      }
      // These cannot do without what is missing: mail, the list of secrets; and the password is a wrong one.
      const refused = { 'verify-email': 1, 'rotate-secret': 1, 'test-login': 1 };
      const all = Object.fromEntries(COMMANDS.map(([name = '']) => [name, 0]));
      expect(ended).toEqual({ ...all, ...refused });
      expect((await world.cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }))).UserPools).toEqual([]);
    },
  );

  it('may have a domain that it does not show: destroy does not wait for that to go', async ({ world }) => {
    await against(world, SETUP);
    world.recorder.fail = lacks(({ operation }) => DOMAIN.test(operation), REFUSALS['a page']);
    const run = await against(world, ['destroy', '--alias', 'demo', '--yes', '--json']);
    expect(run.json()).toMatchObject({ error: { message: expect.stringContaining('DeleteUserPool') } });
  });

  it('may be no such thing at all: each command says so', async ({ world }) => {
    await against(world, SETUP);
    const page = REFUSALS['a page that it calls good'];
    world.recorder.fail = () => page;
    world.recorder.failPage = () => page;
    for (const args of COMMANDS) {
      const { code, stderr, stdout } = await against(world, args, world.recorder.url, 'Wrong-Horse-9');
      expect(stderr, args.join(' ')).not.toMatch(/Unexpected|JSON|Warning|undefined/);
      expect({ args, code, output: `${stderr}${stdout}` }).toEqual({
        args,
        code: 1,
        output: expect.stringMatching(/not AWS|does not have it/),
      });
    }
  });

  it('keeps the tag of a pool that is taken over, and is not said to keep none', async ({ world }) => {
    const made = await world.cognito.send(
      new CreateUserPoolCommand({
        PoolName: 'theirs',
        UsernameAttributes: ['email'],
        UsernameConfiguration: { CaseSensitive: false },
      }),
    );
    const id = made.UserPool?.Id ?? '';
    const run = await against(world, [
      'create-pool',
      '--pool-id',
      id,
      '--adopt',
      '--alias',
      'demo',
      '--yes',
      '--json',
    ]);
    expect(run).toMatchObject({ code: 0 });
    expect(run.json()).not.toHaveProperty('warnings');
  });

  it('may answer with empty texts for what is not set, and is not sent them back', async ({ world }) => {
    await against(world, SETUP);
    const empty: Readonly<Record<string, object>> = {
      UserPool: {
        SmsVerificationMessage: '',
        EmailConfiguration: {
          EmailSendingAccount: 'COGNITO_DEFAULT',
          SourceArn: '',
          ReplyToEmailAddress: '',
        },
      },
      UserPoolClient: { DefaultRedirectURI: '' },
    };
    world.recorder.rewrite = (body, request) => {
      if (!/^DescribeUserPool(?:Client)?$/.test(request?.operation ?? '')) return body;
      const members = Object.entries(JSON.parse(body) as Record<string, object>);
      return JSON.stringify(
        Object.fromEntries(members.map(([name, of]) => [name, { ...of, ...empty[name] }])),
      );
    };
    world.recorder.clear();
    const pool = ['create-pool', '--alias', 'demo', '--yes', '--tier', 'plus', '--json'];
    expect(await against(world, pool)).toMatchObject({ code: 0 });
    const client = [
      'create-client',
      '--alias',
      'demo',
      '--app-url',
      'https://b.example.com',
      '--yes',
      '--json',
    ];
    expect(await against(world, client)).toMatchObject({ code: 0 });
    const updates = world.recorder.writes.filter(({ operation }) => operation.startsWith('UpdateUserPool'));
    expect(updates).toHaveLength(2);
    expect(JSON.stringify(updates.map(({ input }) => input))).not.toContain('""');
    expect(world.recorder.problems()).toEqual([]);
  });

  it('may not list secrets: the doctor calls no operation allowed that it does not have', async ({
    world,
  }) => {
    await against(world, SETUP);
    world.recorder.fail = lacks(
      ({ operation }) => operation === 'ListUserPoolClientSecrets',
      REFUSALS['an unknown operation'],
    );
    const { checks } = (await against(world, ['doctor', '--alias', 'demo', '--json'])).json();
    expect(checks).toContainEqual(
      expect.objectContaining({
        id: 'permission:cognito-idp:ListUserPoolClientSecrets',
        verdict: 'unknown',
        why: expect.stringContaining('does not have it'),
      }),
    );
  });

  it('may not list addresses: destroy says that, and not that it has no Amazon SES', async ({ world }) => {
    await against(world, SETUP);
    world.recorder.fail = lacks(
      ({ operation }) => operation === 'ListEmailIdentities',
      REFUSALS['an unknown operation'],
    );
    const run = await against(world, ['destroy', '--alias', 'demo', '--yes', '--json']);
    expect(run.json()).toMatchObject({
      ok: true,
      warnings: [expect.stringContaining('ListEmailIdentities')],
    });
  });

  it('may not have Amazon SES: verify-email says so, and not which call it was', async ({ world }) => {
    world.recorder.fail = lacks(({ service }) => service === 'sesv2', REFUSALS['a page']);
    const run = await against(world, ['verify-email', 'x@example.com', '--yes', '--json']);
    expect(run.json()).toMatchObject({
      error: { code: 'ENDPOINT_LACKS', message: expect.stringContaining('no Amazon SES') },
    });
  });

  it('may not show the SES account: the address is verified all the same', async ({ world }) => {
    world.recorder.fail = lacks(({ operation }) => operation === 'GetAccount', REFUSALS['a page']);
    const run = await against(world, ['verify-email', 'x@example.com', '--yes', '--json']);
    expect(run.json()).toMatchObject({
      ok: true,
      identities: [{ address: 'x@example.com', verified: false }],
      sesSandbox: false,
      warnings: [expect.stringContaining('GetAccount')],
    });
  });

  it('cannot do without what a setup is made of, and the error says which call it lacks', async ({
    world,
  }) => {
    world.recorder.fail = lacks(({ operation }) => operation === 'CreateUserPoolClient', REFUSALS['a page']);
    const run = await against(world, SETUP);
    expect(run.code).toBe(1);
    expect(run.json()).toMatchObject({
      error: {
        code: 'ENDPOINT_LACKS',
        message: expect.stringContaining('CreateUserPoolClient'),
        hint: expect.stringContaining('--sandbox'),
      },
    });
  });
});
