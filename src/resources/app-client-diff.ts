import type { ClientUpdate } from '../aws/newer-members.ts';
import type { Repair } from '../errors.ts';
import { type AppClient, clientEdits, type DesiredAppClient, secretState } from './app-client-settings.ts';
import { type BlockedField, type Difference, differenceOf, type Edit, type FieldChange } from './contract.ts';

const SECOND_CLIENT = {
  act: 'Create a second client beside it: run the command with another --client-name.',
};

/** How many a client may have (Cognito API reference, CreateUserPoolClient). */
const MOST: Partial<Record<keyof ClientUpdate, number>> = {
  CallbackURLs: 100,
  LogoutURLs: 100,
  AllowedOAuthScopes: 50,
};

/**
 * Why a secret that AWS Secrets Manager keeps is of no use in Mendix. API reference, UpdateUserPoolClient: Cognito rotates
 * it every 7 days by default; that a pasted one stops working then is inferred.
 */
export const MANAGED_WHY =
  'AWS Secrets Manager keeps the secret of this app client, and Cognito changes it there, every 7 days by default. Mendix keeps the one that was pasted, so the sign-in may stop working within a week.';

/**
 * The two ways out.
 *
 * @param app the flags with which a command finds the app
 */
export function managedChoices({ name }: Pick<AppClient, 'name'>, app: readonly string[]): readonly Repair[] {
  return [
    {
      act: 'Create an app client of its own for Mendix, and leave this one to others:',
      run: [
        'create-client',
        ...app,
        '--client-name',
        `${name.slice(0, 120)}-mendix`,
        '--app-url',
        '<address of the app>',
      ],
    },
    {
      act: 'Or move the secret back into Cognito. That deletes it in AWS Secrets Manager at once and for good, and whatever reads it there stops working:',
      run: ['create-client', ...app, '--client-name', name, '--move-secret'],
    },
  ];
}

/** What Cognito would refuse about those edits of the client, or what would be of no use. */
function blockedIn(
  client: AppClient,
  edits: readonly Edit<ClientUpdate>[],
  app: readonly string[],
): BlockedField[] {
  const blocked: BlockedField[] = [];
  if (secretState(client) === 'managed' && !edits.some(({ field }) => field === 'client secret')) {
    blocked.push({ field: 'client secret', why: MANAGED_WHY, choices: managedChoices(client, app) });
  }
  if (secretState(client) === 'none') {
    blocked.push({
      field: 'client secret',
      why: 'This app client was created without a secret, and Cognito gives one only when a client is created. Mendix needs it.',
      choices: [
        SECOND_CLIENT,
        {
          act: `Delete the client “${client.name}” in the Cognito console if nothing else uses it, and run the command again.`,
        },
      ],
    });
  }
  // Cognito API reference, CreateUserPoolClient, AllowedOAuthFlows.
  if (client.settings.AllowedOAuthFlows?.includes('client_credentials')) {
    blocked.push({
      field: 'OAuth grant types',
      why: 'This app client is for programs that sign in by themselves (client_credentials), and Cognito allows no sign-in page beside that.',
      choices: [SECOND_CLIENT],
    });
  }
  for (const { field, member, value } of edits) {
    const most = MOST[member];
    if (most === undefined || !Array.isArray(value) || value.length <= most) continue;
    blocked.push({
      field,
      why: `An app client takes at most ${most}, and with the new ones it would have ${value.length}.`,
      choices: [
        {
          act: 'Remove what is no longer needed in the Cognito console (user pool → App clients), and run the command again.',
        },
        SECOND_CLIENT,
      ],
    });
  }
  return blocked;
}

/**
 * Pure: what stands between a client and what is wanted of it.
 *
 * @param app the flags with which a command finds the app
 */
export function diffAppClient(
  client: AppClient | undefined,
  desired: DesiredAppClient,
  app: readonly string[] = [],
): Difference {
  if (client === undefined) return { action: 'create', fields: createFields(desired) };
  const edits = clientEdits(client, desired);
  return differenceOf(edits, [...blockedIn(client, edits, app), ...blockedRemovals(client, desired)]);
}

/** Callback URLs that cannot go: Cognito wants one at least, and keeps the one that is its default. */
function blockedRemovals({ settings }: AppClient, desired: DesiredAppClient): BlockedField[] {
  const present = settings.CallbackURLs ?? [];
  const going = present.filter((url) => desired.unwanted?.callbackUrls.includes(url));
  if (going.length === 0) return [];
  const blocked: BlockedField[] = [];
  if (going.length === present.length && desired.callbackUrls.length === 0) {
    blocked.push({
      field: 'callback URLs',
      why: `Without ${going.join(', ')} this app client has no app left, and nobody could sign in.`,
      choices: [
        { act: 'Name the app that replaces it in the same run, with --app-url.' },
        { act: 'Delete everything of this alias:', run: ['destroy'] },
      ],
    });
  }
  if (settings.DefaultRedirectURI !== undefined && going.includes(settings.DefaultRedirectURI)) {
    blocked.push({
      field: 'default redirect URL',
      why: `Somebody made ${settings.DefaultRedirectURI} the default of this app client, and Cognito keeps a default among the callback URLs.`,
      choices: [
        { act: 'Set another default in the Cognito console (user pool → App clients → Login pages).' },
      ],
    });
  }
  return blocked;
}

function createFields(desired: DesiredAppClient): FieldChange[] {
  const urls = (field: string, to: readonly string[]) => (to.length === 0 ? [] : [{ field, from: [], to }]);
  return [...urls('callback URLs', desired.callbackUrls), ...urls('sign-out URLs', desired.signOutUrls)];
}
