import {
  DeleteManagedLoginBrandingCommand,
  DescribeManagedLoginBrandingByClientCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, describe, expect, it } from 'vitest';
import { randomName, sweep } from './stage.ts';
import { type LiveTarget, openTarget } from './target.ts';

const ALIAS = randomName();
const PASSWORD = 'Correct-Horse-9';
const EMAIL = `${ALIAS}@example.com`;
const OURS = ['--alias', ALIAS];
const SETUP = [
  ...['setup', '--yes', '--json', '--reveal-secrets', ...OURS, '--app-url', 'https://app.example.com'],
  ...['--user-email', EMAIL, '--user-full-name', 'Ann Lee', '--password-stdin'],
];

interface Made {
  readonly userPoolId: string;
  readonly clientId: string;
}

let target: LiveTarget;
beforeAll(async () => {
  target = await openTarget();
  process.stdout.write(
    `\nA life in ${target.title}. If it is interrupted, this deletes it: mendix-cognito destroy --alias ${ALIAS}\n`,
  );
  return async () => {
    try {
      // The program's own destroy is one of the steps: this one does not rely on it.
      await sweep(target, ALIAS);
    } finally {
      await target.close();
    }
  };
}, 300_000);

/** Runs the program, and fails with what it said when it ends otherwise. */
async function ended(code: number, args: readonly string[], input?: string) {
  const run = await target.run(args, input);
  expect({ code: run.code, said: run.said }).toMatchObject({ code });
  return run;
}

const describeClient = async ({ userPoolId, clientId }: Made) => {
  const key = { UserPoolId: userPoolId, ClientId: clientId };
  return (await target.cognito.send(new DescribeUserPoolClientCommand(key))).UserPoolClient ?? {};
};

// One life: each step stands on the one before it.
describe('the whole life of a setup', { timeout: 300_000 }, () => {
  let made: Made;

  it('is made by setup', async () => {
    const run = await ended(0, SETUP, PASSWORD);
    made = run.json().mendix as Made;
    expect(run.json().mendix).toMatchObject({
      alias: ALIAS,
      clientSecret: expect.stringMatching(/^\S{20,}$/),
    });
  });

  it('is left alone by a second setup', async () => {
    const run = await ended(0, SETUP, PASSWORD);
    expect(run.json()).toMatchObject({ changes: [], mendix: made });
    await ended(0, ['status', '--check', ...OURS]);
  });

  it('passes the doctor, and its user signs in', async () => {
    await ended(0, ['doctor', '--json', ...OURS]);
    const login = await ended(
      0,
      ['test-login', '--json', '--user-email', EMAIL, '--password-stdin', ...OURS],
      PASSWORD,
    );
    expect(login.json()).toMatchObject({ mendix: { Email: EMAIL, FullName: 'Ann Lee' } });
  });

  it('is repaired when others have changed it, and what is theirs is left', async () => {
    const { userPoolId, clientId } = made;
    const client = await describeClient(made);
    const { ClientSecret: _secret, CreationDate: _made, LastModifiedDate: _changed, ...settings } = client;
    const theirs = 'https://other.example.com/oauth/v2/callback';
    await target.cognito.send(
      new UpdateUserPoolClientCommand({
        ...settings,
        UserPoolId: userPoolId,
        ClientId: clientId,
        CallbackURLs: [theirs],
        IdTokenValidity: 45,
        TokenValidityUnits: { ...client.TokenValidityUnits, IdToken: 'minutes' },
      }),
    );
    const style = await target.cognito.send(
      new DescribeManagedLoginBrandingByClientCommand({ UserPoolId: userPoolId, ClientId: clientId }),
    );
    await target.cognito.send(
      new DeleteManagedLoginBrandingCommand({
        UserPoolId: userPoolId,
        ManagedLoginBrandingId: style.ManagedLoginBranding?.ManagedLoginBrandingId,
      }),
    );
    await ended(3, ['status', '--check', ...OURS, '--app-url', 'https://app.example.com']);
    await ended(0, SETUP, PASSWORD);
    await ended(0, ['status', '--check', ...OURS, '--app-url', 'https://app.example.com']);
    const after = await describeClient(made);
    expect(after).toMatchObject({ IdTokenValidity: 45, TokenValidityUnits: { IdToken: 'minutes' } });
    expect([...(after.CallbackURLs ?? [])].sort()).toEqual([
      'https://app.example.com/oauth/v2/callback',
      theirs,
    ]);
  });

  it('keeps a tag that somebody added, through a repair of the pool', async () => {
    const { userPoolId } = made;
    const read = async () =>
      (await target.cognito.send(new DescribeUserPoolCommand({ UserPoolId: userPoolId }))).UserPool ?? {};
    const { UserPoolTags } = await read();
    await target.cognito.send(
      new UpdateUserPoolCommand({
        UserPoolId: userPoolId,
        UserPoolTags: { ...UserPoolTags, team: 'blue' },
        // Left out, it would be put back to the default: that is the drift.
        AutoVerifiedAttributes: ['email'],
      }),
    );
    await ended(0, [...SETUP, '--deletion-protection'], PASSWORD);
    const after = await read();
    expect(after).toMatchObject({ DeletionProtection: 'ACTIVE', UserPoolTags: { team: 'blue' } });
  });

  it('gets a new client secret, which is proved before the older one goes', async () => {
    const rotate = ['rotate-secret', '--yes', '--json', ...OURS];
    const begun = await ended(0, [...rotate, '--reveal-secrets']);
    const proof = ['--finish', '--user-email', EMAIL, '--password-stdin', '--secret-stdin'];
    const both = `${PASSWORD}\n${begun.json().clientSecret}\n`;
    expect((await ended(0, [...rotate, ...proof], both)).json()).toMatchObject({ proved: true });
    const after = await ended(0, ['mendix-config', '--json', ...OURS]);
    expect(after.json()).toMatchObject({ mendix: { clientSecret: null } });
  });

  it('is deleted by destroy', async () => {
    await ended(0, ['destroy', '--yes', ...OURS]);
    const read = target.cognito.send(new DescribeUserPoolCommand({ UserPoolId: made.userPoolId }));
    await expect(read).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
