import type {
  TokenValidityUnitsType,
  UpdateUserPoolClientRequest,
  UserPoolClientType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Edit } from './contract.ts';

/** How long things last that an app client gives out. */
export interface ClientTimes {
  /** To complete a sign-in, 3 to 15. */
  readonly sessionMinutes: number;
  /** How long an ID token is valid, 5 to 1440. */
  readonly idTokenMinutes: number;
  /** How long an access token is valid, 5 to 1440. */
  readonly accessTokenMinutes: number;
  /** How long a refresh token is valid, 1 to 3650. */
  readonly refreshTokenDays: number;
}

/** Those of them that somebody asked for. */
export type WantedTimes = { readonly [Time in keyof ClientTimes]?: ClientTimes[Time] | undefined };

const SECONDS = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const;

/** Where Cognito keeps the life of a token, and in which unit this program gives it. */
const TOKENS = [
  { time: 'idTokenMinutes', token: 'IdToken', unit: 'minutes', words: 'ID token' },
  { time: 'accessTokenMinutes', token: 'AccessToken', unit: 'minutes', words: 'access token' },
  { time: 'refreshTokenDays', token: 'RefreshToken', unit: 'days', words: 'refresh token' },
] as const;

type Token = (typeof TOKENS)[number];

/** What counts without a unit, and for 0 (Cognito API reference, CreateUserPoolClient). */
const DEFAULTS = {
  IdToken: { unit: 'hours', seconds: SECONDS.hours },
  AccessToken: { unit: 'hours', seconds: SECONDS.hours },
  RefreshToken: { unit: 'days', seconds: 30 * SECONDS.days },
} as const;

type Settings = Pick<
  UserPoolClientType,
  'AuthSessionValidity' | `${Token['token']}Validity` | 'TokenValidityUnits'
>;

function lifeOf(settings: Settings, { token, unit }: Token): number {
  const value = settings[`${token}Validity`];
  const seconds =
    value === undefined || value === 0
      ? DEFAULTS[token].seconds
      : value * SECONDS[settings.TokenValidityUnits?.[token] ?? DEFAULTS[token].unit];
  return seconds / SECONDS[unit];
}

/** How long the client's tokens are valid, whatever their units, and a sign-in on its page. */
export function timesOf(settings: Settings): ClientTimes {
  const [id, access, refresh] = TOKENS;
  return {
    sessionMinutes: settings.AuthSessionValidity ?? 3,
    idTokenMinutes: lifeOf(settings, id),
    accessTokenMinutes: lifeOf(settings, access),
    refreshTokenDays: lifeOf(settings, refresh),
  };
}

/** What has to change for the times to be as they are wanted; one that nobody wants stays as it is. */
export function timeEdits(settings: Settings, wanted: WantedTimes): Edit<UpdateUserPoolClientRequest>[] {
  const edits: Edit<UpdateUserPoolClientRequest>[] = [];
  const { AuthSessionValidity, TokenValidityUnits } = settings;
  if (wanted.sessionMinutes !== undefined && AuthSessionValidity !== wanted.sessionMinutes) {
    edits.push({
      field: 'session minutes',
      from: AuthSessionValidity,
      to: wanted.sessionMinutes,
      member: 'AuthSessionValidity',
      value: wanted.sessionMinutes,
    });
  }
  const changed = TOKENS.filter((each) => {
    const to = wanted[each.time];
    return to !== undefined && to !== lifeOf(settings, each);
  });
  const units: TokenValidityUnitsType = {
    ...TokenValidityUnits,
    ...Object.fromEntries(changed.map(({ token, unit }) => [token, unit])),
  };
  for (const each of changed) {
    const [from, to] = [lifeOf(settings, each), wanted[each.time] ?? 0];
    edits.push({ field: `${each.words} ${each.unit}`, from, to, member: `${each.token}Validity`, value: to });
    const was = TokenValidityUnits?.[each.token];
    if (was === each.unit) continue;
    const field = `unit of the ${each.words}`;
    edits.push({ field, from: was, to: each.unit, member: 'TokenValidityUnits', value: units });
  }
  return edits;
}

/** The times of a new client. */
export function newTimes(times: ClientTimes) {
  return {
    AuthSessionValidity: times.sessionMinutes,
    ...Object.fromEntries(TOKENS.map(({ time, token }) => [`${token}Validity`, times[time]])),
    TokenValidityUnits: Object.fromEntries(TOKENS.map(({ token, unit }) => [token, unit])),
  };
}
