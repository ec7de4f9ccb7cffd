import { UpdateUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { Aws } from '../aws/clients.ts';
import type { StandIn } from '../aws/lacking.ts';
import { changeInTurn } from '../aws/outcome.ts';
import { readAppClient } from './app-client.ts';
import { type AppClient, updateInputOf } from './app-client-settings.ts';

/** A path that no Mendix app has: what a run left behind is known by it. */
export const TEMPORARY_PATH = '/mendix-cognito/test-login';

/** True for a callback URL that only `test-login` puts on a client. */
export function isTemporary(callbackUrl: string): boolean {
  return URL.canParse(callbackUrl) && new URL(callbackUrl).pathname === TEMPORARY_PATH;
}

async function changeCallbacks(
  aws: Pick<Aws, 'cognito' | 'signal'> & StandIn,
  client: Pick<AppClient, 'poolId' | 'id'>,
  change: (present: readonly string[]) => string[],
): Promise<void> {
  await changeInTurn(aws, async () => {
    const now = await readAppClient(aws, client.poolId, client.id);
    if (now === undefined) return;
    const present = now.settings.CallbackURLs ?? [];
    const wanted = change(present);
    if (wanted.length === present.length) return;
    await aws.cognito.send(new UpdateUserPoolClientCommand({ ...updateInputOf(now), CallbackURLs: wanted }));
  });
}

/** Puts one more callback URL on the client, beside all that is there. */
export async function addTemporaryCallback(
  aws: Pick<Aws, 'cognito' | 'signal'> & StandIn,
  client: Pick<AppClient, 'poolId' | 'id'>,
  url: string,
): Promise<void> {
  await changeCallbacks(aws, client, (present) => [...new Set([...present, url])]);
}

/** Takes every temporary callback URL off the client again; none there is success, and no call that writes. */
export async function removeTemporaryCallbacks(
  aws: Pick<Aws, 'cognito' | 'signal'> & StandIn,
  client: Pick<AppClient, 'poolId' | 'id'>,
): Promise<void> {
  await changeCallbacks(aws, client, (present) => present.filter((url) => !isTemporary(url)));
}
