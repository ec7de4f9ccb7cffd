import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld } from '../support/world.ts';
import { ask, compare, type Difference } from './answers.ts';
import { CHAPTERS } from './rules.ts';
import { renderRules } from './rules-page.ts';
import { makeStage, randomName, type Stage, sweep } from './stage.ts';
import { type LiveTarget, openTarget } from './target.ts';

const RULES = CHAPTERS.flatMap(({ rules }) => rules);

let target: LiveTarget | undefined;
let world: Awaited<ReturnType<typeof openWorld>> | undefined;
let theirs: Stage;
let ours: Stage;
const name = randomName();

beforeAll(async () => {
  target = await openTarget();
  world = await openWorld();
  [theirs, ours] = await Promise.all([makeStage(target, name), makeStage(world, name)]);
}, 120_000);
afterAll(async () => {
  // What was not opened, for want of a Region say, has nothing to close: that error alone is reported.
  try {
    if (target !== undefined) await sweep(target, name);
  } finally {
    await target?.close();
    await world?.close();
  }
}, 300_000);

describe('the rules of the sandbox', { timeout: 300_000 }, () => {
  it.each(RULES)('$says', async (rule) => {
    expect((await ask(rule, ours)).outcome).toBe(rule.answer);
  });

  it('are those of the side that is asked', async () => {
    const found: Difference[] = [];
    // One after the other: some rules change for a moment what others read.
    for (const rule of RULES) {
      found.push(...compare(rule, await ask(rule, ours), await ask(rule, theirs)));
    }
    const lines = found.map(({ rule, what }) => `  ${rule}\n    ${what}`);
    process.stdout.write(
      `\n${RULES.length} rules held against ${target?.title}: ${lines.length} differences\n${lines.join('\n')}`,
    );
    expect(found).toEqual([]);
  });
});

describe('docs/sandbox.md', () => {
  it('lists the rules with their sources', async () => {
    await expect(renderRules(CHAPTERS)).toMatchFileSnapshot('../../docs/sandbox.md');
  });
});
