import type { Aws } from '../../aws/clients.ts';
import type { Desired, PoolSelector, Target } from '../../engine/desired.ts';
import type { Observed } from '../../engine/observe.ts';
import type { InvocationOf } from '../../flows/command.ts';
import {
  desiredClient,
  desiredDomain,
  desiredMfa,
  desiredPool,
  desiredUser,
  firstPrefix,
  type GivenUser,
  selectorOf,
  targetOf,
} from '../../inputs/desired.ts';
import type { statusCommand } from './command.ts';

type Wishes = InvocationOf<typeof statusCommand>['wishes'];

/** What is read: status never asks for more than what is there, so a foreign pool may be read. */
export function toRead(
  { customEndpoint, sandbox }: Pick<Aws, 'customEndpoint' | 'sandbox'>,
  wishes: Wishes,
  users: readonly GivenUser[],
  app: Partial<Pick<PoolSelector, 'alias' | 'poolId'>> = {},
): Target {
  const selector = { ...selectorOf(wishes), ...app, adopt: true };
  return targetOf(wishes, {
    selector,
    identities: [...new Set(wishes.verifyEmail ?? [])],
    emailFrom: wishes.emailFrom,
    mfa: wishes.mfa !== undefined,
    // An emulator may have no domains, which only a question about one brings out.
    prefix: customEndpoint && !sandbox ? firstPrefix(wishes, selector.alias ?? 'mendix') : undefined,
    users,
  });
}

/** What it is compared with: what the flags ask for, and what a sign-in needs. */
export function toCompare(
  wishes: Wishes,
  target: Target,
  users: readonly GivenUser[],
  { alias = 'mendix', client }: Observed,
): Desired {
  const desired = desiredClient(wishes, alias);
  return {
    target,
    pool: desiredPool(wishes, alias),
    mfa: desiredMfa(wishes),
    domain: desiredDomain(wishes, alias),
    client: { ...desired, name: wishes.clientName ?? client?.name ?? alias },
    // The password is compared with nothing: status sets none.
    users: users.map((user) => ({ ...desiredUser(wishes, user, undefined), permanent: false })),
  };
}
