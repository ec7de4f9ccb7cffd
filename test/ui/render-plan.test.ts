import { describe, expect, it } from 'vitest';
import { makePlan } from '../../src/engine/plan.ts';
import { renderCaller, renderField, renderPlan } from '../../src/ui/render-plan.ts';
import { ALL, NOTHING, POOL, TARGET, WANTS_ALL } from '../support/present.ts';
import { print } from '../support/repairs.ts';
import { ASCII, UNICODE } from '../support/terminal.ts';

const aws = { region: 'eu-central-1', sandbox: false, missing: new Set<never>() };

describe('the plan on the screen', () => {
  it('has a line for each thing that is made, and below it what is decided for it', () => {
    expect(renderPlan(makePlan(aws, WANTS_ALL, NOTHING), UNICODE, print)).toBe(
      [
        '  + User pool             demo',
        '  + Sign-in domain        demo',
        '      if that is taken: demo-b6790bde',
        '  + App client            demo',
        '      callback URLs: + https://app.example.com/oauth/v2/callback',
        '      sign-out URLs:',
        '        + https://app.example.com',
        '        + https://app.example.com/',
        '  + Sign-in page style    demo',
        '  + User                  a@example.com',
      ].join('\n'),
    );
  });

  it('gives an address a line of its own where it does not fit beside its field', () => {
    const narrow = renderPlan(makePlan(aws, WANTS_ALL, NOTHING), { ...UNICODE, columns: 40 }, print);
    expect(narrow).toContain(
      ['      callback URLs:', '        + https://app.example.com/oauth/v2/callback'].join('\n'),
    );
  });

  it('shows of what changes the fields, and of what is blocked the ways out', () => {
    const many = Object.fromEntries(Array.from({ length: 49 }, (_, index) => [`tag${index}`, '']));
    const full = {
      ...POOL,
      DeletionProtection: 'INACTIVE' as const,
      UserPoolTags: { ...many, 'mendix-cognito': 'made' },
    };
    const plan = makePlan(aws, WANTS_ALL, {
      ...ALL,
      pool: full,
      domain: { ...ALL.domain, managedLogin: 1 } as typeof ALL.domain,
    });
    expect(renderPlan(plan, ASCII, print)).toBe(
      [
        '  ! User pool             demo',
        '      tag mendix-cognito:app:demo: Each app needs a tag on its user pool, by',
        '      which it is found again. A user pool can have at most 50 tags, and this',
        '      one has 50: it takes no further app.',
        '      - Remove a tag that nobody needs in the Cognito console (user pool →',
        '        Tags), and run the command again.',
        '      - Create a new user pool: run the command with another --alias and without',
        '        --pool-id.',
        '      tag mendix-cognito:app:demo: nothing',
        '      deletion protection: no -> yes',
        '  = Sign-in domain        demo',
        '  = App client            demo',
        '  = User                  a@example.com',
      ].join('\n'),
    );
  });

  it('ends with what the user should know besides', () => {
    const plan = makePlan(
      aws,
      { ...WANTS_ALL, target: { ...TARGET, emailFrom: 'noreply@example.com' } },
      ALL,
    );
    expect(renderPlan(plan, UNICODE, print).split('\n').slice(-5)).toEqual([
      '',
      '⚠ Until SES has verified noreply@example.com, Cognito itself still sends the',
      '  emails of the user pool. This sends the email with the link; run the same',
      '  command again when it was opened:',
      '    mendix-cognito verify-email noreply@example.com --wait',
    ]);
  });

  it('cannot be painted over by the name of a thing', () => {
    const plan = makePlan(aws, WANTS_ALL, ALL);
    const evil = plan.changes.slice(0, 1).map((change) => ({ ...change, name: 'a\u001b[2Jb\nc' }));
    expect(renderPlan({ ...plan, changes: evil, notes: [] }, UNICODE, print)).toBe(
      '  = User pool             abc',
    );
  });
});

describe('a field', () => {
  it.each([
    [{ field: 'tier', from: 'LITE', to: 'PLUS' }, 'tier: LITE → PLUS'],
    [{ field: 'tier', from: undefined, to: 'PLUS' }, 'tier: PLUS'],
    [{ field: 'self sign-up', from: false, to: true }, 'self sign-up: no → yes'],
    [{ field: 'urls', from: ['a'], to: ['a', 'b'] }, 'urls: + b'],
    [{ field: 'urls', from: ['a', 'b'], to: ['b', 'c'] }, 'urls:\n  + c\n  - a'],
    [{ field: 'if that is taken', from: undefined, to: ['a', 'b'] }, 'if that is taken: a, b'],
    [{ field: 'name', from: 'a\u001b[31m', to: 'b' }, 'name: a → b'],
  ])('%j is %j', (field, shown) => {
    expect(renderField(field, '→', 80, 0)).toBe(shown);
  });
});

describe('whose account it is', () => {
  const caller = { account: '123456789012', arn: 'arn:aws:iam::123456789012:user/ann' };
  const issuerBase = 'http://127.0.0.1:9400';

  it('is shown with the Region and who we are', () => {
    expect(renderCaller({ sandbox: false, region: 'eu-west-1', issuerBase }, caller, 80)).toBe(
      'AWS account 123456789012, Region eu-west-1\nas arn:aws:iam::123456789012:user/ann',
    );
  });

  it('is nobody’s in the sandbox', () => {
    expect(renderCaller({ sandbox: true, region: 'eu-west-1', issuerBase }, caller, 80)).toBe(
      'Local sandbox at http://127.0.0.1:9400 (no AWS account), Region eu-west-1',
    );
  });

  it('is shown in whole words on a narrow screen', () => {
    expect(renderCaller({ sandbox: true, region: 'eu-west-1', issuerBase }, caller, 40)).toBe(
      'Local sandbox at http://127.0.0.1:9400\n(no AWS account), Region eu-west-1',
    );
  });
});
