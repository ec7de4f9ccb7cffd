import type { Sandbox } from '../sandbox.ts';
import type { Pool } from '../state.ts';
import type { Site } from './site.ts';

interface Entry<T> {
  readonly value: T;
  readonly expiresAt: number;
}

/** A memory for each pool, which ends with the process. */
export function memoryOfPool<T>(): (site: Site) => Memory<T> {
  const memories = new WeakMap<Pool, Memory<T>>();
  return ({ pool, sandbox }) => {
    const memory = memories.get(pool) ?? new Memory<T>(sandbox);
    memories.set(pool, memory);
    return memory;
  };
}

/** Things that end by themselves, by the sandbox's clock. */
class Memory<T> {
  readonly #sandbox: Sandbox;
  readonly #entries = new Map<string, Entry<T>>();

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  put(key: string, value: T, seconds: number): void {
    const now = this.#sandbox.now();
    for (const [each, entry] of this.#entries) if (entry.expiresAt <= now) this.#entries.delete(each);
    this.#entries.set(key, { value, expiresAt: now + seconds * 1000 });
  }

  get(key: string): T | undefined {
    const entry = this.#entries.get(key);
    return entry && entry.expiresAt > this.#sandbox.now() ? entry.value : undefined;
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }
}
