import { invalidParameter, notAuthorized } from '../errors.ts';
import type { Infer } from '../shapes/notation.ts';
import type { onlyUser, userWithMetadata } from '../shapes/users.ts';
import type { User } from '../state.ts';
import { sendCode } from './codes.ts';
import type { Call } from './operation.ts';
import { findPool } from './pool-lookup.ts';
import { findUser } from './user-lookup.ts';
import { checkUnconfirmed } from './users.ts';

/** Cognito API reference, AdminEnableUser and AdminDisableUser, which "revokes all access tokens for the user". */
export function setEnabled(enabled: boolean): (input: Infer<typeof onlyUser>, call: Call) => object {
  return (input, call) => {
    const pool = findPool(call, input.UserPoolId);
    const user = findUser(pool, input.Username);
    user.enabled = enabled;
    user.modifiedAt = call.sandbox.now();
    if (!enabled) pool.refreshTokens = pool.refreshTokens.filter((each) => each.sub !== user.sub);
    return {};
  };
}

/** Cognito API reference, AdminResetUserPassword: the password is of no use any more, and a code goes out. */
export function resetPassword(input: Infer<typeof userWithMetadata>, call: Call): object {
  const pool = findPool(call, input.UserPoolId);
  const user = findUser(pool, input.Username);
  const address = recoveryAddress(user);
  sendCode('reset', pool, user, address, call.sandbox);
  user.status = 'RESET_REQUIRED';
  user.modifiedAt = call.sandbox.now();
  return {};
}

/** Cognito API reference, AdminConfirmSignUp: for users who signed up themselves. */
export function confirmSignUpAsAdmin(input: Infer<typeof userWithMetadata>, call: Call): object {
  const user = findUser(findPool(call, input.UserPoolId), input.Username);
  checkUnconfirmed(user);
  user.status = 'CONFIRMED';
  user.modifiedAt = call.sandbox.now();
  return {};
}

/**
 * Where the code goes with which a user sets another password. The texts are recorded in
 * aws-solutions/distributed-load-testing-on-aws#1 (state) and amazon-cognito-identity-js#678 (address).
 *
 * @throws NotAuthorizedException, InvalidParameterException
 */
export function recoveryAddress(user: User): string {
  if (user.status === 'FORCE_CHANGE_PASSWORD') {
    throw notAuthorized('User password cannot be reset in the current state.');
  }
  const { email, email_verified } = user.attributes;
  if (email === undefined || email_verified !== 'true') {
    throw invalidParameter(
      'Cannot reset password for the user as there is no registered/verified email or phone_number',
    );
  }
  return email;
}
