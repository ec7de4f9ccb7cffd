import { setFlagsFromString } from 'node:v8';

/**
 * What keeps memory flat while many rows pass. Some 12 MB live; each call leaves about 170 kB of garbage, and V8 by itself
 * makes room for ever more of it before it looks: twice 16 MB of young objects, twice 32 MB from Node 24 on, and as
 * much again of old ones.
 */
export const HEAP_FLAGS = [
  // The space for young objects stays as it is, instead of doubling whenever objects live on.
  '--semi-space-growth-factor=1',
  // V8's choice of little memory over speed, which waits for the network here.
  '--optimize-for-size',
] as const;

/**
 * Keeps the heap small from now on. V8 reads both flags whenever it decides on the size of a space, so they hold in a
 * process that runs already; `--max-semi-space-size`, the flag that Node documents for it, is read at the start only.
 */
export function keepHeapSmall(): void {
  for (const flag of HEAP_FLAGS) setFlagsFromString(flag);
}
