import {
  DescribeUserPoolCommand,
  UpdateUserPoolCommand,
  type UpdateUserPoolRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import { DeleteEmailIdentityCommand } from '@aws-sdk/client-sesv2';
import { describe, expect } from 'vitest';
import { updateInputOf } from '../../src/resources/user-pool-settings.ts';
import { verifyAddress } from '../support/cognito.ts';
import { it, SETUP, type World } from '../support/world.ts';

/** A setup, of which somebody has changed the pool. */
async function setUpWith(
  world: World,
  changes: Partial<UpdateUserPoolRequest>,
  ...flags: string[]
): Promise<void> {
  const { mendix } = (await world.run([...SETUP, ...flags])).json() as { mendix: { userPoolId: string } };
  const { UserPool } = await world.cognito.send(
    new DescribeUserPoolCommand({ UserPoolId: mendix.userPoolId }),
  );
  const input = updateInputOf({ ...UserPool, Id: mendix.userPoolId }, changes);
  await world.cognito.send(new UpdateUserPoolCommand(input));
}

const POOL = ['create-pool', '--yes', '--alias', 'demo'];

/** The run writes nothing, and says why. */
async function expectBlocked(world: World, args: readonly string[], says: RegExp): Promise<void> {
  world.recorder.clear();
  const run = await world.run(args);
  expect(run).toMatchObject({ code: 3, said: expect.stringMatching(says) });
  expect(world.recorder.writes).toEqual([]);
}

describe('what Cognito would refuse half-way is seen in the plan', () => {
  it('a tier that lacks what the pool has (threat protection)', async ({ world }) => {
    const changes = { UserPoolTier: 'PLUS', UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } } as const;
    await setUpWith(world, changes);
    await expectBlocked(
      world,
      [...POOL, '--tier', 'essentials'],
      /has threat protection, which the tier ESSENTIALS/,
    );
  });

  it('a tier that lacks what the pool has (password history)', async ({ world }) => {
    const { PasswordPolicy } = { PasswordPolicy: { MinimumLength: 8, PasswordHistorySize: 3 } };
    await setUpWith(world, { Policies: { PasswordPolicy } });
    await expectBlocked(world, [...POOL, '--tier', 'lite'], /has a password history, which the tier LITE/);
  });

  it('settings that the tier LITE lacks, on a pool of that tier', async ({ world }) => {
    await setUpWith(world, {}, '--tier', 'lite');
    await expectBlocked(
      world,
      [...POOL, '--password-history', '3'],
      /password history: .*tier LITE.*--tier essentials/,
    );
    // terraform-provider-aws#40734
    await expectBlocked(world, [...POOL, '--managed-login', '2'], /managed login version: .*tier LITE/);
    const both = [...POOL, '--tier', 'essentials', '--managed-login', '2', '--password-history', '3'];
    expect((await world.run(both)).code).toBe(0);
  });

  it('any change, while SES does not have the pool’s sender (any more)', async ({ world }) => {
    const sender = 'noreply@example.com';
    await verifyAddress({ ses: world.ses, url: world.sandbox.url }, sender);
    await setUpWith(world, {}, '--email-from', sender);
    await world.ses.send(new DeleteEmailIdentityCommand({ EmailIdentity: sender }));
    // aws-cdk#18964
    await expectBlocked(
      world,
      [...POOL, '--tier', 'plus'],
      /sends from noreply@example\.com.*verify-email noreply@example\.com --wait/,
    );
    const other = 'other@example.com';
    await verifyAddress({ ses: world.ses, url: world.sandbox.url }, other);
    expect((await world.run([...POOL, '--tier', 'plus', '--email-from', other])).code).toBe(0);
  });
});
