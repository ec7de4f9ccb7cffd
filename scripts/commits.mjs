// Checks the subjects of commits, which release-please reads: npm run lint:commits
// It begins after the commit that added this file, since older history stays as it is. In a shallow clone it checks what is
// there.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const LONGEST = 72;
/** https://www.conventionalcommits.org, with the types that release-please knows. */
const CONVENTIONAL =
  /^(?:build|chore|ci|docs|feat|fix|perf|refactor|revert|style|test)(?:\([a-z0-9-]+\))?!?: \S(?:.*[^.\s])?$/;

const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' });

/** The commits after the one that added this file, newest first. */
function commits() {
  const added = git('log', '--diff-filter=A', '--format=%H', '--', 'scripts/commits.mjs').trim().split('\n');
  const start = added.at(-1);
  if (start === '') return [];
  const fields = git('log', '--no-merges', '-z', '--format=%h%n%an%n%s', `${start}..HEAD`).split('\0');
  return fields
    .filter((each) => each !== '')
    .map((each) => {
      const [id, author, subject] = each.split('\n');
      return { id, author, subject };
    });
}

function problemsOf({ id, author, subject }) {
  // What GitHub's own accounts, such as dependabot[bot], write, nobody here can change.
  if (author.endsWith('[bot]')) return [];
  const length = [...subject].length;
  return [
    ...(CONVENTIONAL.test(subject) ? [] : ['must be "type: text" or "type(scope): text", with no full stop']),
    ...(length <= LONGEST ? [] : [`has ${length} characters; at most ${LONGEST} are allowed`]),
  ].map((problem) => `${id} "${subject}" ${problem}`);
}

const checked = existsSync(join(root, '.git')) ? commits() : [];
const problems = checked.flatMap(problemsOf);
if (problems.length > 0) {
  process.stderr.write(`${problems.join('\n')}\nReword them with: git rebase --interactive\n`);
  process.exitCode = 1;
} else {
  process.stdout.write(`Commit subjects checked: ${checked.length}\n`);
}
