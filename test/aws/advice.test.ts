import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ADVISED_NAMES, advised } from '../../src/aws/advice.ts';
import { readCaller } from '../../src/aws/caller.ts';
import { openAws } from '../../src/aws/clients.ts';
import type { AdviceContext } from '../../src/aws/credential-advice.ts';
import { CliError } from '../../src/errors.ts';
import { readEmailIdentity } from '../../src/resources/email-identity.ts';
import { listUserPools } from '../../src/resources/user-pool.ts';
import { hinting, hintOf } from '../support/repairs.ts';

const HERE: AdviceContext = { profile: undefined, region: 'eu-central-1' };
const WORK: AdviceContext = { profile: 'work', region: 'eu-central-1' };

const named = (name: string, message = 'said by AWS', more: object = {}): Error =>
  Object.assign(new Error(message), { name }, more);

function adviceOn(error: unknown, context = HERE): CliError {
  const advice = advised(error, context);
  if (!(advice instanceof CliError)) throw new Error('There is no advice on this error.', { cause: error });
  return advice;
}

/** Each error that has a row: the code, the exit code, and what the hint or message has to name. */
const ROWS: readonly (readonly [name: string, message: string, code: string, exit: number, says: RegExp])[] =
  [
    ['TokenProviderError', 'x', 'CREDENTIALS_EXPIRED', 4, /SSO session.*aws sso login.*--sandbox/],
    ['SSOTokenProviderFailure', 'x', 'CREDENTIALS_EXPIRED', 4, /SSO session.*aws sso login/],
    ['CredentialsProviderError', 'The SSO session has expired', 'CREDENTIALS_EXPIRED', 4, /aws sso login/],
    ['CredentialsProviderError', 'Token is not valid', 'CREDENTIALS_EXPIRED', 4, /aws sso login/],
    [
      'CredentialsProviderError',
      'Profile m requires multi-factor authentication',
      'CREDENTIALS_NEED_CODE',
      4,
      /MFA code/,
    ],
    ['CredentialsProviderError', 'none found', 'CREDENTIALS_MISSING', 4, /No AWS cred.*--profile.*--sandbox/],
    ['ExpiredToken', 'x', 'CREDENTIALS_EXPIRED', 4, /have expired.*--sandbox/],
    ['ExpiredTokenException', 'x', 'CREDENTIALS_EXPIRED', 4, /have expired/],
    ['RequestExpired', 'x', 'CREDENTIALS_EXPIRED', 4, /have expired/],
    ['UnrecognizedClientException', 'x', 'CREDENTIALS_INVALID', 4, /does not accept.*clock.*--sandbox/],
    ['InvalidClientTokenId', 'x', 'CREDENTIALS_INVALID', 4, /does not accept/],
    ['InvalidSignatureException', 'x', 'CREDENTIALS_INVALID', 4, /clock is off/],
    ['SignatureDoesNotMatch', 'x', 'CREDENTIALS_INVALID', 4, /clock is off/],
    ['MissingAuthenticationTokenException', 'x', 'CREDENTIALS_INVALID', 4, /does not accept/],
    ['IncompleteSignature', 'x', 'CREDENTIALS_INVALID', 4, /does not accept/],
    [
      'AccessDeniedException',
      'User: arn:aws:iam::123456789012:user/a is not authorized to perform: cognito-idp:CreateUserPool on resource: *',
      'ACCESS_DENIED',
      1,
      /may not call cognito-idp:CreateUserPool\..*IAM action cognito-idp:CreateUserPool/,
    ],
    ['AccessDenied', 'no', 'ACCESS_DENIED', 1, /IAM action/],
    ['UnauthorizedOperation', 'no', 'ACCESS_DENIED', 1, /IAM action/],
    [
      'NotAuthorizedException',
      'not authorized to perform: ses:GetEmailIdentity',
      'ACCESS_DENIED',
      1,
      /IAM action ses:GetEmailIdentity/,
    ],
    ['TooManyRequestsException', 'x', 'THROTTLED', 1, /Wait a minute.*same command/],
    ['ThrottlingException', 'x', 'THROTTLED', 1, /same command/],
    ['Throttling', 'x', 'THROTTLED', 1, /same command/],
    ['LimitExceededException', 'too many pools', 'QUOTA_REACHED', 1, /too many pools.*Service Quotas/],
    ['InvalidPasswordException', 'too short', 'PASSWORD_REFUSED', 1, /too short.*--password-stdin/],
    ['PasswordHistoryPolicyViolationException', 'used', 'PASSWORD_REFUSED', 1, /--generate-password/],
    [
      // aws-cdk#18964: not verified, or deleted
      'InvalidParameterException',
      'Cognito received the following error from Amazon SES when attempting to send email: Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: noreply@example.com',
      'EMAIL_REFUSED',
      1,
      /verify-email noreply@example\.com --wait.*create-pool --email-from/,
    ],
    [
      // aws-cdk#25115
      'NotAuthorizedException',
      'Email arn does not belong to your account.',
      'EMAIL_REFUSED',
      1,
      /another AWS account.*create-pool --email-from/,
    ],
    [
      // A CloudTrail record of October 2025: a policy of the identity
      'InvalidEmailRoleAccessPolicyException',
      'Cognito is not allowed to use your email identity',
      'EMAIL_REFUSED',
      1,
      /authorization policy.*verify-email "<address>" --wait.*create-pool --email-from/,
    ],
    [
      // nx-plugin-for-aws#631, aws-nuke#989
      'InvalidSmsRoleTrustRelationshipException',
      'Role does not have a trust relationship allowing Cognito to assume the role',
      'SMS_ROLE',
      1,
      /sends SMS with an IAM role.*every change.*console/,
    ],
    [
      // cognito-backup-restore#46
      'LimitExceededException',
      'Exceeded daily email limit for the operation or the account. If a higher limit is required, please configure your user pool to use your own Amazon SES configuration for sending email.',
      'MAIL_LIMIT',
      1,
      /50 emails a day.*create-pool --email-from/,
    ],
    [
      'UserLambdaValidationException',
      'PreSignUp failed with error Not from our company.',
      'TRIGGER_REFUSED',
      1,
      /The PreSignUp trigger.*Not from our company.*CloudWatch/,
    ],
    ['UnexpectedLambdaException', 'x', 'TRIGGER_REFUSED', 1, /The Lambda trigger/],
    ['InvalidLambdaResponseException', 'x', 'TRIGGER_REFUSED', 1, /The Lambda trigger/],
    ['InvalidSmsRoleAccessPolicyException', 'x', 'SMS_ROLE', 1, /sends SMS with an IAM role/],
    ['UserPoolTaggingException', 'x', 'TAGGING_REFUSED', 1, /cognito-idp:TagResource/],
    ['TierChangeNotAllowedException', 'no', 'TIER', 1, /--tier essentials.*--managed-login 1/],
    ['FeatureUnavailableInTierException', 'no', 'TIER', 1, /--tier essentials/],
    ['ConcurrentModificationException', 'x', 'CONCURRENT_CHANGE', 1, /same command again/],
    ['UserImportInProgressException', 'x', 'IMPORT_RUNNING', 1, /Wait for the import/],
    ['TimeoutError', 'x', 'TIMEOUT', 1, /did not answer.*proxy.*same command/],
    ['ResourceNotFoundException', 'pool is gone', 'NOT_FOUND', 1, /pool is gone.*mendix-cognito status/],
    ['UserNotFoundException', 'no user', 'NOT_FOUND', 1, /no user.*mendix-cognito status/],
  ];

describe('the advice on an error of AWS', () => {
  it.each(ROWS)('%s (%s) is %s with exit code %i', (name, message, code, exitCode, says) => {
    const error = named(name, message);
    const advice = adviceOn(error);
    expect(advice).toMatchObject({ code, exitCode, cause: error });
    expect(`${advice.message} ${hintOf(advice)}`.replace(/\s+/g, ' ')).toMatch(says);
  });

  it('is held for every error of the table', () => {
    expect(new Set(ROWS.map(([name]) => name))).toEqual(new Set(ADVISED_NAMES));
  });

  it.each([
    // amplify-cli#7729
    ['iam:PassRole', 'arn:aws:iam::111122223333:role/sms', /pass that role/],
    ['kms:CreateGrant', 'arn:aws:kms:eu-central-1:111122223333:key/0f', /AWS KMS key/],
    [
      'secretsmanager:DeleteSecret',
      'arn:aws:secretsmanager:eu-central-1:111122223333:secret:s',
      /Secrets Manager/,
    ],
    ['lambda:AddPermission', 'arn:aws:lambda:eu-central-1:111122223333:function:f', /allow the IAM action/],
  ])('on %s, which is in no policy of ours, does not name that policy', (action, arn, says) => {
    const advice = adviceOn(
      named(
        'AccessDeniedException',
        `User: x is not authorized to perform: ${action} on resource: ${arn} because no`,
      ),
    );
    expect(advice.message).toContain(`may not call ${action}.`);
    expect(hintOf(advice)).toMatch(says);
    expect(hintOf(advice)).toContain(`${action} on ${arn},`);
    expect(hintOf(advice)).not.toContain('iam-policy');
  });

  it('on credentials quotes a profile that a shell would take apart', () => {
    const advice = adviceOn(named('TokenProviderError', 'x'), { ...WORK, profile: "it's `id`" });
    expect(hintOf(advice)).toContain(`\n  aws sso login --profile 'it'"'"'s \`id\`'\n`);
  });

  it.each(ROWS.filter(([, , , exit]) => exit === 4))(
    'on credentials (%s) names the profile',
    (name, text) => {
      const advice = adviceOn(named(name, text), WORK);
      expect(advice.message).toContain('credentials of the AWS profile “work”');
      expect(hintOf(advice)).toMatch(
        /aws (?:sso login|configure export-credentials --format env) --profile work/,
      );
    },
  );

  it.each(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ENETUNREACH', 'EHOSTUNREACH', 'ECONNRESET'])(
    'on a connection that fails with %s names Region and network',
    (code) => {
      const advice = adviceOn(named('Error', 'connect', { code }));
      expect(advice).toMatchObject({ code: 'UNREACHABLE', exitCode: 1 });
      expect(advice.message).toContain(`Region eu-central-1 cannot be reached (${code})`);
      expect(hintOf(advice)).toContain('AWS_ENDPOINT_URL');
    },
  );

  it('says of a Region whose Cognito has no host that it may have no user pools', () => {
    const hostname = 'cognito-idp.eu-nowhere-1.amazonaws.com';
    const advice = adviceOn(named('Error', 'x', { code: 'ENOTFOUND', hostname }), {
      ...HERE,
      region: 'eu-nowhere-1',
    });
    expect(advice).toMatchObject({ code: 'REGION_UNKNOWN', exitCode: 1 });
    expect(advice.message).toMatch(/Region eu-nowhere-1 .*no user pools in it/);
    expect(hintOf(advice)).toContain('--region');
  });

  it('is none on what is no error of AWS, or was advised already', () => {
    const advice = new CliError('advised', { code: 'ADVISED' });
    for (const error of [
      advice,
      new TypeError('a bug'),
      named('NotAuthorizedException'),
      'text',
      undefined,
    ]) {
      expect(advised(error, HERE)).toBe(error);
    }
  });
});

describe('the advice on a call that failed', () => {
  /** Clients whose every call is answered with that error. */
  async function refusing(name: string, message: string) {
    const server = createServer((request, response) => {
      request.resume();
      // As the services do: STS speaks XML, SES has the name in a header, Cognito in the body.
      const xml = String(request.headers['content-type']).startsWith('application/x-www-form');
      response.writeHead(400, {
        'x-amzn-errortype': name,
        'content-type': xml ? 'text/xml' : 'application/json',
      });
      response.end(
        xml
          ? `<ErrorResponse><Error><Code>${name}</Code><Message>${message}</Message></Error></ErrorResponse>`
          : JSON.stringify({ __type: name, message }),
      );
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const sandboxUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return openAws({ region: 'eu-central-1', sandboxUrl, signal: new AbortController().signal });
  }

  const errorOf = (call: Promise<unknown>): Promise<unknown> =>
    call.then(
      () => undefined,
      (error: unknown) => error,
    );

  it('names the IAM action by the call, where AWS does not name it', async () => {
    const aws = await refusing('AccessDeniedException', 'denied');
    const calls = [
      ['cognito-idp:ListUserPools', () => listUserPools(aws)],
      ['ses:GetEmailIdentity', () => readEmailIdentity(aws, 'a@example.com')],
      ['sts:GetCallerIdentity', () => readCaller(aws)],
    ] as const;
    for (const [action, call] of calls) {
      const advice = adviceOn(await errorOf(call()));
      expect(advice).toMatchObject({ code: 'ACCESS_DENIED' });
      expect(hintOf(advice)).toContain(`the IAM action ${action},`);
    }
  });

  it('has AWS’s own name and words, where there is no row for it', async () => {
    const aws = await refusing('InvalidParameterException', 'One thing is wrong');
    expect(adviceOn(await errorOf(listUserPools(aws)))).toMatchObject({
      code: 'InvalidParameterException',
      message: 'AWS refused ListUserPools: One thing is wrong',
      repairs: hinting('--debug'),
    });
  });
});

it.each([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
])('a certificate that is not trusted (%s) leads to NODE_EXTRA_CA_CERTS', (code) => {
  const advice = adviceOn(named('Error', 'self-signed certificate', { code }));
  expect(advice).toMatchObject({
    code: 'TLS_UNTRUSTED',
    repairs: hinting('NODE_EXTRA_CA_CERTS'),
  });
});
