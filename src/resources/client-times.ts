import type {
  UpdateUserPoolClientRequest,
  UserPoolClientType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Edit } from './contract.ts';

/** How long things last that an app client gives out. */
export interface ClientTimes {
  /** To complete a sign-in, 3 to 15. */
  readonly sessionMinutes: number;
  /** How long a refresh token is good, 1 to 3650. */
  readonly refreshTokenDays: number;
}

/** Those of them that somebody asked for. */
export type WantedTimes = { readonly [Time in keyof ClientTimes]?: ClientTimes[Time] | undefined };

const SECONDS = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const;

type Settings = Pick<
  UserPoolClientType,
  'AuthSessionValidity' | 'RefreshTokenValidity' | 'TokenValidityUnits'
>;

/**
 * How long a refresh token of the client is good, in days, whatever its unit. Without a unit it is days, and 0 stands for
 * the default of 30 (Cognito API reference, CreateUserPoolClient).
 */
export function refreshTokenDays({ RefreshTokenValidity, TokenValidityUnits }: Settings): number {
  const unit = TokenValidityUnits?.RefreshToken ?? 'days';
  return ((RefreshTokenValidity || 30) * SECONDS[unit]) / SECONDS.days;
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
  const days = refreshTokenDays(settings);
  if (wanted.refreshTokenDays !== undefined && days !== wanted.refreshTokenDays) {
    const to = wanted.refreshTokenDays;
    edits.push({ field: 'refresh token days', from: days, to, member: 'RefreshTokenValidity', value: to });
    const unit = TokenValidityUnits?.RefreshToken;
    if (unit !== 'days') {
      const value = { ...TokenValidityUnits, RefreshToken: 'days' as const };
      edits.push({
        field: 'unit of the refresh token',
        from: unit,
        to: 'days',
        member: 'TokenValidityUnits',
        value,
      });
    }
  }
  return edits;
}
