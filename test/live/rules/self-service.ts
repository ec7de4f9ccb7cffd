import {
  AssociateSoftwareTokenCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  type CreateUserPoolClientRequest,
  type CreateUserPoolRequest,
  ForgotPasswordCommand,
  SetUserPoolMfaConfigCommand,
  SignUpCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { EMAIL, makeClient, makeUser, PASSWORD, secretHash, signIn } from '../../support/cognito.ts';
import { type Chapter, INVALID, type Rule } from '../chapter.ts';
import { inPool, type Stage } from '../stage.ts';

interface Own {
  readonly stage: Stage;
  readonly poolId: string;
  /** Who calls about whom, with the hash that goes with it. */
  readonly as: (Username: string) => { ClientId: string; SecretHash: string; Username: string };
  readonly enter: () => ReturnType<typeof signIn>;
}

/** A question to an app client of a pool of its own. */
const own = (
  ask: (own: Own) => Promise<unknown>,
  pool: Partial<CreateUserPoolRequest> = {},
  client: Partial<CreateUserPoolClientRequest> = {},
): Rule['call'] =>
  inPool(pool, async (stage, poolId) => {
    const app = await makeClient(stage, poolId, client);
    const as = (Username: string) => ({ ClientId: app.id, SecretHash: secretHash(app, Username), Username });
    return ask({ stage, poolId, as, enter: () => signIn(stage, app) });
  });

const GUEST = 'nobody@example.com';
const NOT_MAILED = { AutoVerifiedAttributes: [] };
const FIXTURES = 'Fixtures that others recorded';

/** Stops at the set-up of an authenticator app. */
const atSetUp = (ask: (own: Own, session: string | undefined) => Promise<unknown>): Rule['call'] =>
  own(async (each) => {
    const { stage, poolId, enter } = each;
    await makeUser(stage, poolId);
    await stage.cognito.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: poolId,
        MfaConfiguration: 'ON',
        SoftwareTokenMfaConfiguration: { Enabled: true },
      }),
    );
    const { ChallengeName, Session } = await enter();
    if (ChallengeName !== 'MFA_SETUP') throw new Error(`the challenge is ${ChallengeName}`);
    return ask(each, Session);
  });

export const SELF_SERVICE: Chapter = {
  title: 'Sign-up, forgotten passwords and authenticator apps',
  rules: [
    {
      says: 'A sign-up is not confirmed, and without a verified attribute no code is sent.',
      basis: 'recorded',
      source: 'moto, in tests that ran on AWS',
      answer: 'ok',
      call: own(async ({ stage, as }) => {
        const answer = await stage.cognito.send(new SignUpCommand({ ...as(GUEST), Password: PASSWORD }));
        if (answer.UserConfirmed || answer.CodeDeliveryDetails) throw new Error('a code is sent');
        return { UserConfirmed: answer.UserConfirmed, UserSub: answer.UserSub };
      }, NOT_MAILED),
    },
    {
      says: 'A sign-up is refused where only administrators create users.',
      basis: 'documented',
      source: 'API reference, AdminCreateUserConfigType',
      answer: 'NotAuthorizedException',
      call: own(
        ({ stage, as }) => stage.cognito.send(new SignUpCommand({ ...as(GUEST), Password: PASSWORD })),
        { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } },
      ),
    },
    {
      says: 'A second sign-up with an address is refused.',
      basis: 'recorded',
      source: FIXTURES,
      answer: 'UsernameExistsException',
      call: own(async ({ stage, as }) => {
        const command = new SignUpCommand({ ...as(GUEST), Password: PASSWORD });
        await stage.cognito.send(command);
        return stage.cognito.send(new SignUpCommand({ ...as(GUEST), Password: PASSWORD }));
      }, NOT_MAILED),
    },
    {
      says: 'Who signed up does not sign in before the code is back.',
      basis: 'documented',
      source: 'API reference, InitiateAuth',
      answer: 'UserNotConfirmedException',
      call: own(async ({ stage, as, enter }) => {
        await stage.cognito.send(new SignUpCommand({ ...as(EMAIL), Password: PASSWORD }));
        return enter();
      }, NOT_MAILED),
    },
    {
      says: 'A confirmation of nobody is reported as such, unless that is prevented.',
      basis: 'recorded',
      source: FIXTURES,
      answer: 'UserNotFoundException',
      call: own(({ stage, as }) =>
        stage.cognito.send(new ConfirmSignUpCommand({ ...as(GUEST), ConfirmationCode: '123456' })),
      ),
    },
    {
      says: 'A forgotten password of nobody is reported as such.',
      basis: 'recorded',
      source: 'alchemy-run/floci, fixtures',
      answer: 'UserNotFoundException',
      call: own(({ stage, as }) => stage.cognito.send(new ForgotPasswordCommand(as(GUEST)))),
    },
    {
      says: 'A forgotten password of nobody looks like any other where that is prevented.',
      basis: 'documented',
      source: 'Developer guide, Managing user existence error responses',
      answer: 'ok',
      call: own(
        ({ stage, as }) => stage.cognito.send(new ForgotPasswordCommand(as(GUEST))),
        {},
        { PreventUserExistenceErrors: 'ENABLED' },
      ),
    },
    {
      says: 'A temporary password is not forgotten.',
      basis: 'recorded',
      source: 'distributed-load-testing-on-aws#1',
      answer: 'NotAuthorizedException',
      call: own(async ({ stage, poolId, as }) => {
        await makeUser(stage, poolId, 'temporary');
        return stage.cognito.send(new ForgotPasswordCommand(as(EMAIL)));
      }),
    },
    {
      says: 'A new password without a code that was sent is refused.',
      basis: 'documented',
      source: 'Developer guide, Managing user existence error responses',
      answer: 'ExpiredCodeException',
      call: own(async ({ stage, poolId, as }) => {
        await makeUser(stage, poolId);
        const answer = { ConfirmationCode: '123456', Password: `${PASSWORD}x` };
        return stage.cognito.send(new ConfirmForgotPasswordCommand({ ...as(EMAIL), ...answer }));
      }),
    },
    {
      says: 'Required MFA begins with the set-up of an app, whose secret comes with another session.',
      basis: 'recorded',
      source: 'moto, in tests that ran on AWS',
      answer: 'ok',
      call: atSetUp(({ stage }, Session) =>
        stage.cognito.send(new AssociateSoftwareTokenCommand({ Session })),
      ),
    },
    {
      says: 'A wrong code does not set up an app.',
      basis: 'documented',
      source: 'API reference, VerifySoftwareToken',
      answer: 'EnableSoftwareTokenMFAException',
      call: atSetUp(async ({ stage }, first) => {
        const { Session } = await stage.cognito.send(new AssociateSoftwareTokenCommand({ Session: first }));
        return stage.cognito.send(new VerifySoftwareTokenCommand({ Session, UserCode: '000000' }));
      }),
    },
    {
      says: 'A session is good once.',
      basis: 'recorded',
      source: 'amplify-js#6461',
      answer: 'NotAuthorizedException',
      call: atSetUp(async ({ stage }, Session) => {
        await stage.cognito.send(new AssociateSoftwareTokenCommand({ Session }));
        return stage.cognito.send(new AssociateSoftwareTokenCommand({ Session }));
      }),
    },
    {
      says: 'An app is set up with a session or an access token.',
      basis: 'documented',
      source: 'API reference, AssociateSoftwareToken',
      answer: INVALID,
      call: ({ cognito }) => cognito.send(new AssociateSoftwareTokenCommand({})),
    },
  ],
};
