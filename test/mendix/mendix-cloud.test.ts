import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mendixCloudConstants } from '../../src/mendix/mendix-cloud.ts';
import { deployment } from '../support/deployment.ts';

const constant = (name: string, value: string) => ({
  Name: name,
  DataType: 'String',
  Value: value,
  DeployedValue: value,
});

/** What GET gives: the constants of the whole app, and settings of other kinds. */
const SETTINGS = {
  Constants: [
    constant('MyFirstModule.Title', 'Hello'),
    ...['ClientAlias', 'ClientID', 'ClientSecret', 'AutomaticConfigurationURL'].map((name) =>
      constant(`OIDC.${name}`, ''),
    ),
    constant('OIDC.ClientAuthenticationMethod', 'client_secret_basic'),
    constant('OIDC.SelectedScope', ''),
  ],
  CustomSettings: [{ Name: 'a', Value: 'b' }],
  ScheduledEvents: [],
};

const hasJq = spawnSync('jq', ['--version']).status === 0;

describe.skipIf(!hasJq)('the command that edits the settings document', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mendix-cloud-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Answers GET with what lies there, and keeps what is posted. */
  const CURL = `#!/bin/sh
for word; do case $word in -o) cp given.json settings.json;; @edited.json) cp edited.json posted.json;; esac; done
`;

  /** Pastes the steps into a shell, with a curl that goes nowhere, and gives what it posts. */
  function edited(settings: object, more = {}): { readonly body: () => unknown; readonly stderr: string } {
    const { text, secretText, steps } = mendixCloudConstants(deployment({ more }));
    rmSync(join(folder, 'posted.json'), { force: true });
    writeFileSync(join(folder, 'given.json'), JSON.stringify(settings));
    writeFileSync(join(folder, 'curl'), CURL, { mode: 0o700 });
    writeFileSync(join(folder, 'oidc.json'), text);
    if (secretText !== undefined) writeFileSync(join(folder, 'secret.json'), secretText);
    const commands = steps.filter((line) => line.startsWith('  '));
    const pasted = commands.join('\n').replace('<AppId>', 'myapp').replace('<Mode>', 'Production');
    const { stderr } = spawnSync('sh', [], {
      cwd: folder,
      encoding: 'utf8',
      input: `${pasted}\n`,
      env: { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}` },
    });
    const body = () => JSON.parse(readFileSync(join(folder, 'posted.json'), 'utf8')) as unknown;
    return { body, stderr };
  }

  it.each([{}, { secretFile: { path: '/x', word: 'secret.json' } }])(
    'puts our values in, and keeps all else as it was (%j)',
    (more) => {
      const values: Record<string, string> = {
        'OIDC.ClientAlias': 'demo',
        'OIDC.ClientID': 'client1',
        'OIDC.ClientSecret': 'example-secret',
        'OIDC.AutomaticConfigurationURL': deployment().settings.automaticConfigurationUrl,
        'OIDC.ClientAuthenticationMethod': 'client_secret_post',
        'OIDC.SelectedScope': 'openid profile email',
      };
      const { body, stderr } = edited(SETTINGS, more);
      expect(stderr).toBe('');
      expect(body()).toEqual({
        ...SETTINGS,
        Constants: SETTINGS.Constants.map((row) => ({ ...row, Value: values[row.Name] ?? row.Value })),
      });
    },
  );

  it('stops at a constant that the app does not have, before anything is posted', () => {
    const { body, stderr } = edited({ ...SETTINGS, Constants: SETTINGS.Constants.slice(0, -1) });
    expect(stderr).toContain('the app has no OIDC.SelectedScope');
    expect(body).toThrow('ENOENT');
  });

  it('has nothing secret on a command line', () => {
    const { steps } = mendixCloudConstants(deployment());
    expect(steps.join('\n')).not.toMatch(/example-secret|ApiKey: [^…]/);
    // The shell takes each of the commands.
    for (const line of [steps.filter((step) => step.startsWith('  ')).join('\n')]) {
      execFileSync('sh', ['-n', '-c', line.replace(/<\w+>/g, 'x')]);
    }
  });
});
