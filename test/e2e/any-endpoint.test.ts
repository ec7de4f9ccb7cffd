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
} satisfies Record<string, Fault>;

const BRANDING = /Branding/;
const DOMAIN = /UserPoolDomain$/;

/** Runs the program with that endpoint in place of AWS: not as the sandbox that it knows. */
function against(world: World, args: readonly string[], endpoint = world.recorder.url) {
  return runCli(args, {
    cwd: world.folder,
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
