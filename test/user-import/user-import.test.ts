import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, it, onTestFinished } from 'vitest';
import { withoutSecrets } from '../../src/secret.ts';
import { RowIndex } from '../../src/user-import/row-index.ts';
import { HEAP_FLAGS } from '../../src/user-import/user-import.ts';
import { NODE } from '../support/cli.ts';
import { openPipes, runHere } from '../support/in-process.ts';
import { openWorld } from '../support/world.ts';

// One that V8 does not know would be reported on standard error in every run, and change nothing.
it.each(HEAP_FLAGS)('%s is a flag of the V8 of this Node', (flag) => {
  const known = execFileSync(NODE, ['--v8-options'], { encoding: 'utf8' });
  expect(known).toContain(`\n  ${flag.replace(/=.*/, '')} (`);
});

const GIVEN = 'Every-Horse-9';

/** A pool, and a file of users; each run adds them, and returns the rows of its result. */
async function openImport(emails: readonly string[]) {
  const world = await openWorld();
  onTestFinished(openPipes(GIVEN));
  onTestFinished(() => world.close());
  const [users, result] = [join(world.folder, 'users.csv'), join(world.folder, 'result.csv')];
  await writeFile(users, `email\n${emails.join('\n')}\n`);
  const run = (args: readonly string[]) => runHere([...args, '--yes', '--json', '--sandbox'], world.env);
  expect(await run(['create-pool', '--alias', 'demo'])).toMatchObject({ code: 0 });
  return {
    ...{ world, result },
    add: async (...more: string[]) => {
      const added = await run(['add-user', '--from-csv', users, '--result', result, ...more]);
      const rows: Record<string, string>[] = parse(await readFile(result), { columns: true });
      return { code: added.code, rows };
    },
  };
}

// Every line of `--debug` and every error is searched for each secret: a million of them would stop the run.
it('a row that has ended leaves no password behind that texts are searched for', async () => {
  const { add, result } = await openImport(['a@example.com', 'b@example.com', 'c@example.com']);
  const earlier = ['2,a@example.com', '3,b@example.com'].map((row, index) => {
    const [creating, created] = ['creating', 'created'].map(
      (status) => `${row},${status},Earlier-Horse-${index},`,
    );
    return index === 0 ? `${creating}\n${created}` : creating;
  });
  await writeFile(result, `line,email,status,password,reason\n${earlier.join('\n')}\n`);
  const { code, rows } = await add();
  expect(code).toBe(0);
  const passwords = rows.flatMap(({ password }) => password ?? []);
  expect(new Set(passwords).size).toBe(3);
  expect(withoutSecrets(passwords.join(' '))).toBe(passwords.join(' '));
  expect(rows.map(({ email, status }) => `${email} ${status}`)).toContain('c@example.com created');
});

it('what Cognito repeats of a password does not stand in the reason of a row', async () => {
  const { add, world } = await openImport(['a@example.com']);
  const message = `Value '${GIVEN}' at 'temporaryPassword' failed to satisfy a constraint.`;
  world.recorder.fail = ({ operation }) =>
    operation === 'AdminCreateUser'
      ? { status: 400, body: JSON.stringify({ __type: 'InvalidPasswordException', message }) }
      : undefined;
  const { code, rows } = await add('--password-stdin');
  expect(code).toBe(1);
  expect(rows).toMatchObject([{ status: 'failed', reason: expect.stringContaining('temporaryPassword') }]);
  expect(JSON.stringify(rows)).not.toContain(GIVEN);
});

it('knows what each row wants, when more than 65,536 rows fill different columns', () => {
  const index = new RowIndex();
  const wanted = (row: number) => ({ email: `${row}@example.com`, attributes: { [`custom:${row}`]: 'x' } });
  for (let row = 0; row <= 65_536; row += 1) {
    index.setWanted(index.add(wanted(row)).row, wanted(row), []);
  }
  expect([0, 65_536].map((row) => index.isMet(row, wanted(row)))).toEqual([true, true]);
});
