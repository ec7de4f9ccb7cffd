import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { runCli } from '../support/cli.ts';
import { it } from '../support/world.ts';
import { drifted, writingCalls } from '../support/writing-calls.ts';

const contentsOf = async (folder: string) => {
  const names = (await readdir(folder, { withFileTypes: true })).filter((each) => each.isFile());
  return Promise.all(names.map(async ({ name }) => [name, await readFile(join(folder, name), 'utf8')]));
};

describe('--dry-run', () => {
  for (const [name, calls] of writingCalls()) {
    it(`of ${name} makes no call that writes, and writes no file`, async ({ world }) => {
      await drifted(world);
      const before = await contentsOf(world.folder);
      for (const args of calls) {
        world.recorder.clear();
        const words = [name, ...args, '--yes', '--dry-run'];
        const run = name === 'sandbox' ? await runCli(words, { cwd: world.folder }) : await world.run(words);
        expect([0, 1, 2, 3]).toContain(run.code);
        expect(run.stderr).not.toMatch(/Unexpected/);
        expect(world.recorder.writes).toEqual([]);
      }
      expect(await contentsOf(world.folder)).toEqual(before);
    });
  }
});
