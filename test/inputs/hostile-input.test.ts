import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { type Call, readCommandLine } from '../../src/cli/program.ts';
import { UsageError } from '../../src/errors.ts';
import { contradictions } from '../../src/inputs/contradictions.ts';
import { flagOf, INPUTS, type InputName, variableOf } from '../../src/inputs/definitions.ts';
import { desiredClient, desiredDomain, desiredPool, selectorOf } from '../../src/inputs/desired.ts';
import { readEmails } from '../../src/inputs/emails.ts';
import { explain } from '../../src/mendix/explain.ts';
import { derivedPrefix, suffixedPrefix } from '../../src/resources/domain-prefix.ts';
import { renderError } from '../../src/ui/render-error.ts';
import { holds } from '../support/cases.ts';
import { HOSTILE, HUGE, hostileText, unsafeIn } from '../support/hostile.ts';
import { print } from '../support/repairs.ts';
import { UNICODE } from '../support/terminal.ts';

const NAMES = Object.keys(INPUTS) as InputName[];

/** Good answers among the bad ones, so that what comes after the first check is reached too. */
const value = fc.oneof(
  { weight: 3, arbitrary: hostileText },
  { weight: 1, arbitrary: fc.constantFrom(...HOSTILE.map((text) => `https://app.example.com/${text}`)) },
  { weight: 1, arbitrary: fc.constantFrom(...HOSTILE.map((text) => `ann${text}@example.com`)) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'demo',
      '5',
      '2',
      'eu-central-1',
      'https://a.example.com',
      'a@b.example',
      'plus',
    ),
  },
);

const command = fc.constantFrom(...COMMANDS.map(({ name }) => name));
// Help and version are printed by the library, and hold nothing that was given.
const harmless = (word: string) => !/^-(?:h|V|-h|-v)/.test(word);

const IN_A_PIPE = { interactive: false, dryRun: false, showSecrets: false };

/** Reads the line as the program does, up to where it would call AWS; an error has to be one for the user. */
function read(argv: readonly string[], env: Record<string, string>): UsageError | Call | undefined {
  try {
    const call = readCommandLine(argv, env);
    if (call === undefined) return undefined;
    const { invocation } = call;
    const wrong = [...invocation.problems, ...contradictions(invocation, IN_A_PIPE)];
    if (wrong.length > 0) throw new UsageError(wrong);
    return call;
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return error as UsageError;
  }
}

function expectSound(outcome: UsageError | Call | undefined): void {
  if (outcome === undefined) return;
  if (outcome instanceof UsageError) {
    expect(outcome.exitCode).toBe(2);
    expect(unsafeIn(renderError(outcome, UNICODE, print))).toEqual([]);
    return;
  }
  // What was taken is what the engine gets: none of it may surprise what is made from it.
  const { wishes: answers, words } = outcome.invocation;
  const alias = selectorOf(answers).alias ?? 'demo';
  desiredClient(answers, alias);
  desiredPool(answers, alias);
  const prefix = desiredDomain(answers, alias).prefix ?? derivedPrefix(alias);
  expect(prefix).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/);
  expect(suffixedPrefix(alias, '123456789012', 'eu-central-1')).toMatch(/^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$/);
  readEmails(words);
  if (answers.explain !== undefined) explain(answers.explain);
}

describe('hostile input', () => {
  it('in flags is a good answer or one clear error', (context) =>
    holds(
      context,
      'fuzz',
      2000,
      fc.property(
        command,
        fc.array(fc.tuple(fc.constantFrom(...NAMES), value), { maxLength: 4 }),
        fc.array(hostileText.filter(harmless), { maxLength: 2 }),
        (name, flags, words) => {
          const argv = [name, ...flags.flatMap(([flag, text]) => [`${flagOf(flag)}=${text}`]), ...words];
          expectSound(read(argv, {}));
        },
      ),
    ));

  it('in environment variables is a good answer or one clear error', (context) =>
    holds(
      context,
      'fuzz',
      2000,
      fc.property(
        command,
        fc.array(fc.tuple(fc.constantFrom(...NAMES), value), { minLength: 1, maxLength: 4 }),
        (name, variables) => {
          const env = Object.fromEntries(variables.map(([input, text]) => [variableOf(input), text]));
          expectSound(read([name], env));
        },
      ),
    ));

  it('as whole command lines is a good answer or one clear error', (context) =>
    holds(
      context,
      'fuzz',
      500,
      fc.property(fc.array(hostileText.filter(harmless), { maxLength: 4 }), (argv) => {
        expectSound(read(argv, {}));
      }),
    ));

  it('of 10 MB is refused in a line or two', () => {
    for (const name of NAMES.filter((each) => INPUTS[each].kind !== 'switch')) {
      const outcome = read(['setup'], { [variableOf(name)]: HUGE });
      expectSound(outcome);
      if (outcome instanceof UsageError)
        expect(renderError(outcome, UNICODE, print).length).toBeLessThan(4000);
    }
  });
});
