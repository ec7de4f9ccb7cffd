import { expect, it } from 'vitest';
import { listenOn } from '../../src/oidc/callback-listener.ts';

it('does not wait for a run that was cancelled before', async () => {
  const listener = await listenOn('http://localhost:0/callback');
  if (listener === undefined) throw new Error('No port.');
  try {
    const stop = new AbortController();
    stop.abort(new Error('cancelled'));
    await expect(listener.wait(async () => 'signed in', stop.signal, 600_000)).rejects.toThrow('cancelled');
  } finally {
    await listener.close();
  }
});
