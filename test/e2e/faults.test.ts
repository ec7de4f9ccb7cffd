import { beforeAll, expect, it } from 'vitest';
import { KILLS, WIRE_FAULTS } from '../support/faults.ts';
import { openPipes } from '../support/in-process.ts';
import { findings, runMatrix, summary } from '../support/matrix.ts';
import { SCENARIO_INPUT, SCENARIOS } from '../support/scenarios.ts';

beforeAll(() => openPipes(SCENARIO_INPUT));

it('whatever goes wrong with whichever request, the same command again ends as if nothing had', async () => {
  const outcomes = await runMatrix(SCENARIOS, [...WIRE_FAULTS, ...KILLS]);
  process.stdout.write(`${summary(outcomes)}\n`);
  expect(outcomes.flatMap(findings)).toEqual([]);
  expect(outcomes.length).toBeGreaterThan(500);
}, 1_800_000);
