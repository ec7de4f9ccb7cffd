import {
  DescribeUserPoolCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect } from 'vitest';
import { makePool } from '../support/cognito.ts';
import { it, SETUP, type World } from '../support/world.ts';

async function tagsOf({ cognito }: World, UserPoolId: string) {
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
  return UserPool?.UserPoolTags ?? {};
}

const adopting = (id: string) => ['--yes', '--adopt', '--pool-id', id, '--alias', 'demo'];

describe('the tags', () => {
  it('say of a new pool that it was made, and what for', async ({ world }) => {
    const { mendix } = (await world.run([...SETUP, '--client-name', 'web, new'])).json();
    expect(await tagsOf(world, (mendix as { userPoolId: string }).userPoolId)).toEqual({
      'mendix-cognito': 'made',
      'mendix-cognito:app:demo': 'client=web: new/domain=demo',
    });
    // The name of the client is found there by whoever does not name it.
    world.recorder.clear();
    expect((await world.run(SETUP)).json()).toMatchObject({ changes: [] });
    expect((await world.run(['mendix-config', '--json'])).json()).toMatchObject({
      mendix: { ...(mendix as object), clientSecret: expect.any(String) },
    });
    expect(world.recorder.writes).toEqual([]);
  });

  it('are added to those of somebody else’s pool, by a call that touches nothing else', async ({ world }) => {
    const id = await makePool(world, { UserPoolTags: { team: 'blue' }, AutoVerifiedAttributes: ['email'] });
    expect(await world.run(['create-pool', ...adopting(id), '--no-deletion-protection'])).toMatchObject({
      code: 0,
    });
    expect(world.recorder.writes.map(({ operation }) => operation)).toEqual([
      'TagResource',
      'CreateUserPoolDomain',
    ]);
    expect(await tagsOf(world, id)).toEqual({
      team: 'blue',
      'mendix-cognito': 'joined',
      'mendix-cognito:app:demo': 'domain=demo',
    });
  });

  it('have room for an alias of 100 characters, and no longer one is taken', async ({ world }) => {
    const alias = 'a'.repeat(100);
    expect(await world.run(['create-pool', '--yes', '--alias', alias])).toMatchObject({ code: 0 });
    expect((await world.run(['status', '--json'])).json()).toMatchObject({ alias });
    const long = await world.run(['create-pool', '--yes', '--alias', `${alias}a`]);
    expect(long).toMatchObject({ code: 2, said: expect.stringContaining('at most 100') });
  });
});

describe('a pool with 50 tags', () => {
  it('takes no further app, and the plan says so', async ({ world }) => {
    const id = await makePool(world);
    const { UserPool } = await world.cognito.send(new DescribeUserPoolCommand({ UserPoolId: id }));
    const theirs = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag${index}`, '']));
    await world.cognito.send(new TagResourceCommand({ ResourceArn: UserPool?.Arn, Tags: theirs(49) }));
    for (const command of [['create-pool'], ['create-client', '--app-url', 'https://app.example.com']]) {
      world.recorder.clear();
      const full = await world.run([...command, ...adopting(id)]);
      expect(full).toMatchObject({ code: 3, said: expect.stringContaining('it takes no further app') });
      expect(world.recorder.writes).toEqual([]);
    }
    // With one less there is room for both tags.
    await world.cognito.send(new UntagResourceCommand({ ResourceArn: UserPool?.Arn, TagKeys: ['tag0'] }));
    expect(await world.run(['create-pool', ...adopting(id)])).toMatchObject({ code: 0 });
    expect(Object.keys(await tagsOf(world, id))).toHaveLength(50);
  });
});
