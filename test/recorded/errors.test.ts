import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { awsError } from '../support/faults.ts';
import { it, SETUP } from '../support/world.ts';
import recorded from './errors.json' with { type: 'json' };

/** An error that others got from AWS, with its source, and what the program makes of it. */
interface RecordedError {
  readonly what: string;
  readonly source: string;
  /** The call that is answered so: each time, or once. */
  readonly operation: string;
  readonly once?: boolean;
  readonly name: string;
  readonly message: string;
  readonly before?: readonly string[];
  /** True: nothing is there before the run. */
  readonly fresh?: boolean;
  readonly run: readonly string[];
  /** Of the error that the program ends with; null where it gets over it. */
  readonly code: string | null;
  /** What the error names, as a pattern. */
  readonly says?: string;
}

const PASSWORD = 'Correct-Horse-9';
const OF_PIPE = ['test-login'];

describe('what AWS was recorded to answer', () => {
  it.for(recorded as readonly RecordedError[])('$what ($source)', async (row, { world }) => {
    if (row.fresh !== true) await world.run([...SETUP, '--password-stdin'], { input: PASSWORD });
    await writeFile(join(world.folder, 'users.csv'), 'email\nb@example.com\n');
    const [command = ''] = row.run;
    const isPiped = OF_PIPE.includes(command);
    const common = ['--alias', 'demo', '--json', ...(isPiped ? [] : ['--yes'])];
    const settings = isPiped ? { input: PASSWORD } : {};
    const again = () => world.run([...row.run, ...common], settings);
    if (row.before !== undefined) await world.run([...row.before, ...common]);

    let met = 0;
    world.recorder.fail = ({ operation }) => {
      if (operation !== row.operation || (row.once === true && met > 0)) return undefined;
      met += 1;
      return awsError('cognito-idp', 400, row.name, row.message);
    };
    const run = await again();
    expect(met).toBeGreaterThan(0);
    if (row.code === null) expect(run).toMatchObject({ code: 0 });
    else {
      const { error } = run.json() as { error: { code: string; message: string; hint: string } };
      expect(error.code).toBe(row.code);
      expect(`${error.message} ${error.hint}`.replace(/\s+/g, ' ')).toMatch(new RegExp(row.says ?? ''));
      expect(run.code).toBeGreaterThan(0);
    }

    // The cause is gone: the same command does the rest, and then has nothing to do.
    world.recorder.fail = undefined;
    expect(await again()).toMatchObject({ code: 0 });
    world.recorder.clear();
    expect(await again()).toMatchObject({ code: 0 });
    expect(world.recorder.writes).toEqual([]);
  });
});
