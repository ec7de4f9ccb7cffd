import { afterAll, expect, it, vi } from 'vitest';
import { WIRE_FAULTS } from '../support/faults.ts';
import { openPipes } from '../support/in-process.ts';
import { casesOf, findings, outcomeOf, summary } from '../support/matrix.ts';
import { SCENARIO_INPUT, SCENARIOS } from '../support/scenarios.ts';

// The program without its safeguard: a create whose outcome is unclear is made again, and nobody looks first.
vi.mock(import('../../src/aws/outcome.ts'), async (original) => {
  const outcome = await original();
  return {
    ...outcome,
    createOnce: (aws, create) => outcome.createOnce(aws, create, async () => undefined),
  };
});

afterAll(openPipes(SCENARIO_INPUT));

it('the matrix fails when nobody looks before a create is made again', async () => {
  const [setup] = SCENARIOS;
  const lost = WIRE_FAULTS.filter(({ name }) => name === 'AWS acts and its answer is lost');
  const cases = setup === undefined ? [] : await casesOf(setup, lost);
  const outcomes = await Promise.all(cases.map(outcomeOf));
  process.stdout.write(`without the look: ${summary(outcomes)}\n`);
  const twice = outcomes.flatMap(findings).filter((line) => line.includes('twice: '));
  for (const operation of ['CreateUserPool', 'CreateUserPoolClient']) {
    expect(twice).toContain(`setup: ${operation} 1, AWS acts and its answer is lost: twice: ${operation}`);
  }
});
