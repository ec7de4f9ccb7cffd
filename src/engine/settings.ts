import type { Aws } from '../aws/clients.ts';
import { CliError } from '../errors.ts';
import { type MendixSettings, mendixSettings } from '../mendix/settings.ts';
import { type Discovery, discoveryUrl, domainBase, isOnDomain } from '../oidc/discovery.ts';
import type { AppClient } from '../resources/app-client-settings.ts';
import type { Domain } from '../resources/domain.ts';
import { ALIAS_TAG, type UserPool } from '../resources/user-pool-settings.ts';

/** What is there for one alias. */
export interface Present {
  readonly pool: UserPool | undefined;
  readonly domain: Domain | undefined;
  readonly client: AppClient | undefined;
  readonly discovery: Discovery | undefined;
}

/** The settings for Mendix, or undefined while the pool, the client or its secret is missing. */
export function settingsOf(
  aws: Pick<Aws, 'issuerBase'>,
  alias: string | undefined,
  { pool, domain, client, discovery }: Present,
): MendixSettings | undefined {
  if (pool === undefined || client?.secret === undefined) return undefined;
  const name = alias ?? pool.UserPoolTags?.[ALIAS_TAG] ?? client.name;
  const active = discovery !== undefined && domain !== undefined && isOnDomain(discovery, domain.name);
  return mendixSettings({
    alias: name,
    clientId: client.id,
    clientSecret: client.secret,
    callbackUrls: client.settings.CallbackURLs ?? [],
    signOutUrls: client.settings.LogoutURLs ?? [],
    automaticConfigurationUrl: discoveryUrl(aws.issuerBase, pool.Id),
    issuer: discovery?.issuer ?? `${aws.issuerBase}/${pool.Id}`,
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
  aws: Pick<Aws, 'issuerBase'>,
  alias: string,
  present: Present,
): MendixSettings {
  const settings = settingsOf(aws, alias, present);
  if (settings !== undefined) return settings;
  if (present.client === undefined) {
    throw new CliError(`The user pool of “${alias}” has no app client for Mendix.`, {
      code: 'CLIENT_NOT_FOUND',
      hint: `Make it with mendix-cognito create-client --alias ${alias} --app-url <address of the app>.`,
    });
  }
  throw new CliError(`The app client “${present.client.name}” has no secret, and Mendix needs one.`, {
    code: 'SECRET_MISSING',
    hint: 'Cognito gives a secret only when a client is made: run create-client with another --client-name.',
  });
}
