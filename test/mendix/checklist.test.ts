import { describe, expect, it } from 'vitest';
import { type ChecklistCommands, checklistOf, type Route } from '../../src/mendix/checklist.ts';
import type { ModuleVersion } from '../../src/mendix/module-version.ts';
import { mendixSettings } from '../../src/mendix/settings.ts';
import { renderChecklist } from '../../src/ui/render-checklist.ts';
import { SOURCE } from '../support/deployment.ts';

const COMMANDS: ChecklistCommands = {
  values: '<the values>',
  snippets: '<the snippets>',
  newApp: '<a key>',
  testLogin: '<test-login>',
};
const SETTINGS = mendixSettings(SOURCE);
const VERSIONS: readonly ModuleVersion[] = [
  [4, 2],
  [4, 5],
  [4, 7],
];

describe('the checklist', () => {
  it.each(
    (['screen', 'constants'] as const).flatMap((route: Route) =>
      VERSIONS.map((version) => [route, version.join('.'), version] as const),
    ),
  )('for the %s of module version %s is what it was', async (route, name, version) => {
    const text = renderChecklist(checklistOf(route, SETTINGS, version, COMMANDS), 80);
    await expect(`${text}\n`).toMatchFileSnapshot(`golden/checklist-${route}-${name}.txt`);
  });

  it.each(['screen', 'constants'] as const)(
    'for the %s begins in the app, and ends with the sign-in',
    (route) => {
      const steps = checklistOf(route, SETTINGS, undefined, COMMANDS).flatMap((part) => part.steps);
      const at = (word: string) => steps.findIndex(({ text }) => text.includes(word));
      const order = [
        '120371',
        'ASU_OIDC_Startup',
        'OIDC.EncryptionKey',
        'OIDC.Administrator',
        'OIDC_Client_Overview',
      ];
      const found = [...order, 'read only', 'Toggle Active', 'login.html', 'ACT_Logout']
        .map(at)
        .filter((i) => i >= 0);
      expect(found).toHaveLength(order.length + 3);
      expect(found).toEqual([...found].sort((one, other) => one - other));
      expect(steps.at(-1)?.values).toEqual([COMMANDS.testLogin]);
    },
  );

  it('for constants sends nobody to fields that are read only there', () => {
    const text = JSON.stringify(checklistOf('constants', SETTINGS, undefined, COMMANDS));
    expect(text).not.toMatch(/Toggle Active|Import IdP-metadata|tab Endpoints|General Configuration/i);
    expect(text).toContain('read only');
  });

  it('allows each host of an app with several, from the version on that can', () => {
    const callbackUrls = ['https://a.example', 'https://b.example/x', 'http://localhost:8080'].map(
      (url) => `${url}/oauth/v2/callback`,
    );
    const several = mendixSettings({ ...SOURCE, callbackUrls });
    const values = (version: ModuleVersion) =>
      checklistOf('screen', several, version, COMMANDS).flatMap(({ steps }) =>
        steps.flatMap((step) => step.values ?? []),
      );
    expect(values([4, 5])).toContain('a.example,b.example');
    expect(values([4, 4])).not.toContain('a.example,b.example');
  });

  it('has no End session endpoint while there is no sign-in domain', () => {
    const text = JSON.stringify(
      checklistOf('screen', mendixSettings({ ...SOURCE, domain: undefined }), undefined, COMMANDS),
    );
    expect(text).not.toContain('/logout?');
  });
});
