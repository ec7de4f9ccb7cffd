import { isNamed } from '../aws/outcome.ts';
import type { Secret } from '../secret.ts';
import { generatePassword } from './password.ts';

/**
 * What a user is made with. A password that is to stay is set by a call of its own, and a pool that keeps a history of
 * passwords would refuse there what the user was made with. One of the same length meets the same policy.
 */
export function passwordToMakeWith(password: Secret, permanent: boolean): Secret {
  return permanent ? generatePassword(password.reveal().length) : password;
}

/** One call, and the look that is taken when its outcome is unclear; for `createOnce` and `paced`. */
interface Setting {
  readonly call: () => Promise<void>;
  readonly found: () => Promise<undefined>;
}

/**
 * Sets a password: a pool that keeps a history refuses it the second time, after an answer that got lost.
 *
 * @param send one attempt
 * @param maybeSet true when an earlier run may have set the very same one
 */
export function passwordSetting(send: () => Promise<unknown>, maybeSet = false): Setting {
  let maybe = maybeSet;
  return {
    call: async () => {
      try {
        await send();
      } catch (error) {
        if (!maybe || !isNamed(error, 'PasswordHistoryPolicyViolationException')) throw error;
      }
    },
    found: async () => {
      maybe = true;
      return undefined;
    },
  };
}
