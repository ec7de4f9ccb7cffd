import { createHmac, randomBytes } from 'node:crypto';
import { sameText } from '../same-text.ts';

// Time-based one-time passwords as authenticator apps make them (RFC 6238, RFC 4226, RFC 4648). Twenty lines instead of a
// library: those that are kept well want a newer Node, or bring a SHA-1 of their own where Node has one.

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP_MS = 30_000;
const DIGITS = 6;

/** A new secret of 256 bits in base32, without padding: as long as Cognito's. */
export function newTotpSecret(): string {
  const bits = [...randomBytes(32)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => ALPHABET[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
}

/** The step whose code it is: the present one, or the one before or after (developer guide, "TOTP software token MFA"). */
export function matchingStep(secret: string, code: string, now: number): number | undefined {
  const present = Math.floor(now / STEP_MS);
  return [present, present - 1, present + 1].find((step) => sameText(code, codeOf(secret, step)));
}

function codeOf(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', decode(secret)).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 0xf;
  const number = digest.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}

function decode(secret: string): Buffer {
  const bits = [...secret].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
