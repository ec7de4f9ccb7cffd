import {
  AdminDisableUserCommand,
  AdminUpdateUserAttributesCommand,
  DeleteManagedLoginBrandingCommand,
  DeleteUserPoolDomainCommand,
  DescribeManagedLoginBrandingByClientCommand,
  UntagResourceCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect } from 'vitest';
import { updateInputOf } from '../../src/resources/app-client-settings.ts';
import { appTag } from '../../src/resources/pool-tags.ts';
import { clientIn, poolIn } from '../support/doctor-world.ts';
import { it, SETUP, type World } from '../support/world.ts';

const USER = 'a@example.com';

async function damageClient(world: World): Promise<void> {
  const client = await clientIn(world);
  const damaged = { LogoutURLs: [], AllowedOAuthScopes: ['openid'], ReadAttributes: ['nickname'] };
  await world.cognito.send(new UpdateUserPoolClientCommand({ ...updateInputOf(client), ...damaged }));
  const UserPoolId = client.poolId;
  const { ManagedLoginBranding } = await world.cognito.send(
    new DescribeManagedLoginBrandingByClientCommand({ UserPoolId, ClientId: client.id }),
  );
  const { ManagedLoginBrandingId } = ManagedLoginBranding ?? {};
  await world.cognito.send(new DeleteManagedLoginBrandingCommand({ UserPoolId, ManagedLoginBrandingId }));
}

async function damagePoolAndUser(world: World): Promise<string> {
  const { Id, Arn, Domain } = await poolIn(world);
  await world.cognito.send(new DeleteUserPoolDomainCommand({ UserPoolId: Id, Domain }));
  await world.cognito.send(new UntagResourceCommand({ ResourceArn: Arn, TagKeys: [appTag('demo')] }));
  const user = { UserPoolId: Id, Username: USER };
  await world.cognito.send(new AdminDisableUserCommand(user));
  const UserAttributes = [{ Name: 'email_verified', Value: 'false' }];
  await world.cognito.send(new AdminUpdateUserAttributesCommand({ ...user, UserAttributes }));
  return Id;
}

describe('doctor --fix', () => {
  it('repairs what was damaged by hand with one plan, and then has nothing to write', async ({ world }) => {
    await world.run([...SETUP, '--user-full-name', 'Ann']);
    await damageClient(world);
    const id = await damagePoolAndUser(world);
    const doctor = ['doctor', '--alias', 'demo', '--pool-id', id, '--user-email', USER, '--json'];
    expect(await world.run(doctor)).toMatchObject({ code: 1 });

    world.recorder.clear();
    const unasked = await world.run([...doctor, '--fix']);
    expect(unasked).toMatchObject({ code: 2 });
    expect(unasked.stdout).toContain('--yes is missing');
    const dry = await world.run([...doctor, '--fix', '--dry-run']);
    expect(dry).toMatchObject({ code: 1 });
    expect(world.recorder.writes).toEqual([]);

    const fixed = await world.run([...doctor, '--fix', '--yes']);
    expect(fixed.json()).toMatchObject({ healthy: true });
    expect(fixed).toMatchObject({ code: 0 });
    expect(fixed.said.match(/\+ create +~ change/g)).toHaveLength(1);
    const checks = (await world.run(doctor)).json().checks as { id: string; verdict: string }[];
    expect(checks.filter(({ verdict }) => !['ok', 'unknown'].includes(verdict)).map(({ id }) => id)).toEqual(
      [],
    );

    world.recorder.clear();
    const again = await world.run([...doctor, '--fix', '--yes']);
    expect(again).toMatchObject({ code: 0 });
    expect(world.recorder.writes).toEqual([]);
  });

  it('creates a user who is missing, and shows the password or how to get one', async ({ world }) => {
    await world.run(SETUP);
    const doctor = ['doctor', '--alias', 'demo', '--user-email', 'new@example.com', '--fix', '--yes'];
    const named = [...doctor, '--user-full-name', 'Ann'];
    const json = (await world.run([...named, '--json'])).json();
    expect(json).toMatchObject({ healthy: true, users: [{ email: 'new@example.com', password: null }] });
    expect(json.hint).toContain('--reset-password');
    const shown = await world.run(doctor.with(4, 'other@example.com'));
    expect(shown).toMatchObject({ code: 0 });
    expect(shown.stdout).toMatch(/other@example\.com[\s\S]*password/i);
  });

  it('leaves to people what only they can decide, and lists it', async ({ world }) => {
    await world.run(SETUP);
    world.recorder.clear();
    const run = await world.run(['doctor', '--alias', 'demo', '--user-email', USER, '--fix', '--yes']);
    expect(run).toMatchObject({ code: 0 });
    expect(run.said).toContain('No check found anything that --fix can fix by itself.');
    expect(run.stdout).toContain('--user-full-name');
    expect(world.recorder.writes).toEqual([]);
  });

  it('is nothing for an error text', async ({ world }) => {
    const run = await world.run(['doctor', '--fix', '--explain', 'redirect_mismatch']);
    expect(run).toMatchObject({ code: 2 });
    expect(run.said).toContain('--fix and --explain cannot be used together');
  });
});
