import { AwsError, invalidParameter, notAuthorized } from '../errors.ts';
import { ACCOUNT_ID, type Sandbox } from '../sandbox.ts';
import { deniesCognito } from '../ses/identity-policies.ts';
import { identityState } from '../ses/identity-state.ts';
import type { PoolSettings } from '../state.ts';

/** Regions whose identities pools of every Region may send with (developer guide, "Email settings for user pools"). */
const SES_REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1'];

/**
 * Whether a pool may send with its sender. Cognito asks at every CreateUserPool and UpdateUserPool, also at one that changes
 * something else. The errors and texts are recorded: aws-cdk#18964 (not verified, or deleted), #25115 (another account),
 * #9739 (`From` alone), and a CloudTrail record of October 2025 (a policy of the identity).
 *
 * @throws InvalidParameterException, NotAuthorizedException, InvalidEmailRoleAccessPolicyException
 */
export function checkSender(
  email: PoolSettings['EmailConfiguration'],
  poolRegion: string,
  sandbox: Sandbox,
): void {
  if (email?.SourceArn === undefined) {
    if (email?.EmailSendingAccount === 'DEVELOPER') {
      throw invalidParameter('SourceArn is required when EmailSendingAccount is DEVELOPER.');
    }
    if (email?.From !== undefined) {
      throw invalidParameter('Cannot configure From email address for default email configuration');
    }
    return;
  }
  const arn = /^arn:aws:ses:([a-z0-9-]+):([0-9]+):identity\/(.+)$/.exec(email.SourceArn);
  if (!arn) throw invalidParameter('SourceArn is not the ARN of an Amazon SES identity.');
  const [, region = '', account, name = ''] = arn;
  if (account !== ACCOUNT_ID) throw notAuthorized('Email arn does not belong to your account.');
  if (region !== poolRegion && !SES_REGIONS.includes(region)) {
    throw invalidParameter(`A user pool in ${poolRegion} can not send with an identity in ${region}.`);
  }
  const identity = sandbox.state.identities.find((each) => each.region === region && each.name === name);
  if (!identity || identityState(identity, sandbox.now()) !== 'SUCCESS') {
    throw invalidParameter(
      'Cognito received the following error from Amazon SES when attempting to send email: Email address is not ' +
        `verified. The following identities failed the check in region ${region.toUpperCase()}: ${name}`,
    );
  }
  if (deniesCognito(identity)) {
    throw new AwsError(
      'InvalidEmailRoleAccessPolicyException',
      'Cognito is not allowed to use your email identity',
    );
  }
  checkFrom(email.From, name);
}

/** `From` is an address, or a name with the address in angle brackets; a domain has no address of its own. */
function checkFrom(from: string | undefined, identity: string): void {
  if (from === undefined) {
    if (identity.includes('@')) return;
    throw invalidParameter('From is required when SourceArn is the identity of a domain.');
  }
  const address = (/<([^<>]+)>\s*$/.exec(from)?.[1] ?? from).trim().toLowerCase();
  if (!/^[^\s@]+@[^\s@]+$/.test(address)) throw invalidParameter('Provided From email address is invalid');
  if (address !== identity.toLowerCase() && !address.endsWith(`@${identity.toLowerCase()}`)) {
    throw invalidParameter('The From address does not belong to the email identity of SourceArn.');
  }
}
