import { Secret, TOTP } from 'otpauth';
import { describe, expect, test } from 'vitest';
import { operations } from '../../src/sandbox/cognito/operations.ts';
import { awsModel, modelsPresent, skipReason } from '../support/aws-model.ts';
import { EMAIL, identityArn, PASSWORD, readInbox, secretHash } from '../support/cognito.ts';
import { authorization, openSandbox, postCognito, raw, type TestSandbox } from '../support/sandbox.ts';

/** Where AWS’s own answers, as the CLI reference and the developer guide show them, are not what AWS’s model says. */
const AS_AWS_ANSWERS = [
  // `phone_number_verified` has 21 characters, and every pool has it.
  'CreateUserPool: UserPool.SchemaAttributes.17.Name must NOT have more than 20 characters',
  'DescribeUserPool: UserPool.SchemaAttributes.17.Name must NOT have more than 20 characters',
  // A prefix domain has an empty one.
  "DescribeUserPoolDomain: DomainDescription.CustomDomainConfig must have required property 'CertificateArn'",
  // An identity without a MAIL FROM domain of its own shows the behaviour alone.
  "GetEmailIdentity: MailFromAttributes must have required property 'MailFromDomain'",
  "GetEmailIdentity: MailFromAttributes must have required property 'MailFromDomainStatus'",
];

const FLOWS = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'];

/** Reads a member of an answer, at any depth: `UserPool.Id`. */
function pick(answer: unknown, path: string): string {
  let value = answer;
  for (const name of path.split('.')) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  }
  return String(value);
}

/** What users call for themselves: sign-up, another password, an authenticator app. */
async function endUserCalls(
  { url, clock }: TestSandbox,
  call: (operation: string, input: object) => Promise<unknown>,
  pool: { UserPoolId: string },
  keys: { id: string; secret: string },
  SecretHash: string,
): Promise<void> {
  const code = async (): Promise<string> => /\d{6}/.exec((await readInbox(url))[0]?.body ?? '')?.[0] ?? '';
  const guest = 'grace@example.com';
  const as = { ClientId: keys.id, SecretHash: secretHash(keys, guest), Username: guest };
  await call('SignUp', { ...as, Password: PASSWORD });
  await call('ResendConfirmationCode', as);
  await call('ConfirmSignUp', { ...as, ConfirmationCode: await code() });
  await call('SignUp', {
    ...as,
    SecretHash: secretHash(keys, `2${guest}`),
    Username: `2${guest}`,
    Password: PASSWORD,
  });
  await call('AdminConfirmSignUp', { ...pool, Username: `2${guest}` });
  const user = { ClientId: keys.id, SecretHash, Username: EMAIL };
  await call('ForgotPassword', user);
  await call('ConfirmForgotPassword', { ...user, ConfirmationCode: await code(), Password: PASSWORD });
  const apps = { SoftwareTokenMfaConfiguration: { Enabled: true } };
  await call('SetUserPoolMfaConfig', { ...pool, ...apps, MfaConfiguration: 'ON' });
  const AuthParameters = { USERNAME: EMAIL, PASSWORD, SECRET_HASH: SecretHash };
  const started = await call('InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: keys.id,
    AuthParameters,
  });
  const app = await call('AssociateSoftwareToken', { Session: pick(started, 'Session') });
  const totp = new TOTP({ secret: Secret.fromBase32(pick(app, 'SecretCode')) });
  const UserCode = totp.generate({ timestamp: clock.now });
  await call('VerifySoftwareToken', { Session: pick(app, 'Session'), UserCode });
  await call('AdminDeleteSoftwareToken', { ...pool, Username: EMAIL });
  await call('SetUserPoolMfaConfig', pool);
}

describe.skipIf(!modelsPresent)(`what the sandbox answers${skipReason}`, () => {
  test('is what AWS’s model has, for every Cognito operation', async () => {
    const sandbox = await openSandbox({ domainActivationMs: 0 });
    // Reading the model takes so long that a connection would be idle for too long meanwhile.
    awsModel('cognito-idp').answerProblems('CreateUserPool', {});
    const called = new Set<string>();
    const problems: string[] = [];
    const call = async (operation: string, input: object): Promise<unknown> => {
      const answer = await postCognito(sandbox.url, operation, input);
      expect([operation, answer.status, answer.body.__type]).toEqual([operation, 200, undefined]);
      called.add(operation);
      problems.push(...awsModel('cognito-idp').answerProblems(operation, answer.body));
      return answer.body;
    };

    const made = await call('CreateUserPool', {
      PoolName: 'People',
      UsernameAttributes: ['email'],
      UserPoolTags: { owner: 'ada' },
      Schema: [{ Name: 'team', AttributeDataType: 'String', Mutable: true }],
    });
    const pool = { UserPoolId: pick(made, 'UserPool.Id') };
    const ResourceArn = pick(made, 'UserPool.Arn');
    await call('ListUserPools', { MaxResults: 1 });
    await call('UpdateUserPool', { ...pool, AutoVerifiedAttributes: ['email'] });
    await call('SetUserPoolMfaConfig', {
      ...pool,
      MfaConfiguration: 'OPTIONAL',
      SoftwareTokenMfaConfiguration: { Enabled: true },
    });
    await call('GetUserPoolMfaConfig', pool);
    await call('AddCustomAttributes', {
      ...pool,
      CustomAttributes: [{ Name: 'grade', AttributeDataType: 'Number', Mutable: true }],
    });
    await call('TagResource', { ResourceArn, Tags: { a: 'b' } });
    await call('ListTagsForResource', { ResourceArn });
    await call('UntagResource', { ResourceArn, TagKeys: ['a'] });
    await call('CreateUserPoolDomain', { ...pool, Domain: 'people' });
    await call('UpdateUserPoolDomain', { ...pool, Domain: 'people', ManagedLoginVersion: 2 });
    await call('DescribeUserPoolDomain', { Domain: 'people' });
    await call('DescribeUserPoolDomain', { Domain: 'nobody' });
    await call('DescribeUserPool', pool);

    const client = await call('CreateUserPoolClient', {
      ...pool,
      ClientName: 'App',
      GenerateSecret: true,
      ExplicitAuthFlows: FLOWS,
    });
    const keys = {
      id: pick(client, 'UserPoolClient.ClientId'),
      secret: pick(client, 'UserPoolClient.ClientSecret'),
    };
    const app = { ...pool, ClientId: keys.id };
    await call('DescribeUserPoolClient', app);
    await call('UpdateUserPoolClient', { ...app, ExplicitAuthFlows: FLOWS });
    await call('ListUserPoolClients', pool);
    const second = await call('AddUserPoolClientSecret', app);
    await call('ListUserPoolClientSecrets', app);
    const ClientSecretId = pick(second, 'ClientSecretDescriptor.ClientSecretId');
    await call('DeleteUserPoolClientSecret', { ...app, ClientSecretId });
    const style = await call('CreateManagedLoginBranding', { ...app, UseCognitoProvidedValues: true });
    const branding = {
      ...pool,
      ManagedLoginBrandingId: pick(style, 'ManagedLoginBranding.ManagedLoginBrandingId'),
    };
    await call('DescribeManagedLoginBranding', branding);
    await call('DescribeManagedLoginBrandingByClient', app);
    await call('UpdateManagedLoginBranding', { ...branding, Settings: {} });
    await call('DeleteManagedLoginBranding', branding);

    const user = { ...pool, Username: EMAIL };
    await call('AdminCreateUser', { ...user, MessageAction: 'SUPPRESS', TemporaryPassword: PASSWORD });
    await call('AdminUpdateUserAttributes', { ...user, UserAttributes: [{ Name: 'name', Value: 'Ada' }] });
    await call('AdminGetUser', user);
    await call('ListUsers', pool);
    const SECRET_HASH = secretHash(keys, EMAIL);
    const AuthParameters = { USERNAME: EMAIL, PASSWORD, SECRET_HASH };
    const signIn = { AuthFlow: 'USER_PASSWORD_AUTH', ClientId: keys.id, AuthParameters };
    const challenge = await call('InitiateAuth', signIn);
    await call('RespondToAuthChallenge', {
      ClientId: keys.id,
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session: pick(challenge, 'Session'),
      ChallengeResponses: {
        USERNAME: EMAIL,
        NEW_PASSWORD: `${PASSWORD}x`,
        SECRET_HASH: secretHash(keys, pick(challenge, 'ChallengeParameters.USER_ID_FOR_SRP')),
      },
    });
    await call('AdminSetUserPassword', { ...user, Password: PASSWORD, Permanent: true });
    await call('AdminUpdateUserAttributes', {
      ...user,
      UserAttributes: [{ Name: 'email_verified', Value: 'true' }],
    });
    await call('AdminResetUserPassword', user);
    await call('AdminSetUserPassword', { ...user, Password: PASSWORD, Permanent: true });
    await endUserCalls(sandbox, call, pool, keys, SECRET_HASH);
    await call('InitiateAuth', signIn);
    await call('AdminDisableUser', user);
    await call('AdminEnableUser', user);
    const group = { ...pool, GroupName: 'Admins' };
    await call('CreateGroup', { ...group, Precedence: 1, Description: 'All of them' });
    await call('GetGroup', group);
    await call('ListGroups', pool);
    await call('AdminAddUserToGroup', { ...user, GroupName: 'Admins' });
    await call('AdminListGroupsForUser', user);
    await call('ListUsersInGroup', group);
    await call('DeleteGroup', group);
    await call('AdminDeleteUser', user);
    await call('DeleteUserPoolClient', app);
    await call('DeleteUserPoolDomain', { ...pool, Domain: 'people' });
    await call('DeleteUserPool', pool);

    expect(problems.filter((each) => !AS_AWS_ANSWERS.includes(each))).toEqual([]);
    expect(called).toEqual(new Set(operations.keys()));
  });

  test('is what AWS’s model has, for every SES operation', async () => {
    const { url } = await openSandbox();
    const problems: string[] = [];
    const call = async (operation: string, method: string, path: string, input?: object): Promise<void> => {
      const answer = await raw(`${url}/v2/email/${path}`, {
        method,
        headers: { authorization: authorization('eu-west-1', 'ses') },
        ...(input && { body: JSON.stringify(input) }),
      });
      expect([operation, answer.status]).toEqual([operation, 200]);
      problems.push(...awsModel('sesv2').answerProblems(operation, answer.body));
    };
    const tags = `tags?ResourceArn=${encodeURIComponent(identityArn(EMAIL))}`;
    const Tags = [{ Key: 'a', Value: 'b' }];

    await call('CreateEmailIdentity', 'POST', 'identities', { EmailIdentity: EMAIL, Tags });
    await call('CreateEmailIdentity', 'POST', 'identities', { EmailIdentity: 'example.com' });
    await call('GetEmailIdentity', 'GET', `identities/${encodeURIComponent(EMAIL)}`);
    await call('ListEmailIdentities', 'GET', 'identities?PageSize=1');
    await call('ListEmailIdentities', 'POST', 'list-identities', {});
    await call('GetAccount', 'GET', 'account');
    await call('TagResource', 'POST', 'tags', { ResourceArn: identityArn(EMAIL), Tags });
    await call('ListTagsForResource', 'GET', tags);
    const policies = `identities/${encodeURIComponent(EMAIL)}/policies/own`;
    await call('CreateEmailIdentityPolicy', 'POST', policies, { Policy: '{}' });
    await call('DeleteEmailIdentityPolicy', 'DELETE', policies);
    await call('UntagResource', 'DELETE', `${tags}&TagKeys=a`);
    await call('DeleteEmailIdentity', 'DELETE', `identities/${encodeURIComponent(EMAIL)}`);

    expect(problems.filter((each) => !AS_AWS_ANSWERS.includes(each))).toEqual([]);
  });
});
