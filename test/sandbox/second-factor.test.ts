import {
  AdminDeleteSoftwareTokenCommand,
  AssociateSoftwareTokenCommand,
  type ChallengeNameType,
  RespondToAuthChallengeCommand,
  SetUserPoolMfaConfigCommand,
  UpdateUserPoolCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { Secret, TOTP } from 'otpauth';
import { describe, expect, test } from 'vitest';
import {
  EMAIL,
  makeClient,
  makePool,
  makeUser,
  PASSWORD,
  readInbox,
  secretHash,
  signIn,
  tokensOf,
  verifyAddress,
} from '../support/cognito.ts';
import { openSandbox, refusal } from '../support/sandbox.ts';

const STEP = 30_000;

/** A pool that requires an authenticator app, and a user without one. */
async function open(
  MfaConfiguration: 'ON' | 'OPTIONAL' = 'ON',
  kind: 'permanent' | 'temporary' = 'permanent',
) {
  const sandbox = await openSandbox();
  const { cognito, clock } = sandbox;
  const UserPoolId = await makePool(sandbox);
  const client = await makeClient(sandbox, UserPoolId);
  const username = await makeUser(sandbox, UserPoolId, kind);
  const SoftwareTokenMfaConfiguration = { Enabled: true };
  await cognito.send(
    new SetUserPoolMfaConfigCommand({ UserPoolId, MfaConfiguration, SoftwareTokenMfaConfiguration }),
  );
  const respond = (ChallengeName: ChallengeNameType, Session: string | undefined, answer: object = {}) =>
    cognito.send(
      new RespondToAuthChallengeCommand({
        ClientId: client.id,
        ChallengeName,
        Session,
        ChallengeResponses: { USERNAME: EMAIL, SECRET_HASH: secretHash(client, username), ...answer },
      }),
    );
  const associate = (Session: string | undefined) =>
    cognito.send(new AssociateSoftwareTokenCommand({ Session }));
  const verify = (Session: string | undefined, UserCode: string) =>
    cognito.send(new VerifySoftwareTokenCommand({ Session, UserCode }));
  const app = (secret = '') => {
    const totp = new TOTP({ secret: Secret.fromBase32(secret) });
    return (later = 0) => totp.generate({ timestamp: clock.now + later });
  };
  /** Sets up an app from a session of MFA_SETUP, to the tokens. */
  const setUp = async (session: string | undefined) => {
    const { SecretCode, Session } = await associate(session);
    const code = app(SecretCode);
    const verified = await verify(Session, code());
    tokensOf(await respond('MFA_SETUP', verified.Session));
    clock.advance(STEP);
    return code;
  };
  const enter = async () => signIn(sandbox, client);
  return { sandbox, UserPoolId, client, respond, associate, verify, app, setUp, enter };
}

/** A code that is not the app's. */
const wrong = (code: string) => (code === '000000' ? '000001' : '000000');

describe('an authenticator app', () => {
  test('is set up at the first sign-in, after the new password, and asked for from then on', async () => {
    const { respond, setUp, enter } = await open('ON', 'temporary');
    const first = await enter();
    const next = await respond('NEW_PASSWORD_REQUIRED', first.Session, { NEW_PASSWORD: PASSWORD });
    expect(next).toMatchObject({
      ChallengeName: 'MFA_SETUP',
      ChallengeParameters: { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' },
    });

    const code = await setUp(next.Session);

    const again = await enter();
    expect(again.ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    tokensOf(await respond('SOFTWARE_TOKEN_MFA', again.Session, { SOFTWARE_TOKEN_MFA_CODE: code() }));
  });

  test('has codes that are good once, and half a minute early or late', async () => {
    const { sandbox, respond, setUp, enter } = await open();
    const code = await setUp((await enter()).Session);
    const use = async (SOFTWARE_TOKEN_MFA_CODE: string) =>
      respond('SOFTWARE_TOKEN_MFA', (await enter()).Session, { SOFTWARE_TOKEN_MFA_CODE });

    const used = code();
    expect(await refusal(use(used))).toBe('none');
    await expect(use(used)).rejects.toMatchObject({
      name: 'ExpiredCodeException',
      message: 'Your software token has already been used once.',
    });
    expect(await refusal(use(wrong(code(2 * STEP))))).toBe('CodeMismatchException');
    expect(await refusal(use(code(STEP)))).toBe('none');
    sandbox.clock.advance(3 * STEP);
    expect(await refusal(use(code(-2 * STEP)))).toBe('CodeMismatchException');
    expect(await refusal(use(code(-STEP)))).toBe('none');
  });

  test('goes on with the newest session only, and not before a code was right', async () => {
    const { respond, associate, verify, app, enter } = await open();
    const { Session: first } = await enter();
    const { Session: second, SecretCode } = await associate(first);

    expect(await refusal(associate(first))).toBe('NotAuthorizedException');
    expect(await refusal(respond('MFA_SETUP', second))).toBe('NotAuthorizedException');
    const code = app(SecretCode);
    expect(await refusal(verify(second, wrong(code())))).toBe('EnableSoftwareTokenMFAException');
    const { Session: third } = await verify(second, code());
    expect(await refusal(respond('MFA_SETUP', second))).toBe('NotAuthorizedException');
    expect(await refusal(respond('MFA_SETUP', third))).toBe('none');
    expect(await refusal(respond('MFA_SETUP', third))).toBe('NotAuthorizedException');
  });

  test('that is lost is deleted by an administrator, and set up anew', async () => {
    const { sandbox, UserPoolId, setUp, enter } = await open();
    await setUp((await enter()).Session);

    await sandbox.cognito.send(new AdminDeleteSoftwareTokenCommand({ UserPoolId, Username: EMAIL }));

    expect((await enter()).ChallengeName).toBe('MFA_SETUP');
  });

  test('is never asked for by itself where MFA is optional', async () => {
    const { enter } = await open('OPTIONAL');

    expect(tokensOf(await enter()).IdToken).not.toBe('');
  });

  test('locks out after five wrong codes', async () => {
    const { respond, setUp, enter } = await open();
    const code = await setUp((await enter()).Session);
    const { Session } = await enter();
    const answer = (SOFTWARE_TOKEN_MFA_CODE: string) =>
      respond('SOFTWARE_TOKEN_MFA', Session, { SOFTWARE_TOKEN_MFA_CODE });
    for (let number = 0; number < 5; number += 1) {
      expect(await refusal(answer(wrong(code())))).toBe('CodeMismatchException');
    }

    await expect(answer(code())).rejects.toThrow('Password attempts exceeded');
  });
});

test('a code by email is mailed at the sign-in, and verifies the address', async () => {
  const { sandbox, UserPoolId, respond, enter } = await open();
  const SourceArn = await verifyAddress(sandbox, 'sender@example.com');
  await verifyAddress(sandbox, EMAIL);
  const EmailConfiguration = { EmailSendingAccount: 'DEVELOPER', SourceArn } as const;
  await sandbox.cognito.send(new UpdateUserPoolCommand({ UserPoolId, EmailConfiguration }));
  await sandbox.cognito.send(
    new SetUserPoolMfaConfigCommand({ UserPoolId, MfaConfiguration: 'ON', EmailMfaConfiguration: {} }),
  );

  const { ChallengeName, ChallengeParameters, Session } = await enter();

  expect([ChallengeName, ChallengeParameters?.CODE_DELIVERY_DESTINATION]).toEqual(['EMAIL_OTP', 'a***@e***']);
  const code = /\d{6}/.exec((await readInbox(sandbox.url))[0]?.body ?? '')?.[0] ?? '';
  const answer = (EMAIL_OTP_CODE: string) => respond('EMAIL_OTP', Session, { EMAIL_OTP_CODE });
  expect(await refusal(answer(wrong(code)))).toBe('CodeMismatchException');
  tokensOf(await answer(code));
  expect(await refusal(answer(code))).toBe('NotAuthorizedException');
});
