import type { UserPoolType } from '@aws-sdk/client-cognito-identity-provider';

/** On every pool that an app of ours is on: `made` when this tool created the pool, else `joined`. */
export const OWNER_TAG = 'mendix-cognito';

/** Before an alias: the tag of each app that is on a pool. Its value names what was created for the app. */
const APP_TAG = 'mendix-cognito:app:';

/** The key of the tag of an app. A key holds 128 characters, which is why an alias holds 100. */
export const appTag = (alias: string): string => `${APP_TAG}${alias}`;

/** The aliases that tags with those keys name, in alphabetical order. */
export const aliasesIn = (keys: readonly string[]): string[] =>
  keys
    .filter((key) => key.length > APP_TAG.length && key.startsWith(APP_TAG))
    .map((key) => key.slice(APP_TAG.length))
    .sort();

/** Anything with the tags of a pool. */
export type Tagged = Pick<UserPoolType, 'UserPoolTags'>;

/** The aliases of the apps that are on the pool, in alphabetical order. */
export const aliasesOn = ({ UserPoolTags }: Tagged): string[] => aliasesIn(Object.keys(UserPoolTags ?? {}));

/** True when the app of that alias is on the pool. */
export const hasApp = ({ UserPoolTags }: Tagged, alias: string | undefined): boolean =>
  alias !== undefined && UserPoolTags?.[appTag(alias)] !== undefined;

/** True when this tool created the pool. */
export const isMade = ({ UserPoolTags }: Tagged): boolean => UserPoolTags?.[OWNER_TAG] === 'made';

/** True when this tool created the pool, and no other app than that one is on it. */
export const isMadeFor = (pool: Tagged, alias: string | undefined): boolean =>
  isMade(pool) && aliasesOn(pool).every((other) => other === alias);

/** True when any app of ours is on the pool, or this tool created it. */
export const isOurs = (pool: Tagged): boolean => isMade(pool) || aliasesOn(pool).length > 0;

/** What was created for an app, beside the pool itself: the names of its clients, and the prefix of its domain. */
export interface Created {
  readonly clients: readonly string[];
  readonly domain: string | undefined;
}

// Neither sign can be in a name or a prefix (Cognito API reference, ClientName and Domain). A tag's value takes both, but
// no comma and no white space other than the blank (AWS General Reference, "Tagging AWS resources").
const BETWEEN = '/';
const COMMA = ':';

/** What the tag of that app says was created for it. */
export function createdFor({ UserPoolTags }: Tagged, alias: string | undefined): Created {
  const parts = (alias === undefined ? '' : (UserPoolTags?.[appTag(alias)] ?? '')).split(BETWEEN);
  const valuesOf = (name: string) =>
    parts.filter((part) => part.startsWith(`${name}=`)).map((part) => part.slice(name.length + 1));
  return {
    clients: valuesOf('client').map((name) => name.replaceAll(COMMA, ',')),
    domain: valuesOf('domain')[0],
  };
}

/** The value of an app's tag. */
export function createdValue({ clients, domain }: Created): string {
  const parts = [
    ...clients.map((name) => `client=${name.replaceAll(',', COMMA).replace(/\s/g, ' ')}`),
    ...(domain === undefined ? [] : [`domain=${domain}`]),
  ];
  return parts.join(BETWEEN) || 'nothing';
}
