import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, it as plainIt } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { PROGRAM, type Run, runCli } from '../support/cli.ts';
import { it, SETUP } from '../support/world.ts';

/** The package that the program is in, with the separator at its end. */
const PACKAGE = fileURLToPath(new URL('../', pathToFileURL(PROGRAM)));

/** What stands in the bundled code of each part, and in no other. */
const PARTS = {
  'the Cognito client': 'AWSCognitoIdentityProviderService',
  'the SES client': 'SimpleEmailService_v2',
  prompts: 'ExitPromptError',
  'the sandbox': '/_sandbox/inbox.json',
  'oidc-provider': 'urn:ietf:params:oauth:grant-type:pre-authorized_code',
  'openid-client': 'OAUTH_RESPONSE_IS_NOT_CONFORM',
} as const;

type Part = keyof typeof PARTS;

/** Runs the program and asks Node itself which of the package's files it loaded, and so which parts. */
async function loadedBy(
  run: (env: Readonly<Record<string, string>>) => Promise<Run>,
): Promise<{ readonly run: Run; readonly files: string[]; readonly parts: Part[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'mendix-cognito-loaded-'));
  try {
    const ended = await run({ NODE_V8_COVERAGE: folder });
    const files = new Set<string>();
    for (const report of await readdir(folder)) {
      const { result } = JSON.parse(await readFile(join(folder, report), 'utf8')) as {
        result: readonly { url: string }[];
      };
      const paths = result.map(({ url }) => url).filter((url) => url.startsWith('file:'));
      for (const path of paths) files.add(fileURLToPath(path));
    }
    const code = await Promise.all([...files].map((file) => readFile(file, 'utf8')));
    const parts = (Object.keys(PARTS) as Part[]).filter((part) =>
      code.some((text) => text.includes(PARTS[part])),
    );
    return { run: ended, files: [...files].map((file) => file.slice(PACKAGE.length)).toSorted(), parts };
  } finally {
    await rm(folder, { recursive: true });
  }
}

plainIt('the package has each part, by the words that this test knows it by', async () => {
  const dist = join(PACKAGE, 'dist');
  const code = await Promise.all((await readdir(dist)).map((file) => readFile(join(dist, file), 'utf8')));
  for (const [part, words] of Object.entries(PARTS)) {
    expect(code.filter((text) => text.includes(words)).length, part).toBeGreaterThan(0);
  }
});

plainIt.each([['--version'], ['-V'], ['--help'], ['-h'], ...COMMANDS.map(({ name }) => [name, '--help'])])(
  '%s %s runs no code of the program',
  async (...words) => {
    const loaded = await loadedBy((env) => runCli(words, { env }));
    expect(loaded).toMatchObject({
      run: { code: 0, stderr: '' },
      files: ['bin/mendix-cognito.cjs'],
      parts: [],
    });
  },
);

it('a status loads the Cognito client, and neither prompts nor SES nor a sandbox', async ({ world }) => {
  const env = {
    AWS_ENDPOINT_URL: world.recorder.url,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'TEST',
    AWS_SECRET_ACCESS_KEY: 'test',
    HOME: world.folder,
  };
  const loaded = await loadedBy((more) =>
    runCli(['status', '--alias', 'demo'], { env: { ...env, ...more } }),
  );
  expect(loaded.run.code, loaded.run.stderr).toBe(0);
  expect(loaded.parts).toEqual(['the Cognito client']);
});

it('a setup in the sandbox loads it, but not the pages that nobody has opened', async ({ world }) => {
  const env = { HOME: world.folder, XDG_DATA_HOME: world.folder, MENDIX_COGNITO_PORT: '0' };
  const loaded = await loadedBy((more) => runCli([...SETUP, '--sandbox'], { env: { ...env, ...more } }));
  expect(loaded.run.code, loaded.run.stderr).toBe(0);
  expect(loaded.parts).toEqual(['the Cognito client', 'the sandbox']);
});

it('an email loads the SES client', async ({ world }) => {
  const loaded = await loadedBy((env) =>
    world.run(['verify-email', 'noreply@example.com', '--yes'], { env }),
  );
  expect(loaded.run.code, loaded.run.stderr).toBe(0);
  expect(loaded.parts).toContain('the SES client');
});
