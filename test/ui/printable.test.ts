import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckResult, Verdict } from '../../src/engine/doctor/check.ts';
import type { StatusRow } from '../../src/engine/status.ts';
import { CliError, UsageError } from '../../src/errors.ts';
import { jsonText, onScreen, printable, printableLines } from '../../src/ui/printable.ts';
import { renderClaims } from '../../src/ui/render-claims.ts';
import { renderDoctor } from '../../src/ui/render-doctor.ts';
import { renderError } from '../../src/ui/render-error.ts';
import { renderStatus } from '../../src/ui/render-status.ts';
import { renderUsers } from '../../src/ui/render-user.ts';
import { holds } from '../support/cases.ts';
import { HOSTILE, HUGE, hostileText, unsafeIn, withoutOurColours } from '../support/hostile.ts';
import { print } from '../support/repairs.ts';
import { UNICODE } from '../support/terminal.ts';

describe('what goes to a terminal', () => {
  it.each(HOSTILE.map((text) => [JSON.stringify(text).slice(0, 40), text]))(
    'is rid of %s',
    (_shown, text) => {
      expect(unsafeIn(printable(text))).toEqual([]);
      expect(unsafeIn(printableLines(text))).toEqual([]);
      expect(unsafeIn(onScreen(text, false))).toEqual([]);
      expect(unsafeIn(withoutOurColours(onScreen(text, true)))).toEqual([]);
      expect(JSON.parse(jsonText(text))).toBe(text);
      expect(unsafeIn(jsonText({ [text]: text }, 2))).toEqual([]);
    },
  );

  it('holds nothing but text, line ends, tabs and our colours, whatever came in', (context) =>
    holds(
      context,
      'fuzz',
      2500,
      fc.property(hostileText, (text) => {
        expect(unsafeIn(printable(text))).toEqual([]);
        expect(printable(text)).not.toContain('\n');
        expect(unsafeIn(printableLines(text))).toEqual([]);
        for (const shown of [onScreen(text, false), withoutOurColours(onScreen(text, true))]) {
          expect(unsafeIn(shown.replaceAll('\t', ' '))).toEqual([]);
        }
      }),
    ));

  it('keeps the text of every language, and its own colours', () => {
    const text = 'Zoë 李雷 नमस्ते שלום مرحبا 👩‍🚀 – “a”';
    expect(onScreen(`\u001b[31m${text}\u001b[39m\n`, true)).toBe(
      `\u001b[31m${text.replaceAll('\u200d', '')}\u001b[39m\n`,
    );
  });

  it('is cut where it goes on for ever, in no time', () => {
    expect(printable(HUGE).length).toBeLessThan(600);
    expect(printableLines(HUGE).length).toBeLessThan(2100);
    expect(unsafeIn(onScreen(HUGE, true))).toEqual([]);
  });

  it('is JSON that reads back as it was', (context) =>
    holds(
      context,
      'fuzz',
      2000,
      fc.property(fc.dictionary(hostileText, hostileText, { maxKeys: 3, noNullPrototype: true }), (value) => {
        const text = jsonText(value);
        expect(unsafeIn(text)).toEqual([]);
        expect(JSON.parse(text)).toEqual(value);
      }),
    ));
});

describe('what is rendered from the words of others', () => {
  const shown = (text: string) => unsafeIn(withoutOurColours(onScreen(text, true)));

  it('is an error that stays one', (context) =>
    holds(
      context,
      'fuzz',
      1000,
      fc.property(fc.array(hostileText, { minLength: 1, maxLength: 3 }), hostileText, (problems, hint) => {
        const errors = [new CliError(problems.join(''), { code: 'X', hint }), new UsageError(problems, hint)];
        for (const error of errors) {
          // Here there are no colours: not even ours may come from the words.
          expect(unsafeIn(renderError(error, UNICODE, print))).toEqual([]);
        }
      }),
    ));

  it('is a table that cannot be forged', (context) =>
    holds(
      context,
      'fuzz',
      1000,
      fc.property(
        hostileText,
        hostileText,
        fc.constantFrom('ok', 'differs', 'blocked'),
        (name, value, state) => {
          const row: StatusRow = {
            resource: 'user-pool',
            name,
            id: value,
            state,
            differences: [
              { field: 'name', from: name, to: value },
              { field: 'callback URLs', from: [name], to: [name, value] },
            ],
            reasons: [],
          };
          const text = renderStatus([row], [], UNICODE, print);
          expect(unsafeIn(text)).toEqual([]);
          expect(shown(text)).toEqual([]);
        },
      ),
    ));

  it('is a check, a claim or a user that cannot be forged', (context) =>
    holds(
      context,
      'fuzz',
      1000,
      fc.property(
        hostileText,
        hostileText,
        fc.constantFrom<Verdict>('ok', 'warn', 'fail', 'unknown', 'skipped'),
        (name, value, verdict) => {
          const check: CheckResult = { id: 'x', group: 'AWS', name, verdict, why: value, repair: [] };
          const user = {
            email: name,
            username: value,
            status: 'CONFIRMED',
            enabled: true,
            password: undefined,
          };
          for (const text of [
            renderDoctor([check], UNICODE, print),
            renderClaims({ sub: name, email: value, name: [name], [name]: { [name]: value } }, UNICODE),
            renderUsers([user], false),
          ]) {
            expect(shown(text)).toEqual([]);
          }
        },
      ),
    ));
});
