import { randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair, importJWK } from 'jose';
import type { Json } from '../shapes/notation.ts';
import type { Pool, SigningKey } from '../state.ts';

/** The pool's RS256 key; made at the first use and kept with the pool from then on. */
export async function signingKey(pool: Pool): Promise<SigningKey> {
  pool.signingKey ??= await newKey();
  return pool.signingKey;
}

/** What signs the pool's tokens. */
export async function privateKey(pool: Pool): ReturnType<typeof importJWK> {
  return importJWK((await signingKey(pool)).privateJwk, 'RS256');
}

/** The JSON web key set (developer guide, "Verifying JSON web tokens"). */
export async function keySet(pool: Pool): Promise<{ keys: object[] }> {
  return { keys: [(await signingKey(pool)).publicJwk] };
}

async function newKey(): Promise<SigningKey> {
  const { privateKey: secret, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const kid = randomBytes(32).toString('base64');
  return {
    kid,
    privateJwk: (await exportJWK(secret)) as Record<string, Json>,
    publicJwk: { ...((await exportJWK(publicKey)) as Record<string, Json>), kid, alg: 'RS256', use: 'sig' },
  };
}
