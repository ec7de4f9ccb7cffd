import { createHmac } from 'node:crypto';
import { notAuthorized } from '../errors.ts';
import { sameText } from '../same-text.ts';
import type { Client } from '../state.ts';
import { activeSecrets } from './client-secrets.ts';

/**
 * Developer guide, "Computing secret hash values": Base64(HMAC-SHA256(key = client secret, message = user name + client
 * id)). Each of a client's secrets is good.
 *
 * @throws NotAuthorizedException
 */
export function checkSecretHash(
  client: Client,
  username: string,
  hash: string | undefined,
  now: number,
): void {
  if (client.secrets.length === 0) {
    if (hash !== undefined) {
      throw notAuthorized(`Client ${client.id} is not configured with secret but SECRET_HASH was received`);
    }
    return;
  }
  if (hash === undefined) {
    throw notAuthorized(`Client ${client.id} is configured with secret but SECRET_HASH was not received`);
  }
  const verified = activeSecrets(client, now).some(({ value }) =>
    sameText(hash, createHmac('sha256', value).update(`${username}${client.id}`).digest('base64')),
  );
  if (!verified) throw notAuthorized(`Unable to verify secret hash for client ${client.id}`);
}
