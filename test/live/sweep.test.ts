import { ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { it, SETUP } from '../support/world.ts';
import { sweep } from './stage.ts';

it('what a life leaves that ended half-way is swept away, protected or not, with its domain', async ({
  world,
}) => {
  expect((await world.run([...SETUP, '--domain-prefix', 'another-name'])).code).toBe(0);
  await world.run(['create-pool', '--yes', '--alias', 'other']);
  await sweep(world, 'demo');
  const { UserPools } = await world.cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }));
  expect(UserPools).toMatchObject([{ Name: 'other' }]);
});
