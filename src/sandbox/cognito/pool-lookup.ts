import { resourceNotFound } from '../errors.ts';
import { ACCOUNT_ID } from '../sandbox.ts';
import type { Client, Pool } from '../state.ts';
import type { Call } from './operation.ts';

/**
 * The pool, in the Region that the call was made to.
 *
 * @throws ResourceNotFoundException, also for a pool of another Region
 */
export function findPool(call: Call, id: string): Pool {
  const pool = call.sandbox.state.pools.find((each) => each.id === id && each.region === call.region);
  if (!pool) throw resourceNotFound(`User pool ${id} does not exist.`);
  return pool;
}

/** @throws ResourceNotFoundException when the pool has no such client */
export function findClient(pool: Pool, id: string): Client {
  const client = pool.clients.find((each) => each.id === id);
  if (!client) throw resourceNotFound(`User pool client ${id} does not exist.`);
  return client;
}

export function poolArn(pool: Pick<Pool, 'id' | 'region'>): string {
  return `arn:aws:cognito-idp:${pool.region}:${ACCOUNT_ID}:userpool/${pool.id}`;
}
