import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CognitoIdentityProviderClient,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect } from 'vitest';
import { openPty, type Pty } from '../support/pty.ts';
import { answer, finish, it, NEEDED, pick } from '../support/wizard.ts';
import type { World } from '../support/world.ts';

const KEYS = 'aws_access_key_id = EXAMPLE\naws_secret_access_key = example\n';

/** A configuration of the AWS CLI in the world's home folder. */
async function configure({ folder }: World, config: string, credentials: string): Promise<void> {
  await mkdir(join(folder, '.aws'), { recursive: true });
  await writeFile(join(folder, '.aws', 'config'), config);
  await writeFile(join(folder, '.aws', 'credentials'), credentials);
}

/** The program on a terminal as for AWS, whose calls reach the world. */
function open(
  { env, recorder, folder }: World,
  args: readonly string[],
  more: Record<string, string> = {},
): Pty {
  return openPty(args, { env: { ...env, AWS_ENDPOINT_URL: recorder.url, ...more }, cwd: folder });
}

/** How many user pools the Region has. */
async function poolsIn({ sandbox }: World, region: string): Promise<number> {
  const credentials = { accessKeyId: 'TEST', secretAccessKey: 'test' };
  const cognito = new CognitoIdentityProviderClient({ region, endpoint: sandbox.url, credentials });
  const { UserPools = [] } = await cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }));
  cognito.destroy();
  return UserPools.length;
}

describe('profile and Region', () => {
  it('are asked for where the configuration leaves a choice, and stand in the commands to run next', async ({
    world,
  }) => {
    await configure(
      world,
      '[default]\nregion = eu-west-1\n[profile team]\nregion = eu-north-1\n[sso-session corp]\nsso_region = eu-west-1\n[profile broken]\nsso_session = corp\n',
      `[default]\n${KEYS}[team]\n${KEYS.replace('EXAMPLE', 'TEAM')}`,
    );
    const pty = open(world, ['setup']);
    try {
      await pty.waitFor('AWS profile');
      await pty.waitFor(/❯ default\n {2}broken\n {2}team\n(?! {2}\w)/);
      pty.type('brok');
      await pty.waitFor(/❯ broken\n(?! {2}\w)/);
      pty.press('enter');
      // Its credentials do not work: that is reported before the Region is asked for, and another can be chosen.
      await pty.waitFor(/✖ .*\n[\s\S]*AWS profile [^✔]*❯ default/);
      expect(pty.scrollback()).not.toContain('AWS Region');
      pty.type('tea');
      await pty.waitFor(/❯ team\n(?! {2}\w)/);
      pty.press('enter');
      await pty.waitFor(/❯ eu-north-1 {2}Stockholm/);
      pty.type('frank');
      await pty.waitFor(/❯ eu-central-1 {2}Frankfurt\n(?! {2}\w)/);
      pty.press('enter');
      await pty.waitFor('AWS account 123456789012, Region eu-central-1');
      await answer(pty, NEEDED, 'review');
      expect(pty.screen()).toMatch(/Account +123456789012 in eu-central-1\n/);

      // Another Region by the review; what was read of the first is not taken for the second's.
      await pick(pty, 'Account');
      await pty.waitFor(/\? AWS profile[^✔]*❯ team/);
      pty.press('enter');
      await pty.waitFor(/\? AWS Region[^✔]*❯ eu-central-1/);
      pty.type('irel');
      await pty.waitFor(/❯ eu-west-1 {2}Ireland\n(?! {2}\w)/);
      pty.press('enter');
      await pty.waitFor(/Account +123456789012 in eu-west-1\n/);
      pty.press('enter');
      await pty.waitFor('Make these 5 changes?');
      pty.press('enter');
      expect(await finish(pty)).toMatchObject({ code: 0 });
      expect(await poolsIn(world, 'eu-central-1')).toBe(0);
      expect(await poolsIn(world, 'eu-west-1')).toBe(1);
      expect(pty.scrollback()).toContain(
        'mendix-cognito doctor --alias app-example-com --region eu-west-1 --profile team',
      );
    } finally {
      pty.kill();
    }
  });

  it('are not asked for where the environment names them', async ({ world }) => {
    await configure(world, '[profile team]\nregion = eu-north-1\n', `[team]\n${KEYS}`);
    const pty = open(world, ['setup'], { AWS_PROFILE: 'team', AWS_REGION: 'eu-west-1' });
    try {
      await answer(pty, NEEDED, 'review');
      expect(pty.scrollback()).not.toMatch(/AWS profile|\? AWS Region/);
      expect(pty.scrollback()).toContain('Region eu-west-1');
    } finally {
      pty.kill();
    }
  });
});
