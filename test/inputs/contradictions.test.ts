import { describe, expect, it } from 'vitest';
import { contradictions } from '../../src/inputs/contradictions.ts';
import type { InputName, Wishes } from '../../src/inputs/definitions.ts';
import type { Given } from '../../src/inputs/resolve.ts';

const IN_A_PIPE = { interactive: false, dryRun: false, showSecrets: false };

/** A run to which each of these was given as a flag. */
const given = (command: string, wishes: Wishes, more: Partial<Given> = {}): Given => ({
  command,
  words: [],
  inputs: Object.keys(wishes) as InputName[],
  wishes,
  sources: Object.fromEntries(Object.keys(wishes).map((name) => [name, { from: 'flag' }])),
  problems: [],
  notes: [],
  wrong: [],
  ...more,
});

const matching = (says: readonly RegExp[]) => says.map((each) => expect.stringMatching(each));

describe('what contradicts what', () => {
  it.each<[Wishes, RegExp[]]>([
    [{}, []],
    [{ tier: 'lite', managedLogin: '1' }, []],
    [{ tier: 'lite', managedLogin: '2' }, [/--managed-login 2 needs .*--tier lite/]],
    [{ tier: 'plus', managedLogin: '2' }, []],
    [{ generatePassword: true, passwordStdin: true }, [/--generate-password and --password-stdin/]],
    [{ generatePassword: false, passwordStdin: true }, []],
    [{ sandbox: true, profile: 'work' }, [/--sandbox and --profile/]],
    [{ sandbox: false, profile: 'work' }, []],
    [{ appUrl: ['https://a.example'], removeAppUrl: ['https://b.example'] }, []],
    [
      { appUrl: ['https://a.example'], removeAppUrl: ['https://a.example'] },
      [/^https:\/\/a\.example is both added and removed/],
    ],
    [
      { tier: 'lite', managedLogin: '2', sandbox: true, profile: 'work' },
      [/--managed-login/, /--sandbox and --profile/],
    ],
  ])('in any command: %j: %j', (wishes, says) => {
    expect(contradictions(given('setup', wishes), IN_A_PIPE)).toEqual(matching(says));
  });

  it.each<[Wishes, RegExp[]]>([
    [{}, []],
    [{ format: 'docker', singleVariable: true }, []],
    [
      { format: 'm2ee', singleVariable: true },
      [/--single-variable goes with --format docker, cloudfoundry; m2ee/],
    ],
    [{ singleVariable: true }, [/screen has nothing for it/]],
    [{ format: 'studio-pro', newApp: true }, []],
    [{ format: 'json', newApp: true }, [/--new-app goes with --format screen, mendix-cloud, portable,/]],
    [{ output: 'oidc.env', secretFile: 'secret.env' }, []],
    [{ snippets: true, output: 'links.txt' }, []],
    [{ checklist: true, format: 'portable', output: 'steps.txt' }, []],
    [
      { checklist: true, snippets: true, secretStdin: true },
      [/--checklist .*leave out --snippets, --secret-stdin/],
    ],
    [{ newApp: true }, []],
    [{ newApp: true, secretFile: 'x' }, [/--secret-file holds one secret/]],
    [{ snippets: true, format: 'env', secretFile: 'x' }, [/--snippets .*leave out --format, --secret-file/]],
  ])('in mendix-config: %j: %j', (wishes, says) => {
    expect(contradictions(given('mendix-config', wishes), IN_A_PIPE)).toEqual(matching(says));
  });

  it('is nothing beside a format that is wrong itself', () => {
    const wishes = { singleVariable: true, newApp: true };
    expect(contradictions(given('mendix-config', wishes, { wrong: ['format'] }), IN_A_PIPE)).toEqual([]);
  });

  it.each<[string[], Wishes, RegExp[]]>([
    [['a@example.com'], { userFullName: 'Ann' }, []],
    [['a@example.com', 'b@example.com'], { userFullName: 'Ann' }, [/^--user-full-name is for one user/]],
    [['a@example.com'], { userEmail: 'b@example.com' }, [/^--user-email and addresses/]],
    [[], { userEmail: 'b@example.com' }, []],
    [
      ['a@example.com'],
      { result: 'r.csv', invite: true },
      [/^--result goes with --from-csv/, /^--invite goes/],
    ],
    [['a@example.com'], { fromCsv: 'u.csv', result: 'r.csv' }, [/^--from-csv and addresses/]],
    [[], { fromCsv: 'u.csv' }, [/^--result <file> is missing/]],
    [[], { fromCsv: 'u.csv', result: 'r.csv', username: 'ann' }, [/^--username is for one user/]],
    [[], { fromCsv: 'u.csv', invite: true, resetPassword: true }, [/^--invite lets Cognito generate/]],
    [[], { fromCsv: 'u.csv', result: 'r.csv', output: 'o.csv' }, [/two names of one file/]],
  ])('in add-user: %j with %j: %j', (words, wishes, says) => {
    expect(contradictions(given('add-user', wishes, { words }), IN_A_PIPE)).toEqual(matching(says));
  });

  it('is nothing in add-user of what stands in the environment for other commands', () => {
    const wishes = { userFullName: 'Ann', userEmail: 'a@example.com', result: 'r.csv' };
    const words = ['b@example.com', 'c@example.com'];
    const sources = { userFullName: { from: 'environment' }, userEmail: { from: 'file' } } as const;
    expect(contradictions(given('add-user', wishes, { words, sources }), IN_A_PIPE)).toEqual([]);
  });

  it.each<[Wishes, Partial<typeof IN_A_PIPE>, RegExp[]]>([
    [{}, {}, [/^Nobody would see the new secret/]],
    [{}, { showSecrets: true }, []],
    [{}, { dryRun: true }, []],
    [{ output: 's.txt' }, {}, []],
    [{ finish: true, output: 's.txt' }, {}, [/^--output is for the new secret/]],
    [{ output: 's.txt', passwordStdin: true }, {}, [/are for --finish/]],
    [{ finish: true, passwordStdin: true }, {}, [/^--user-email is missing/, /^--secret-stdin is missing/]],
    [{ finish: true, passwordStdin: true }, { interactive: true }, []],
  ])('in rotate-secret: %j with %j: %j', (wishes, circumstances, says) => {
    const problems = contradictions(given('rotate-secret', wishes), { ...IN_A_PIPE, ...circumstances });
    expect(problems).toEqual(matching(says));
  });
});
