import {
  type BlockedField,
  type Difference,
  differenceOf,
  type FieldChange,
  missingFrom,
} from './contract.ts';
import type { SignIn } from './user-pool-settings.ts';
import type { DesiredUser, Identified, User, UserValues } from './user-settings.ts';

/** An attribute that is not as it is wanted, by Cognito's names and values. */
interface AttributeChange {
  readonly name: string;
  readonly from: string | undefined;
  readonly to: string;
}

/** Pure: which attributes of a user are not as they are wanted; the address is always to be verified. */
export function attributeChanges(user: User, { attributes }: UserValues): AttributeChange[] {
  return Object.entries({ ...attributes, email_verified: 'true' })
    .map(([name, to]) => ({ name, from: user.attributes[name], to }))
    .filter(({ from, to }) => from !== to);
}

/** The change in the words of a plan. */
function fieldOf({ name, from, to }: AttributeChange): FieldChange {
  if (name === 'email_verified') return { field: 'email verified', from: false, to: true };
  return { field: name === 'name' ? 'full name' : name, from, to };
}

/** True when nobody has signed in yet as the user, whose password is a temporary one. */
export const isUnused = ({ status }: User): boolean => status === 'FORCE_CHANGE_PASSWORD';

/** True when the user was created, and the run ended before the password was set. */
export function isHalfMade(user: User, desired: DesiredUser): boolean {
  return desired.permanent && !desired.resetPassword && isUnused(user);
}

/** The change of the password, or undefined when the user keeps the one they have. */
export function passwordChange(user: User, desired: DesiredUser): FieldChange | undefined {
  if (desired.resetPassword) {
    return { field: 'password', from: 'theirs', to: desired.permanent ? 'new' : 'new, temporary' };
  }
  if (isHalfMade(user, desired)) {
    return { field: 'status', from: user.status, to: 'CONFIRMED (new password)' };
  }
  return undefined;
}

/** True when the user of that name has another email address than the one that is meant. */
export function isSomebodyElse({ attributes }: User, { email, username }: Identified): boolean {
  const stored = attributes.email;
  return username !== undefined && stored !== undefined && stored.toLowerCase() !== email.toLowerCase();
}

/** What keeps a user from being created, or from being the one that is meant. */
function blockedUser(
  signIn: SignIn,
  user: User | undefined,
  { email, username }: DesiredUser,
): BlockedField[] {
  const byEmail = signIn === 'email';
  const blocked = (why: string, choice: string) => [{ field: 'user name', why, choices: [{ act: choice }] }];
  if (byEmail && username !== undefined) {
    return blocked(
      'The users of this pool sign in with their email address, and Cognito gives each a name by itself.',
      'Leave --username out.',
    );
  }
  if (user === undefined && !byEmail && username === undefined) {
    return blocked(
      `The users of this pool do not sign in with their email address alone, and ${email} is none of theirs.`,
      'Name the user with --username <name>, or with the email address of a user who is there already.',
    );
  }
  if (user !== undefined && isSomebodyElse(user, { email, username })) {
    return blocked(
      `The user “${username}” is there already, with another email address.`,
      'Give the email address of that user, or another --username.',
    );
  }
  return [];
}

/** The groups that the user is to be in, and is not. */
export const missingGroups = (user: User | undefined, { groups = [] }: DesiredUser): string[] =>
  missingFrom(user?.groups, groups);

function groupFields(user: User | undefined, desired: DesiredUser): FieldChange[] {
  const missing = missingGroups(user, desired);
  const from = user?.groups ?? [];
  return missing.length === 0 ? [] : [{ field: 'groups', from, to: [...from, ...missing] }];
}

/** Pure: what stands between a user of a pool with that kind of sign-in and what is wanted of the user. */
export function diffUser(user: User | undefined, desired: DesiredUser, signIn: SignIn = 'email'): Difference {
  const blocked = blockedUser(signIn, user, desired);
  if (blocked.length > 0) return { action: 'blocked', fields: [], blocked };
  const groups = groupFields(user, desired);
  if (user === undefined) {
    const given = Object.entries(desired.attributes);
    return {
      action: 'create',
      fields: [...given.map(([name, to]) => fieldOf({ name, from: undefined, to })), ...groups],
    };
  }
  const password = passwordChange(user, desired);
  const changes = attributeChanges(user, desired).map(fieldOf);
  // Whether there is one is not always known.
  const app =
    desired.resetMfa === true ? [{ field: 'authenticator app', from: 'theirs, if any', to: 'none' }] : [];
  const enabled =
    desired.enable === true && !user.enabled ? [{ field: 'enabled', from: false, to: true }] : [];
  return differenceOf([
    ...changes,
    ...(password === undefined ? [] : [password]),
    ...app,
    ...groups,
    ...enabled,
  ]);
}
