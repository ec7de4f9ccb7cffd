import type { Repair } from '../../errors.ts';
import { diffAppClient, MANAGED_WHY, managedChoices } from '../../resources/app-client-diff.ts';
import { secretState } from '../../resources/app-client-settings.ts';
import { mfaMode } from '../../resources/pool-mfa-settings.ts';
import { ROTATION_BEGUN } from '../rotation.ts';
import { type Check, type Finding, fail, ok, warn } from './check.ts';
import { callbackFinding, signOutFinding, urlWords } from './client-urls.ts';
import type { Examined, Seen } from './examine.ts';
import { permission } from './permissions.ts';
import type { Repairs } from './repair.ts';

/** One setting of the app client, by the name that `diffAppClient` gives its field: what is found here, create-client repairs. */
interface Setting {
  readonly id: string;
  readonly name: string;
  readonly field: string;
  readonly good: string;
  readonly finding: (why: string, repair: Repair) => Finding;
  readonly why: string;
  /** The flag that asks for what is recommended only. */
  readonly flag?: string;
}

const SETTINGS: readonly Setting[] = [
  {
    id: 'oauth',
    name: 'OAuth',
    field: 'sign-in page (OAuth) enabled',
    good: 'The app client may use the sign-in page.',
    finding: fail,
    why: 'The app client may not use the sign-in page: it answers “Client is not enabled for OAuth2.0 flows”.',
  },
  {
    id: 'code-grant',
    name: 'Code grant',
    field: 'OAuth grant types',
    good: 'The app client may use the authorization code grant.',
    finding: fail,
    why: 'The app client may not use the authorization code grant, and the OIDC SSO module knows no other: sign-in ends with unauthorized_client.',
  },
  {
    id: 'identity-provider',
    name: 'Identity provider',
    field: 'identity providers',
    good: 'The users of the pool may sign in through the app client.',
    finding: fail,
    why: 'The app client does not offer the pool’s own users (COGNITO), so nobody can sign in on its sign-in page.',
  },
  {
    id: 'scopes',
    name: 'Scopes',
    field: 'scopes',
    good: 'The app client allows openid, profile and email.',
    finding: fail,
    why: 'The app client does not allow all of openid, profile and email, which Mendix asks for: sign-in ends with invalid_scope.',
  },
  {
    id: 'read-attributes',
    name: 'Claims',
    field: 'attributes in the ID token',
    good: 'The ID token may contain the email address and the name of a user.',
    finding: fail,
    why: 'The app client may not read the email address or the name of a user. The ID token lacks them, so Mendix gets neither.',
  },
  {
    id: 'auth-flows',
    name: 'Auth flows',
    field: 'authentication flows',
    good: 'The app client allows sign-in by password and its refresh.',
    finding: warn,
    why: 'The app client does not allow the authentication flows that Mendix’s instructions ask for: ALLOW_USER_PASSWORD_AUTH, and ALLOW_REFRESH_TOKEN_AUTH unless refresh tokens rotate.',
  },
  {
    id: 'token-revocation',
    name: 'Token revocation',
    field: 'token revocation',
    good: 'Signing out can revoke the tokens of the app client.',
    finding: warn,
    why: 'Token revocation is off: a refresh token that was stolen cannot be revoked.',
    flag: '--token-revocation',
  },
  {
    id: 'hide-unknown-users',
    name: 'Unknown users',
    field: 'hide whether a user exists',
    good: 'The sign-in does not show whether a user exists.',
    finding: warn,
    why: 'The sign-in shows strangers which email addresses have an account.',
    flag: '--hide-unknown-users',
  },
];

function settingFinding(setting: Setting, question: Examined, seen: Seen, repair: Repair): Finding {
  const difference = diffAppClient(seen.client, {
    name: seen.clientName ?? '',
    callbackUrls: question.callbackUrls,
    signOutUrls: question.signOutUrls,
    times: {},
    tokenRevocation: true,
    hideUnknownUsers: true,
  });
  const fields = difference.action === 'none' ? [] : difference.fields;
  const differs = fields.some(({ field }) => field === setting.field);
  return differs ? setting.finding(setting.why, repair) : ok(setting.good);
}

function clientFinding(question: Examined, seen: Seen, repair: Repair): Finding {
  const { clients, clientName, client } = seen;
  if (client !== undefined) return ok(`The app client “${client.name}” has the client ID ${client.id}.`);
  const same = clients.filter(({ name }) => name === clientName);
  if (same.length > 1) {
    return fail(
      `The user pool has ${same.length} app clients named “${clientName}”: ${same.map(({ id }) => id).join(', ')}.`,
      {
        act: 'Rename or delete all but the one that Mendix uses: Cognito console → user pool → App clients.',
      },
    );
  }
  const others = clients.map(({ name }) => `“${name}”`).join(', ');
  const instead =
    others === ''
      ? ''
      : ` Others are there: ${others}; if Mendix uses one of them, name it with --client-name.`;
  const asks = question.appUrls.length === 0 ? ' The command asks for the address of the app.' : '';
  const named = clientName === undefined ? 'for Mendix' : `named “${clientName}”`;
  return fail(`The user pool has no app client ${named}.${instead}${asks}`, repair);
}

function secretFinding({ client }: Seen, words: readonly string[], repairs: Repairs): Finding {
  switch (client === undefined ? 'none' : secretState(client)) {
    case 'none':
      return fail(
        'The app client was created without a secret. Mendix needs one, and only a new app client gets one; name that one with --client-name from then on.',
        repairs.createClient(words, `${client?.name.slice(0, 120)}-secret`),
      );
    case 'rotating':
      return warn(ROTATION_BEGUN, repairs.finishRotation());
    case 'noted':
      return ok(
        'The app client has a secret. AWS does not show it: Mendix needs the one that rotate-secret showed.',
      );
    case 'managed':
      return fail(MANAGED_WHY, ...managedChoices(client ?? { name: '' }, repairs.app));
    case 'shown':
      return ok('The app client has a secret.');
  }
}

/** Minutes in which somebody sets up an authenticator app, and what asks for more. */
const ENOUGH_TO_SET_UP = 5;
const LONGER = ['--session-minutes', '15'];

/** The life of a sign-in is that of its codes too (developer guide, "MFA"; quotas). */
function mfaFinding({ pool, client }: Seen, repair: Repair): Finding {
  switch (mfaMode(pool?.MfaConfiguration)) {
    case 'off':
      return ok('The password is enough to sign in.');
    case 'optional':
      return ok('A second factor is asked of users who have set one up.');
    case 'required': {
      const minutes = client?.settings.AuthSessionValidity ?? 3;
      return minutes >= ENOUGH_TO_SET_UP
        ? ok('Everybody sets up a second factor at the first sign-in.')
        : warn(
            `Everybody sets up a second factor at the first sign-in, and has ${minutes} minutes for it: anyone who takes longer must start again.`,
            repair,
          );
    }
  }
}

function brandingFinding({ domain, branding }: Seen, repair: Repair): Finding {
  if (domain?.managedLogin === 1) return ok('The classic sign-in pages need no style.');
  return branding === undefined
    ? fail(
        'The app client has no sign-in page style: its sign-in page answers “Login pages unavailable”.',
        repair,
      )
    : ok('The app client has a sign-in page style.');
}

/** The app client, and what it needs for the OIDC SSO module to sign people in through it. */
export function clientChecks(question: Examined, seen: Seen, repairs: Repairs): Check[] {
  const group = 'App client';
  const needs = ['client'];
  const words = urlWords(question, seen.client);
  const repair = repairs.createClient(words);
  return [
    {
      id: 'client',
      group,
      name: 'App client',
      needs: [
        'pool',
        permission('cognito-idp:ListUserPoolClients'),
        permission('cognito-idp:DescribeUserPoolClient'),
        permission('cognito-idp:ListUserPoolClientSecrets'),
      ],
      look: () => clientFinding(question, seen, repair),
    },
    {
      id: 'client-secret',
      group,
      name: 'Secret',
      needs,
      look: () => secretFinding(seen, words, repairs),
    },
    ...SETTINGS.map(
      (setting): Check => ({
        id: setting.id,
        group,
        name: setting.name,
        needs,
        look: () =>
          settingFinding(
            setting,
            question,
            seen,
            setting.flag === undefined ? repair : repairs.createClient([...words, setting.flag]),
          ),
      }),
    ),
    {
      id: 'mfa',
      group,
      name: 'Second factor',
      needs,
      look: () => mfaFinding(seen, repairs.createClient([...words, ...LONGER])),
    },
    {
      id: 'callback-urls',
      group,
      name: 'Callback URLs',
      needs,
      look: () => callbackFinding(question, seen.client?.settings.CallbackURLs ?? [], repairs, repair),
    },
    {
      id: 'sign-out-urls',
      group,
      name: 'Sign-out URLs',
      needs,
      look: () => signOutFinding(question, seen.client?.settings, repairs, repair),
    },
    {
      id: 'branding',
      group,
      name: 'Sign-in page style',
      needs: ['client', 'domain', permission('cognito-idp:DescribeManagedLoginBrandingByClient')],
      look: () => brandingFinding(seen, repair),
    },
  ];
}
