import { afterAll, describe, expect, it } from 'vitest';
import { ALL_CASES } from '../support/all-cases.ts';
import { ENDS, WIRE_FAULTS } from '../support/faults.ts';
import { openPipes } from '../support/in-process.ts';
import { type Case, casesOf, findings, type Outcome, outcomeOf, summary } from '../support/matrix.ts';
import { SCENARIO_INPUT, SCENARIOS } from '../support/scenarios.ts';

afterAll(openPipes(SCENARIO_INPUT));

/** A fifth finds what a change has broken: no request has a multiple of five faults, so that each fault is tried at some. */
const chosen = (cases: readonly Case[]): readonly Case[] =>
  ALL_CASES ? cases : cases.filter((_case, index) => index % 5 === 0);

const matrix = await Promise.all(
  SCENARIOS.map(async (scenario) => ({
    scenario,
    cases: chosen(await casesOf(scenario, [...WIRE_FAULTS, ...ENDS])),
  })),
);
const outcomes: Outcome[] = [];

describe.concurrent('whatever goes wrong with a request, the same command again ends as if nothing had', () => {
  for (const { scenario, cases } of matrix) {
    describe(scenario.name, () => {
      for (const each of cases) {
        it(each.name, async () => {
          const outcome = await outcomeOf(each);
          outcomes.push(outcome);
          expect(findings(outcome)).toEqual([]);
        });
      }
    });
  }
  afterAll(() => void process.stdout.write(`${summary(outcomes)}\n`));
});
