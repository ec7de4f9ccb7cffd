import { CliError } from '../../errors.ts';
import { aliasesOn, hasApp, isMade } from '../../resources/pool-tags.ts';
import { signsInByEmail } from '../../resources/user-pool-settings.ts';
import { flagWords } from '../command-line.ts';
import { type Check, type Finding, fail, ok, warn } from './check.ts';
import type { Examined, Seen } from './examine.ts';
import { permission } from './permissions.ts';
import type { Repairs } from './repair.ts';

function poolFinding(question: Examined, seen: Seen, repairs: Repairs): Finding {
  const { pool, located } = seen;
  // Two pools of one alias, or an id that is in no list: reported with its own choices.
  if ('error' in located && located.error instanceof CliError) {
    return fail(located.error.message, located.error.repairs[0] ?? repairs.createPool());
  }
  if (pool === undefined) {
    const whose = question.alias === undefined ? 'for Mendix' : `for the alias “${question.alias}”`;
    return fail(
      `There is no user pool ${whose} in this account and Region.`,
      repairs.setup([
        ...flagWords('--app-url', question.appUrls),
        ...flagWords('--user-email', question.userEmail),
        ...flagWords('--user-full-name', question.userFullName),
      ]),
    );
  }
  const { alias } = seen;
  const others = aliasesOn(pool)
    .filter((other) => other !== alias)
    .map((other) => `“${other}”`);
  if (!hasApp(pool, alias)) {
    return warn(
      `The user pool ${pool.Id} (“${pool.Name}”) has no tag of ${alias === undefined ? 'an app' : `the alias “${alias}”`}: only --pool-id finds it.`,
      repairs.createPool(),
    );
  }
  const shared = others.length === 0 ? '' : ` It is shared with ${others.join(', ')}.`;
  return ok(`The user pool ${pool.Id} has the alias “${alias}”.${shared}`);
}

function signInFinding({ pool }: Seen): Finding {
  const exact = pool?.UsernameConfiguration?.CaseSensitive !== false;
  const letters = exact ? 'typed in the letter case that they were created with' : 'in any letter case';
  if (pool === undefined || signsInByEmail(pool)) {
    return ok(`Users sign in with their email address, ${letters}.`);
  }
  if (pool.UsernameAttributes?.includes('phone_number') === true) {
    return ok('Users sign in with their phone number.');
  }
  const orEmail = pool.AliasAttributes?.includes('email') === true ? ' or their verified email address' : '';
  return ok(`Users sign in with their user name${orEmail}, ${letters}.`);
}

function protectionFinding({ pool }: Seen, repairs: Repairs): Finding {
  if (pool?.DeletionProtection === 'ACTIVE') return ok('The user pool cannot be deleted by mistake.');
  if (pool !== undefined && !isMade(pool)) {
    return ok('It is off. That is for whoever created the user pool to decide.');
  }
  return warn(
    'One click or call deletes the user pool with all of its users, and nothing brings them back.',
    repairs.createPool('--deletion-protection'),
  );
}

function domainFinding({ domain }: Seen, repairs: Repairs): Finding {
  if (domain === undefined) {
    return fail(
      'The user pool has no domain, so there is no sign-in page, and its configuration does not work in Mendix.',
      repairs.createPool(),
    );
  }
  const what = `The domain “${domain.name}”`;
  switch (domain.status) {
    case 'ACTIVE':
      return ok(`${what} is active.`);
    case 'CREATING':
    case 'UPDATING':
      return warn(`${what} is not ready yet (${domain.status}).`, {
        act: 'Wait a minute, then run the doctor again. Do not import the configuration into Mendix before.',
      });
    case 'DELETING':
      return fail(`${what} is being deleted: its sign-in pages are gone.`, {
        act: 'Wait a minute until it is gone, then run the doctor again: it shows how to create a new one.',
      });
    default:
      return fail(`${what} does not work (${domain.status}).`, {
        act: 'Delete it in the Cognito console (user pool → Domain), then run the doctor again.',
      });
  }
}

/** The user pool and its domain. */
export function poolChecks(question: Examined, seen: Seen, repairs: Repairs): Check[] {
  const group = 'User pool';
  return [
    {
      id: 'pool',
      group,
      name: 'User pool',
      needs: [
        ...(question.poolId === undefined ? [permission('cognito-idp:ListUserPools')] : []),
        permission('cognito-idp:DescribeUserPool'),
      ],
      look: () => poolFinding(question, seen, repairs),
    },
    {
      id: 'sign-in-name',
      group,
      name: 'Sign-in name',
      needs: ['pool'],
      look: () => signInFinding(seen),
    },
    {
      id: 'deletion-protection',
      group,
      name: 'Deletion protection',
      needs: ['pool'],
      look: () => protectionFinding(seen, repairs),
    },
    {
      id: 'domain',
      group,
      name: 'Domain',
      needs: ['pool', permission('cognito-idp:DescribeUserPoolDomain')],
      look: () => domainFinding(seen, repairs),
    },
  ];
}
