import type { webcrypto } from 'node:crypto';
import { beforeAll, vi } from 'vitest';

/** More than any test compares with each other. */
const DIFFERENT = 6;

// Each pool of the sandbox has RSA keys of its own, which take a core a third of a second: half of what its tests would cost.
const made: Promise<webcrypto.CryptoKeyPair>[] = [];
let next = 0;

beforeAll(() => {
  const { subtle } = globalThis.crypto;
  if (vi.isMockFunction(subtle.generateKey)) return;
  const generate = subtle.generateKey.bind(subtle);
  vi.spyOn(subtle, 'generateKey').mockImplementation(((...args: Parameters<typeof generate>) => {
    next = (next + 1) % DIFFERENT;
    made[next] ??= generate(...args) as Promise<webcrypto.CryptoKeyPair>;
    return made[next];
  }) as typeof subtle.generateKey);
});
