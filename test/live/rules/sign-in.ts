import { EMAIL, makeClient, PASSWORD, secretHash, signIn } from '../../support/cognito.ts';
import { type Chapter, INVALID } from '../chapter.ts';

export const SIGN_IN: Chapter = {
  title: 'Sign-in by password',
  rules: [
    {
      says: 'A sign-in with the right password and SECRET_HASH gives tokens.',
      source: 'API reference, InitiateAuth',
      answer: 'ok',
      call: (stage) => signIn(stage, stage.client),
    },
    {
      says: 'A wrong password is not authorized.',
      source: 'API reference, InitiateAuth',
      answer: 'NotAuthorizedException',
      call: (stage) => signIn(stage, stage.client, EMAIL, `${PASSWORD}x`),
    },
    {
      says: 'An app client with a secret wants SECRET_HASH.',
      source: 'Developer guide, Computing secret hash values',
      answer: 'NotAuthorizedException',
      call: (stage) => signIn(stage, { ...stage.client, secret: '' }),
    },
    {
      says: 'A SECRET_HASH of another secret is not authorized.',
      source: 'Developer guide, Computing secret hash values',
      answer: 'NotAuthorizedException',
      call: (stage) => signIn(stage, { ...stage.client, secret: secretHash(stage.client, EMAIL) }),
    },
    {
      says: 'A flow that the app client does not allow is refused.',
      source: 'API reference, InitiateAuth',
      answer: INVALID,
      call: async (stage) => {
        const client = await makeClient(stage, stage.poolId, {
          ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
        });
        return signIn(stage, client);
      },
    },
  ],
};
