import { type CreateUserPoolRequest, UpdateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import {
  CreateEmailIdentityCommand,
  CreateEmailIdentityPolicyCommand,
  DeleteEmailIdentityCommand,
  DeleteEmailIdentityPolicyCommand,
  GetEmailIdentityCommand,
} from '@aws-sdk/client-sesv2';
import { describe, expect, test } from 'vitest';
import { identityArn, makePool, verifyAddress } from '../support/cognito.ts';
import { openSandbox, refusal, type TestSandbox } from '../support/sandbox.ts';

const INVALID = 'InvalidParameterException';
const SENDER = 'sender@example.com';
const LAMBDA = 'arn:aws:lambda:eu-west-1:123456789012:function:tokens';

const developer = (SourceArn?: string, From?: string): Partial<CreateUserPoolRequest> => ({
  EmailConfiguration: {
    EmailSendingAccount: 'DEVELOPER',
    ...(SourceArn !== undefined && { SourceArn }),
    ...(From !== undefined && { From }),
  },
});

const NOT_VERIFIED = {
  name: INVALID,
  message:
    'Cognito received the following error from Amazon SES when attempting to send email: Email address is not ' +
    'verified. The following identities failed the check in region EU-WEST-1: sender@example.com',
};

/** Puts a policy on the sender. */
async function addPolicy({ ses }: TestSandbox, statement: object): Promise<void> {
  await ses.send(
    new CreateEmailIdentityPolicyCommand({
      EmailIdentity: SENDER,
      PolicyName: 'senders',
      Policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
    }),
  );
}

describe('a sender of one’s own', () => {
  test('needs the ARN of an identity', async () => {
    const sandbox = await openSandbox();

    expect(await refusal(makePool(sandbox, developer()))).toBe(INVALID);
    expect(await refusal(makePool(sandbox, developer(LAMBDA)))).toBe(INVALID);
  });

  test('needs an identity that is there and verified', async () => {
    const sandbox = await openSandbox();
    const attempt = () => makePool(sandbox, developer(identityArn(SENDER)));

    await expect(attempt()).rejects.toMatchObject(NOT_VERIFIED);
    await sandbox.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: SENDER }));
    await expect(attempt()).rejects.toMatchObject(NOT_VERIFIED);
    await sandbox.ses.send(new DeleteEmailIdentityCommand({ EmailIdentity: SENDER }));
    await verifyAddress(sandbox, SENDER);
    expect(await refusal(attempt())).toBe('none');
    expect(await refusal(makePool(sandbox, developer(identityArn(SENDER, 'us-east-1'))))).toBe(INVALID);
  });

  test('is in this account', async () => {
    const sandbox = await openSandbox();
    await verifyAddress(sandbox, SENDER);
    const arn = identityArn(SENDER).replace('123456789012', '210987654321');

    await expect(makePool(sandbox, developer(arn))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Email arn does not belong to your account.',
    });
  });

  test('is in the pool’s Region, or in one of the three that serve all', async () => {
    const sandbox = await openSandbox();
    const far = sandbox.inRegion('eu-central-1');
    const arn = await verifyAddress({ ...far, url: sandbox.url }, SENDER).then(() =>
      identityArn(SENDER, 'eu-central-1'),
    );

    expect(await refusal(makePool(sandbox, developer(arn)))).toBe(INVALID);
    expect(await refusal(makePool(far, developer(arn)))).toBe('none');
  });

  test('may be shut to Cognito by a policy of the identity', async () => {
    const sandbox = await openSandbox();
    const arn = await verifyAddress(sandbox, SENDER);
    const poolId = await makePool(sandbox, developer(arn));
    const deny = { Effect: 'Deny', Principal: '*', Action: 'ses:SendEmail', Resource: arn };

    await addPolicy(sandbox, deny);

    const { Policies } = await sandbox.ses.send(new GetEmailIdentityCommand({ EmailIdentity: SENDER }));
    expect(Object.keys(Policies ?? {})).toEqual(['senders']);
    const rename = () =>
      sandbox.cognito.send(new UpdateUserPoolCommand({ UserPoolId: poolId, PoolName: 'Staff' }));
    await expect(rename()).rejects.toMatchObject({
      name: 'InvalidEmailRoleAccessPolicyException',
      message: 'Cognito is not allowed to use your email identity',
    });
    await sandbox.ses.send(
      new DeleteEmailIdentityPolicyCommand({ EmailIdentity: SENDER, PolicyName: 'senders' }),
    );
    expect(await refusal(rename())).toBe('none');
  });

  test.each([
    ['allows Cognito', { Effect: 'Allow', Principal: { Service: 'cognito-idp.amazonaws.com' } }],
    ['denies another', { Effect: 'Deny', Principal: { AWS: 'arn:aws:iam::210987654321:root' } }],
  ])('is good with a policy that %s', async (_what, statement) => {
    const sandbox = await openSandbox();
    const arn = await verifyAddress(sandbox, SENDER);
    await addPolicy(sandbox, statement);

    expect(await refusal(makePool(sandbox, developer(arn)))).toBe('none');
  });

  test('that is gone refuses every update, until the pool sends by Cognito again', async () => {
    const sandbox = await openSandbox();
    const arn = await verifyAddress(sandbox, SENDER);
    const UserPoolId = await makePool(sandbox, developer(arn));
    await sandbox.ses.send(new DeleteEmailIdentityCommand({ EmailIdentity: SENDER }));
    const update = (settings: object) =>
      sandbox.cognito.send(new UpdateUserPoolCommand({ UserPoolId, ...settings }));

    await expect(update({ DeletionProtection: 'INACTIVE' })).rejects.toMatchObject(NOT_VERIFIED);
    await expect(update(developer(arn))).rejects.toMatchObject(NOT_VERIFIED);
    const byCognito = { EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' } };
    expect(await refusal(update(byCognito))).toBe('none');
  });

  test.each([
    [SENDER, 'none'],
    [`Ada Lovelace <${SENDER}>`, 'none'],
    ['other@example.com', INVALID],
    ['Ada Lovelace <other@example.com>', INVALID],
    [`${SENDER} <other@example.org>`, INVALID],
    ['Ada Lovelace', INVALID],
  ])('from %s: %s', async (from, outcome) => {
    const sandbox = await openSandbox();
    const arn = await verifyAddress(sandbox, SENDER);

    expect(await refusal(makePool(sandbox, developer(arn, from)))).toBe(outcome);
  });
});

test('Cognito’s own sender has no address of one’s own', async () => {
  const sandbox = await openSandbox();

  await expect(
    makePool(sandbox, { EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT', From: SENDER } }),
  ).rejects.toMatchObject({
    name: INVALID,
    message: 'Cannot configure From email address for default email configuration',
  });
});
