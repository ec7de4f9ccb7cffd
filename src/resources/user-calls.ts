import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { Aws } from '../aws/clients.ts';
import { createOnce } from '../aws/outcome.ts';
import { paced } from '../aws/pace.ts';
import type { Paces } from '../aws/quotas.ts';

/** The pool that users are in, and how the calls for them are sent. */
export interface Users {
  readonly aws: Pick<Aws, 'cognito' | 'cognitoOnce' | 'cognitoPaced' | 'signal'>;
  readonly poolId: string;
  /** The pace of each kind of call, for users by the thousand; undefined: a call is sent at once. */
  readonly paces?: Paces;
}

/**
 * Sends a call, and sends it again when that is safe.
 *
 * @param found what an attempt without an answer has done, if anything; left out where the call may simply be repeated
 */
export function send<T>(
  { aws, paces }: Users,
  kind: keyof Paces,
  call: (cognito: CognitoIdentityProviderClient) => Promise<T>,
  found?: () => Promise<T | undefined>,
): Promise<T> {
  if (paces !== undefined) return paced(paces[kind], aws.signal, () => call(aws.cognitoPaced), found);
  return found === undefined ? call(aws.cognito) : createOnce(aws, () => call(aws.cognitoOnce), found);
}

/** The most that Cognito lists in one answer. */
export const PAGE = 60;

interface Page {
  readonly PaginationToken?: string | undefined;
  readonly NextToken?: string | undefined;
}

/** The pages of a list, each by a call of that kind. */
export async function* pagesOf<P extends Page>(
  users: Users,
  kind: keyof Paces,
  read: (cognito: CognitoIdentityProviderClient, token: string | undefined) => Promise<P>,
): AsyncGenerator<P> {
  let token: string | undefined;
  do {
    const page = await send(users, kind, (cognito) => read(cognito, token));
    yield page;
    token = page.PaginationToken ?? page.NextToken;
  } while (token !== undefined);
}
