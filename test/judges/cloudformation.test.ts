import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CelEngine, TemplateFile } from '@aws/cloudformation-validate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyState } from '../../src/sandbox/state.ts';
import { openPipes, runHere } from '../support/in-process.ts';
import { openPlace } from '../support/place.ts';
import { EVERY_CHOICE, SETUP } from '../support/world.ts';

/** Setups of all kinds, each by the flags that it has besides the app and the user. */
const SHAPES: readonly (readonly string[])[] = [
  [],
  ['--tier', 'lite'],
  ['--tier', 'plus'],
  ['--self-sign-up'],
  ['--no-deletion-protection'],
  ['--sign-in', 'username', '--username', 'ann'],
  ['--password-length', '6', '--password-rules', 'none'],
  ['--password-length', '99', '--password-rules', 'upper,symbol', '--password-history', '24'],
  ['--temporary-password-days', '365'],
  ['--account-recovery', 'none'],
  ['--mfa', 'required'],
  ['--mfa', 'optional', '--mfa-method', 'totp'],
  ['--required-attribute', 'family_name', '--required-attribute', 'updated_at'],
  [
    ...['--custom-attribute', 'team', '--custom-attribute', 'grade:number'],
    ...['--custom-attribute', 'member:boolean', '--custom-attribute', 'since:datetime'],
  ],
  ['--email-reply-to', 'help@example.com'],
  ['--id-token-minutes', '5', '--access-token-minutes', '1440', '--refresh-token-days', '3650'],
  ['--session-minutes', '15', '--managed-login', '1'],
  ['--callback-url', 'http://localhost:8080/oauth/v2/callback', '--domain-prefix', 'people'],
  ['--app-url', 'http://localhost:8080', '--app-url', 'https://two.example.com/portal'],
  EVERY_CHOICE,
];

type Input = Readonly<Record<string, unknown>>;

const without = (input: Input, ...names: readonly string[]): Input =>
  Object.fromEntries(Object.entries(input).filter(([name]) => !names.includes(name)));

/** The same as what was sent, in CloudFormation's names for it: a template of the pool, its domain and its app client. */
function templateOf(sent: Readonly<Record<string, Input | undefined>>): object {
  const { CreateUserPool: pool = {}, SetUserPoolMfaConfig: mfa, CreateUserPoolClient: client = {} } = sent;
  const apps = mfa?.SoftwareTokenMfaConfiguration as { Enabled?: boolean } | undefined;
  const inPool = { UserPoolId: { Ref: 'Pool' } };
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Resources: {
      Pool: {
        Type: 'AWS::Cognito::UserPool',
        Properties: {
          ...without(pool, 'PoolName'),
          UserPoolName: pool.PoolName,
          ...(mfa && { MfaConfiguration: mfa.MfaConfiguration }),
          ...(apps?.Enabled && { EnabledMfas: ['SOFTWARE_TOKEN_MFA'] }),
        },
      },
      Domain: {
        Type: 'AWS::Cognito::UserPoolDomain',
        Properties: { ...without(sent.CreateUserPoolDomain ?? {}, 'UserPoolId'), ...inPool },
      },
      Client: {
        Type: 'AWS::Cognito::UserPoolClient',
        Properties: { ...without(client, 'UserPoolId'), ...inPool },
      },
    },
  };
}

describe('CloudFormation’s own validator', () => {
  let folder = '';
  let engine: InstanceType<typeof CelEngine>;
  const closePipes: (() => void)[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mendix-cognito-judge-'));
    engine = new CelEngine();
    closePipes.push(openPipes(''));
  });
  afterAll(async () => {
    engine.free();
    for (const close of closePipes) close();
    await rm(folder, { recursive: true, force: true });
  });

  /** What it has against a template, a line each. */
  async function verdict(template: object): Promise<string[]> {
    const file = join(folder, 'template.json');
    await writeFile(file, JSON.stringify(template));
    const { diagnostics } = engine.validateStandard(new TemplateFile(file));
    return diagnostics
      .filter(({ severity }) => severity === 'ERROR' || severity === 'FATAL')
      .map(({ ruleId, message }) => `${ruleId}: ${message}`);
  }

  it('finds what is wrong with a template', async () => {
    const bad = templateOf({
      CreateUserPool: { PoolName: 'p', Policies: { PasswordPolicy: { MinimumLength: 5 } } },
      CreateUserPoolDomain: { Domain: 'p' },
      CreateUserPoolClient: { ClientName: 'c', AuthSessionValidity: 99, Colour: 'red' },
    });
    expect((await verdict(bad)).length).toBeGreaterThanOrEqual(3);
  });

  it.each(SHAPES.map((flags) => [flags.join(' ') || 'no flags', flags] as const))(
    'has nothing to say of a setup with %s',
    async (_, flags) => {
      const place = await openPlace(emptyState());
      try {
        const { error } = await runHere([...SETUP, ...flags, '--sandbox'], place.env);
        expect(error).toBeUndefined();
        const sent = Object.fromEntries(
          place.recorder.requests.map(({ operation, input }) => [operation, input]),
        );
        expect(await verdict(templateOf(sent))).toEqual([]);
      } finally {
        await place.close();
      }
    },
  );
});
