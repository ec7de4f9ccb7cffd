import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../../src/sandbox/server.ts';
import type { State } from '../../src/sandbox/state.ts';
import { type Recorder, startRecorder } from './recorder.ts';

/** One sandbox behind one recorder, begun from a state and read back as one. */
export interface Place {
  readonly recorder: Recorder;
  readonly env: Readonly<Record<string, string>>;
  state(): Promise<State>;
  close(): Promise<void>;
}

/** Opens a place with its own sandbox; `close` has to be called. */
export async function openPlace(start: State): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'mendix-cognito-fault-'));
  const stateFile = join(folder, 'state.json');
  await writeFile(stateFile, JSON.stringify(start));
  const sandbox = await startSandbox({ port: 0, stateFile, domainActivationMs: 20 });
  const recorder = await startRecorder(sandbox.url);
  return {
    recorder,
    env: {
      MENDIX_COGNITO_PORT: String(recorder.port),
      HOME: folder,
      XDG_DATA_HOME: folder,
    },
    state: async () => JSON.parse(await readFile(stateFile, 'utf8')) as State,
    close: async () => {
      await recorder.close();
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
