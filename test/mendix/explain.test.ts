import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ADVISED_NAMES } from '../../src/aws/advice.ts';
import { readCommandLine } from '../../src/cli/program.ts';
import { type Explanation, explain, explainLog, KNOWN_ERRORS } from '../../src/mendix/explain.ts';
import { repairsText } from '../../src/ui/render-repair.ts';
import { print } from '../support/repairs.ts';

const repairOf = (explanation: Explanation | undefined): string =>
  repairsText(explanation?.repair ?? [], print);

const linesOf = (file: string): string[] =>
  readFileSync(new URL(`error-texts/${file}`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');

/**
 * Texts as people paste them, from issues, documentation and logs that others published, each with what it has to be
 * taken for.
 */
const KNOWN = linesOf('known.tsv').map((line) => {
  const [id = '', text = ''] = line.split('\t');
  return { id, text };
});

/** Lines of logs and terminals that have nothing to do with a sign-in by Cognito. */
const HARMLESS = linesOf('harmless.txt');

async function* each(lines: readonly string[]): AsyncIterable<string> {
  yield* lines;
}

describe('explain', () => {
  it.each(KNOWN)('$text → $id', ({ text, id }) => {
    expect(explain(text)?.id).toBe(id);
  });

  it('has a text for every known error', () => {
    const covered = new Set(KNOWN.map(({ id }) => id));
    expect(KNOWN_ERRORS.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual([]);
  });

  it('names each known error once, and gives each a cause and a repair', () => {
    expect(new Set(KNOWN_ERRORS.map(({ id }) => id)).size).toBe(KNOWN_ERRORS.length);
    for (const { text } of KNOWN) {
      const explanation = explain(text);
      expect(explanation?.cause, text).toMatch(/^[A-Z“].*[.”)]$/);
      expect(repairOf(explanation), text).toMatch(/\S/);
      expect(`${explanation?.cause} ${repairOf(explanation)}`, text).not.toMatch(/undefined|\{1\}/);
    }
  });

  it('takes over the advice of a command by a name that has one', () => {
    for (const error of KNOWN_ERRORS) {
      if ('advice' in error) expect(ADVISED_NAMES).toContain(error.advice);
    }
  });

  it('proposes commands that can be read', () => {
    for (const error of KNOWN_ERRORS) {
      for (const { run } of 'advice' in error ? [] : error.repair) {
        // What stands for a value of the reader is none yet.
        const words = run?.map((word) => (/^<.*>$/.test(word) ? '' : word)) ?? ['status'];
        const problems = readCommandLine(words, {})?.invocation.problems ?? [];
        expect(problems.filter((problem) => /flag|too much/.test(problem))).toEqual([]);
      }
    }
  });

  it.each(HARMLESS)('keeps silent on: %s', (text) => {
    expect(explain(text)).toBeUndefined();
    expect(explain(text.toUpperCase())).toBeUndefined();
  });

  it('has a hundred lines to be silent on', () => {
    expect(new Set(HARMLESS).size).toBeGreaterThanOrEqual(100);
  });

  it.each(KNOWN)('does not mind case: $text', ({ text, id }) => {
    expect(explain(text.toUpperCase())?.id).toBe(id);
  });

  it.each(KNOWN)('takes it for nothing else in a line of a log: $text', ({ text, id }) => {
    const found = explain(`2031-05-06 07:08:09.123 ERROR - Connector: ${text} (see log)`)?.id;
    // A sentence of two or three common words is an error only where it stands alone.
    expect([id, undefined]).toContain(found);
    if (text.split(/\W+/).length > 4) expect(found).toBe(id);
  });

  it.each(KNOWN)('reads what was encoded for a URL, once, twice or more: $text', ({ text, id }) => {
    expect(explain(encodeURIComponent(text))?.id).toBe(id);
    expect(explain(encodeURIComponent(encodeURIComponent(text)))?.id).toBe(id);
  });

  it('puts the app, the address and the Region of the text into the command', () => {
    const bar =
      'https://shop.auth.eu-west-1.amazoncognito.com/error?error=redirect_mismatch&redirect_uri=https%3A%2F%2Fapp.example.com%2Fshop%2Foauth%2Fv2%2Fcallback';
    expect(repairOf(explain(bar))).toContain('create-client --app-url https://app.example.com/shop');
    const mail =
      'MessageRejected: Email address is not verified. The following identities failed the check in region US-WEST-2: ann@example.com';
    expect(repairOf(explain(mail))).toContain('verify-email ann@example.com --wait');
    const tagged = mail.replace('ann@', 'ann+test@');
    expect(repairOf(explain(tagged))).toContain('verify-email "<address>" --wait');
    const two = `${mail}, bob@example.com`;
    expect(repairOf(explain(two))).toContain('verify-email "<address>" --wait');
    expect(repairOf(explain('User pool eu-west-3_Ab1 does not exist.'))).toContain('--region eu-west-3');
  });

  it('quotes what varies in a sentence', () => {
    expect(explain('The config profile (dev) could not be found')?.cause).toContain('“dev”');
    expect(explain('PreSignUp invocation failed due to error AccessDeniedException.')?.cause).toContain(
      'PreSignUp',
    );
  });

  it('takes the advice of the commands for the errors of AWS, with the profile of the run', () => {
    expect(
      explain(
        'AccessDeniedException: User: arn:aws:iam::1:user/ann is not authorized to perform: cognito-idp:CreateUserPool',
      ),
    ).toMatchObject({
      id: 'aws:AccessDenied',
      cause: expect.stringContaining('cognito-idp:CreateUserPool'),
    });
    expect(repairOf(explain('ExpiredTokenException', { profile: 'dev', region: undefined }))).toContain(
      'aws sso login --profile dev',
    );
  });

  it('prefers what says more', () => {
    const vague = 'An error was encountered with the requested page.';
    expect(explain(vague)?.id).toBe('error-page');
    expect(explain(`${vague} invalid_scope`)?.id).toBe('invalid-scope');
    expect(explain('error=invalid_request&error_description=invalid_scope')?.id).toBe('invalid-scope');
  });

  it.each([
    '',
    'hello',
    'the app is slow',
    '100% sure',
    '%E0%A4%A',
    '&#xffffff; &nosuch;',
    'redirect',
    'client',
  ])('knows nothing of “%s”', (text) => {
    expect(explain(text)).toBeUndefined();
  });
});

describe('explainLog', () => {
  it('finds what it knows between the rest, each once, with its first line', async () => {
    const lines = [
      ...HARMLESS.slice(0, 10),
      'OIDC: Unable to get access token, status 401',
      ...HARMLESS.slice(10, 20),
      '{"error":"invalid_client"}',
      'com.mendix.core.CoreException: No matching AuthAttempt found',
      ...HARMLESS.slice(20),
    ];
    expect(await explainLog(each(lines))).toMatchObject([
      { id: 'invalid-client', line: 11, lines: 2 },
      { id: 'no-auth-attempt', line: 23, lines: 1 },
    ]);
  });

  it('leaves out what accompanies every failure, unless there is nothing else', async () => {
    const vague = 'OIDC: Authentication failed!';
    expect(await explainLog(each([vague, vague]))).toMatchObject([
      { id: 'authentication-failed', line: 1, lines: 2 },
    ]);
    expect(await explainLog(each([vague, 'No matching AuthAttempt found']))).toMatchObject([
      { id: 'no-auth-attempt', line: 2 },
    ]);
  });

  it('reads a message together with the stack trace below it', async () => {
    const lines = [
      '401: Unauthorized',
      "    at OIDC.handleAuthorizationCode (CallRest : 'Call REST (POST)')",
      "    at OIDC.webCallback (SubMicroflow : 'handleAuthorizationCode')",
      'Advanced stacktrace:',
      '    at com.mendix.integration.actions.microflow.RestCallAction.execute(RestCallAction.scala:79)',
    ];
    expect(await explainLog(each(lines))).toMatchObject([{ id: 'invalid-client', line: 2, lines: 1 }]);
    expect(await explainLog(each(lines.slice(1)))).toEqual([]);
  });

  it('is silent on a log without a known error', async () => {
    expect(await explainLog(each(HARMLESS))).toEqual([]);
  });
});
