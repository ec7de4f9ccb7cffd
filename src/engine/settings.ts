import { CliError, type Repair } from '../errors.ts';
import { type MendixSettings, mendixSettings } from '../mendix/settings.ts';
import { type Discovery, domainBase, isOnDomain } from '../oidc/discovery.ts';
import { MANAGED_WHY, managedChoices } from '../resources/app-client-diff.ts';
import { type AppClient, secretState } from '../resources/app-client-settings.ts';
import { missingFrom } from '../resources/contract.ts';
import type { Domain } from '../resources/domain.ts';
import { temporaryIn } from '../resources/temporary-callback.ts';
import type { UserPool } from '../resources/user-pool-settings.ts';
import { flagWords } from './command-line.ts';
import { joinWords } from './locate.ts';
import { documentUrl, type IssuerHosts, issuerOf } from './pool-discovery.ts';

/** What is there for one alias. */
export interface Present {
  readonly pool: UserPool | undefined;
  readonly domain: Domain | undefined;
  readonly client: AppClient | undefined;
  readonly discovery: Discovery | undefined;
}

/**
 * The settings for Mendix, or undefined while the pool, the client or its secret is missing. The secret is left out when
 * AWS does not show the one that Mendix is to use.
 */
export function settingsOf(
  aws: IssuerHosts,
  alias: string | undefined,
  { pool, domain, client, discovery }: Present,
): MendixSettings | undefined {
  if (pool === undefined || client === undefined) return undefined;
  const state = secretState(client);
  if (state === 'none') return undefined;
  const callbacks = client.settings.CallbackURLs ?? [];
  const active = discovery !== undefined && domain !== undefined && isOnDomain(discovery, domain.name);
  return mendixSettings({
    alias: alias ?? client.name,
    clientId: client.id,
    clientSecret: state === 'shown' ? client.secret : undefined,
    callbackUrls: missingFrom(temporaryIn(callbacks), callbacks),
    signOutUrls: client.settings.LogoutURLs ?? [],
    automaticConfigurationUrl: documentUrl(aws, pool, discovery),
    issuer: discovery?.issuer ?? issuerOf(aws, pool),
    domain: active ? domainBase(discovery) : undefined,
    userPoolId: pool.Id,
  });
}

/**
 * The same, for a command that is of no use without.
 *
 * @throws CliError CLIENT_NOT_FOUND or SECRET_MISSING.
 */
export function requireSettings(
  aws: IssuerHosts,
  alias: string | undefined,
  present: Present & { readonly pool: UserPool },
): MendixSettings {
  const settings = settingsOf(aws, alias, present);
  if (settings !== undefined) return settings;
  const app = joinWords(alias, present.pool);
  if (present.client === undefined) {
    const whose = alias === undefined ? present.pool.Id : `of “${alias}”`;
    throw new CliError(`The user pool ${whose} has no app client for Mendix.`, {
      code: 'CLIENT_NOT_FOUND',
      hint: [
        {
          act: 'This creates it:',
          run: ['create-client', ...app, '--app-url', '<address of the app>'],
        },
      ],
    });
  }
  throw new CliError(`The app client “${present.client.name}” has no secret, and Mendix needs one.`, {
    code: 'SECRET_MISSING',
    hint: [
      {
        act: 'Cognito gives a secret only when a client is created. This creates another:',
        run: [
          ...['create-client', ...app, '--client-name', '<another name>'],
          ...['--app-url', '<address of the app>'],
        ],
      },
    ],
  });
}

/** @returns the error of a run that needs the secret and got it neither from AWS nor from the user. */
export function secretNotShown(advice: readonly Repair[]): CliError {
  return new CliError('AWS does not show the client secret that Mendix is to use.', {
    code: 'SECRET_NOT_SHOWN',
    hint: [...advice, { act: 'You have it? Pipe it in, and add --secret-stdin.' }],
  });
}

/**
 * Pure: why AWS does not show the secret that Mendix is to use, and what to do; empty when it shows it. AWS shows an
 * app client's original secret only, and goes on showing it while a newer one waits beside it.
 *
 * @param app the flags with which a command finds the app
 */
export function secretAdvice(
  client: Pick<AppClient, 'secret' | 'secretArn' | 'secretCount' | 'name'>,
  alias: string | undefined,
  app: readonly string[],
): readonly Repair[] {
  const rotate = (...words: readonly string[]) => [
    'rotate-secret',
    ...words,
    ...app,
    ...(client.name === alias ? [] : flagWords('--client-name', client.name)),
  ];
  switch (secretState(client)) {
    case 'rotating':
      return [
        {
          act: 'The app client has two secrets, and AWS shows the older one at most. Mendix is to use the newer one, which rotate-secret showed when it created it. When it does, this removes the older one:',
          run: rotate('--finish'),
        },
        { act: 'Nobody has noted the newer one? This removes it:', run: rotate('--cancel') },
      ];
    case 'noted':
      return [
        {
          act: 'AWS shows an app client’s original secret only, and that one is gone. Mendix needs the one that rotate-secret showed when it created it. Nobody has noted it? This creates a new one:',
          run: rotate(),
        },
      ];
    case 'managed':
      return [{ act: MANAGED_WHY }, ...managedChoices(client, app)];
    default:
      return [];
  }
}
