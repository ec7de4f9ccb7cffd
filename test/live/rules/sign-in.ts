import {
  AdminDisableUserCommand,
  AdminResetUserPasswordCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { EMAIL, makeClient, makeUser, PASSWORD, secretHash, signIn } from '../../support/cognito.ts';
import { type Chapter, INVALID, type Rule } from '../chapter.ts';
import { inPool, type Stage } from '../stage.ts';

/** Asks about a user of one's own, who could sign in. */
const withUser = (
  ask: (
    stage: Stage,
    user: { UserPoolId: string; Username: string },
    attempt: (password?: string) => Promise<unknown>,
  ) => Promise<unknown>,
): Rule['call'] =>
  inPool({ AutoVerifiedAttributes: ['email'] }, async (stage, UserPoolId) => {
    await makeUser(stage, UserPoolId);
    const client = await makeClient(stage, UserPoolId);
    return ask(stage, { UserPoolId, Username: EMAIL }, (password = PASSWORD) =>
      signIn(stage, client, EMAIL, password),
    );
  });

export const SIGN_IN: Chapter = {
  title: 'Sign-in by password',
  rules: [
    {
      says: 'A sign-in with the right password and SECRET_HASH gives tokens.',
      basis: 'documented',
      source: 'API reference, InitiateAuth',
      answer: 'ok',
      call: (stage) => signIn(stage, stage.client),
    },
    {
      says: 'A wrong password is not authorized.',
      basis: 'documented',
      source: 'API reference, InitiateAuth',
      answer: 'NotAuthorizedException',
      call: (stage) => signIn(stage, stage.client, EMAIL, `${PASSWORD}x`),
    },
    {
      says: 'An app client with a secret wants SECRET_HASH.',
      basis: 'documented',
      source: 'Developer guide, Computing secret hash values',
      answer: 'NotAuthorizedException',
      call: (stage) => signIn(stage, { ...stage.client, secret: '' }),
    },
    {
      says: 'A SECRET_HASH of another secret is not authorized.',
      basis: 'documented',
      source: 'Developer guide, Computing secret hash values',
      answer: 'NotAuthorizedException',
      call: (stage) => signIn(stage, { ...stage.client, secret: secretHash(stage.client, EMAIL) }),
    },
    {
      says: 'A challenge wants the hash over the stored name, not over the address that was typed.',
      basis: 'recorded',
      source: 'aws-sdk-android#2265, qwigo/warrant#74',
      answer: 'NotAuthorizedException',
      call: inPool({}, async (stage, UserPoolId) => {
        await makeUser(stage, UserPoolId, 'temporary');
        const client = await makeClient(stage, UserPoolId);
        const { ChallengeName, Session } = await signIn(stage, client);
        return stage.cognito.send(
          new RespondToAuthChallengeCommand({
            ClientId: client.id,
            ChallengeName,
            Session,
            ChallengeResponses: {
              USERNAME: EMAIL,
              NEW_PASSWORD: `${PASSWORD}x`,
              SECRET_HASH: secretHash(client, EMAIL),
            },
          }),
        );
      }),
    },
    {
      says: 'A flow that the app client does not allow is refused.',
      basis: 'documented',
      source: 'API reference, InitiateAuth',
      answer: INVALID,
      call: async (stage) => {
        const client = await makeClient(stage, stage.poolId, {
          ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
        });
        return signIn(stage, client);
      },
    },
    {
      says: 'A disabled user does not sign in.',
      basis: 'documented',
      source: 'API reference, AdminDisableUser',
      answer: 'NotAuthorizedException',
      call: withUser(async ({ cognito }, user, attempt) => {
        await cognito.send(new AdminDisableUserCommand(user));
        return attempt();
      }),
    },
    {
      says: 'A user whose password was reset sets another one first.',
      basis: 'documented',
      source: 'API reference, AdminResetUserPassword',
      answer: 'PasswordResetRequiredException',
      call: withUser(async ({ cognito }, user, attempt) => {
        await cognito.send(new AdminResetUserPasswordCommand(user));
        return attempt();
      }),
    },
    {
      says: 'Five wrong passwords lock out, for longer each time.',
      basis: 'documented',
      source: 'Developer guide, Lockout behavior for failed sign-in attempts',
      answer: 'NotAuthorizedException',
      call: withUser(async (_stage, _user, attempt) => {
        for (let number = 0; number < 12; number += 1) {
          const error: unknown = await attempt(`${PASSWORD}x`).catch((each: unknown) => each);
          if (error instanceof Error && error.message.startsWith('Password attempts exceeded')) throw error;
        }
        throw new Error('nobody was locked out');
      }),
    },
  ],
};
