import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../scripts/commits.mjs', import.meta.url));

/** A folder that holds the check; without history until something is committed. */
function openFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'mendix-cognito-commits-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'scripts'));
  copyFileSync(SCRIPT, join(folder, 'scripts/commits.mjs'));
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'pipe' });
  const commit = (subject: string, author = 'Ann') =>
    git(
      ...['-c', `user.name=${author}`, '-c', 'user.email=ann@example.com', '-c', 'commit.gpgsign=false'],
      ...['commit', '--quiet', '--allow-empty', '--no-verify', '-m', subject],
    );
  const check = (where = folder) => {
    const run = spawnSync(process.execPath, [join(where, 'scripts/commits.mjs')], { encoding: 'utf8' });
    return { code: run.status, said: run.stdout + run.stderr };
  };
  return { folder, git, commit, check };
}

/** A repository whose first commits were before the check. */
function openRepository() {
  const repository = openFolder();
  const { git, commit } = repository;
  git('init', '--quiet', '--initial-branch', 'main');
  commit(
    'What nobody held to a form in the older days, and which may be as long as it likes, stays as it is',
  );
  git('add', '.');
  commit('The commit that brings the check');
  return repository;
}

it('takes the form that release-please reads', () => {
  const { commit, check } = openRepository();
  commit('feat: users from a file');
  commit('fix(sandbox): a domain ends with its pool');
  commit('refactor!: one place for a command');
  commit(`docs: ${'x'.repeat(66)}`);
  expect(check()).toEqual({ code: 0, said: 'Commit subjects checked: 4\n' });
});

it('refuses another form, and what is too long, with the reason', () => {
  const { commit, check } = openRepository();
  const form = 'must be "type: text" or "type(scope): text", with no full stop';
  const wrong = [
    ['Users from a file', form],
    ['feature: users from a file', form],
    ['feat: users from a file.', form],
    ['feat:users from a file', form],
    [`docs: ${'x'.repeat(67)}`, 'has 73 characters; at most 72 are allowed'],
  ] as const;
  for (const [subject] of wrong) commit(subject);
  commit('fix: a later one that is right');
  const { code, said } = check();
  expect(code).toBe(1);
  expect(said.match(/".*/g)).toEqual(wrong.toReversed().map(([subject, why]) => `"${subject}" ${why}`));
});

it('leaves merges and what a robot wrote alone', () => {
  const { git, commit, check } = openRepository();
  git('switch', '--quiet', '--create', 'side');
  commit('feat: one');
  git('switch', '--quiet', 'main');
  commit('Bump something from 1 to 2', 'dependabot[bot]');
  git(
    ...['-c', 'user.name=Ann', '-c', 'user.email=ann@example.com', '-c', 'commit.gpgsign=false'],
    ...['merge', '--quiet', '--no-ff', '-m', 'Merge: the side', 'side'],
  );
  expect(check()).toEqual({ code: 0, said: 'Commit subjects checked: 2\n' });
});

it('has nothing to check where the history does not reach back, or is not there', () => {
  const { folder, git, commit, check } = openRepository();
  commit('Wrong, but cut off in a shallow clone');
  const clone = join(folder, 'clone');
  git('clone', '--quiet', '--depth', '1', pathToFileURL(folder).href, clone);
  expect(check(clone)).toEqual({ code: 0, said: 'Commit subjects checked: 0\n' });
  expect(openFolder().check()).toEqual({ code: 0, said: 'Commit subjects checked: 0\n' });
});
