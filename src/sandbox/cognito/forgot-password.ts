import { AwsError, notAuthorized } from '../errors.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Infer } from '../shapes/notation.ts';
import type * as shapes from '../shapes/sign-up.ts';
import type { Client, Pool, User } from '../state.ts';
import { type CodeDelivery, codeMismatch, sendCode, takeCode } from './codes.ts';
import type { Call } from './operation.ts';
import { newPassword } from './passwords.ts';
import { clearFailures } from './sign-in-attempts.ts';
import { fakeDelivery, identify, unknownUser } from './sign-up.ts';
import { lookUpUser } from './user-lookup.ts';
import { recoveryAddress } from './user-states.ts';
import { checkEnabled } from './users.ts';

/** Cognito API reference, ForgotPassword. */
export function forgotPassword(input: Infer<typeof shapes.askForCode>, call: Call): object {
  const { pool, client } = identify(input, call);
  return { CodeDeliveryDetails: sendResetCode(pool, client, input.Username, call.sandbox) };
}

/** Cognito API reference, ConfirmForgotPassword. */
export async function confirmForgotPassword(
  input: Infer<typeof shapes.confirmForgotPassword>,
  call: Call,
): Promise<object> {
  const { pool, client } = identify(input, call);
  const answer = { name: input.Username, code: input.ConfirmationCode, password: input.Password };
  await setForgotten(pool, client, answer, call.sandbox.now());
  return {};
}

/** Whether users may set another password themselves (API reference, RecoveryOptionType). */
export function mayRecover(pool: Pool): boolean {
  const recovery = pool.settings.AccountRecoverySetting?.RecoveryMechanisms ?? [];
  return recovery.every((each) => each.Name !== 'admin_only');
}

/**
 * Sends a code for another password. With PreventUserExistenceErrors a user who is unknown, disabled or without a verified
 * address looks like any other (developer guide, "Managing user existence error responses").
 *
 * @throws NotAuthorizedException, InvalidParameterException, UserNotFoundException, CodeDeliveryFailureException
 */
export function sendResetCode(pool: Pool, client: Client, name: string, sandbox: Sandbox): CodeDelivery {
  if (!mayRecover(pool)) throw notAuthorized('Contact administrator to reset password.');
  const user = lookUpUser(pool, name);
  if (!user) return fakeDelivery(client, name);
  try {
    checkEnabled(user);
    return sendCode('reset', pool, user, recoveryAddress(user), sandbox);
  } catch (error) {
    // The state of a temporary password is shown whatever the setting.
    const shown = user.status === 'FORCE_CHANGE_PASSWORD' && user.enabled;
    const hidden = client.settings.PreventUserExistenceErrors === 'ENABLED' && !shown;
    if (!hidden || !(error instanceof AwsError) || error.type === 'CodeDeliveryFailureException') throw error;
    return fakeDelivery(client, name);
  }
}

/**
 * Sets the password that goes with the code, which is good for an hour, and once.
 *
 * @throws CodeMismatchException, ExpiredCodeException, InvalidPasswordException, NotAuthorizedException,
 * UserNotFoundException
 */
export async function setForgotten(
  pool: Pool,
  client: Client,
  answer: { name: string; code: string; password: string },
  now: number,
): Promise<User> {
  const user = lookUpUser(pool, answer.name);
  const prevented = client.settings.PreventUserExistenceErrors === 'ENABLED';
  if (!user || (prevented && !user.enabled)) throw unknownUser(client, codeMismatch());
  checkEnabled(user);
  const password = await newPassword(answer.password, pool, user, now);
  takeCode('reset', user, answer.code, now);
  clearFailures(user);
  return Object.assign(user, password, { status: 'CONFIRMED' as const, modifiedAt: now });
}
