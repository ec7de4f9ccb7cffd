import { randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import type { Pool, SigningKey } from '../state.ts';

/**
 * The pool's RS256 key for one kind of token (developer guide, "Verifying JSON web tokens": a key set has two); made at the
 * first use and kept with the pool from then on.
 */
export async function signingKey(pool: Pool, use: 'id' | 'access'): Promise<SigningKey> {
  const key = pool.signingKeys?.[use] ?? (await newKey());
  pool.signingKeys = { ...pool.signingKeys, [use]: key };
  return key;
}

/** The JSON web key set. */
export async function keySet(pool: Pool): Promise<{ keys: object[] }> {
  const keys = await Promise.all([signingKey(pool, 'id'), signingKey(pool, 'access')]);
  return { keys: keys.map((key) => key.publicJwk) };
}

/** Whether all keys of a pool are there, so that asking for them changes nothing. */
export function hasKeys(pool: Pool): boolean {
  return pool.signingKeys?.id !== undefined && pool.signingKeys.access !== undefined;
}

async function newKey(): Promise<SigningKey> {
  const { privateKey: secret, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const kid = randomBytes(32).toString('base64');
  return {
    kid,
    privateJwk: await exportJWK(secret),
    publicJwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' },
  };
}
