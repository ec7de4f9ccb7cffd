import {
  AdminCreateUserCommand,
  CreateUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CreateEmailIdentityCommand } from '@aws-sdk/client-sesv2';
import { describe, expect, test } from 'vitest';
import { EMAIL, makePool } from '../support/cognito.ts';
import { openSandbox, refusal } from '../support/sandbox.ts';

/** How often each outcome came. */
function count(outcomes: string[]): Record<string, number> {
  return Object.fromEntries(
    [...new Set(outcomes)].map((each) => [each, outcomes.filter((one) => one === each).length]),
  );
}

describe('calls at the same time', () => {
  test('give a prefix to one pool', async () => {
    const sandbox = await openSandbox();
    const pools = await Promise.all(Array.from({ length: 8 }, () => makePool(sandbox)));

    const outcomes = await Promise.all(
      pools.map((UserPoolId) =>
        refusal(sandbox.cognito.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain: 'people' }))),
      ),
    );

    expect(count(outcomes)).toEqual({ none: 1, InvalidParameterException: 7 });
  });

  test('create a user once, though the password takes time to hash', async () => {
    const sandbox = await openSandbox();
    const UserPoolId = await makePool(sandbox);
    const call = new AdminCreateUserCommand({ UserPoolId, Username: EMAIL, MessageAction: 'SUPPRESS' });

    const outcomes = await Promise.all(Array.from({ length: 8 }, () => refusal(sandbox.cognito.send(call))));

    expect(count(outcomes)).toEqual({ none: 1, UsernameExistsException: 7 });
  });

  test('create an email identity once', async () => {
    const { ses } = await openSandbox();
    const call = new CreateEmailIdentityCommand({ EmailIdentity: EMAIL });

    const outcomes = await Promise.all(Array.from({ length: 8 }, () => refusal(ses.send(call))));

    expect(count(outcomes)).toEqual({ none: 1, AlreadyExistsException: 7 });
  });
});
