import { randomBytes, type ScryptOptions, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { sameText } from '../same-text.ts';

const KEY_LENGTH = 32;
// The sandbox holds test passwords, in a file of their owner's alone. Two of them are set for each user of a file with ten
// thousand: at Node's default cost that would take the sandbox ten minutes, and at this one it takes ten seconds.
const COST: ScryptOptions = { N: 256, r: 8, p: 1 };

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

/** `scrypt:<salt>:<key>`, both base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, KEY_LENGTH, COST);
  return `scrypt:${salt.toString('base64url')}:${key.toString('base64url')}`;
}

export async function matchesPassword(password: string, hash: string): Promise<boolean> {
  const [, salt = '', expected = ''] = hash.split(':');
  const key = await derive(password, Buffer.from(salt, 'base64url'), KEY_LENGTH, COST);
  return sameText(key.toString('base64url'), expected);
}
