import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

const KEY_LENGTH = 32;
// The sandbox holds test passwords, in a file of their owner's alone. Two of them are set for each user of a file with ten
// thousand: at Node's default cost that would take the sandbox ten minutes, and at this one it takes ten seconds.
const COST: ScryptOptions = { N: 256, r: 8, p: 1 };

/** `scrypt:<salt>:<key>`, both base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt);
  return `scrypt:${salt.toString('base64url')}:${key.toString('base64url')}`;
}

export async function matchesPassword(password: string, hash: string): Promise<boolean> {
  const [, salt = '', expected = ''] = hash.split(':');
  const key = await derive(password, Buffer.from(salt, 'base64url'));
  const stored = Buffer.from(expected, 'base64url');
  return stored.length === key.length && timingSafeEqual(stored, key);
}

function derive(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, KEY_LENGTH, COST, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
