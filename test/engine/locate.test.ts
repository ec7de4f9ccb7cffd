import {
  type CognitoIdentityProviderClient,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { openAws } from '../../src/aws/clients.ts';
import { findByAlias, locatePool, requireOurs } from '../../src/engine/locate.ts';
import { appTag, OWNER_TAG } from '../../src/resources/pool-tags.ts';
import type { SandboxOptions } from '../../src/sandbox/server.ts';
import { POOL } from '../support/present.ts';
import { hinting } from '../support/repairs.ts';
import { openSandbox, REGION } from '../support/sandbox.ts';

/** Creates a pool; one without an alias is somebody else's. */
async function make(cognito: CognitoIdentityProviderClient, name: string, alias?: string): Promise<string> {
  const tags =
    alias === undefined ? {} : { UserPoolTags: { [OWNER_TAG]: 'made', [appTag(alias)]: `client=${alias}` } };
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: name, ...tags }));
  return UserPool?.Id ?? '';
}

async function openAccount(options: Partial<SandboxOptions> = {}) {
  const sandbox = await openSandbox(options);
  const aws = await openAws({
    region: REGION,
    sandboxUrl: sandbox.url,
    signal: new AbortController().signal,
  });
  return { ...sandbox, aws };
}

const ANY = { alias: undefined, poolName: undefined, poolId: undefined, adopt: false };

describe('the pool of an alias', () => {
  it('is the one with its tag, whatever the names of others', async () => {
    const { aws, cognito } = await openAccount();
    await make(cognito, 'demo');
    await make(cognito, 'demo', 'other');
    const ours = await make(cognito, 'demo', 'demo');
    expect(await locatePool(aws, { ...ANY, alias: 'demo' })).toMatchObject({ Id: ours });
  });

  it('is found under another name, as after a renaming in the console', async () => {
    const { aws, cognito } = await openAccount();
    for (let index = 0; index < 9; index += 1) await make(cognito, `pool ${index}`);
    const ours = await make(cognito, 'Renamed', 'demo');
    expect(await findByAlias(aws, 'demo', undefined)).toMatchObject({ Id: ours });
  });

  it('is none where there is none, and never somebody else’s of the same name', async () => {
    const { aws, cognito } = await openAccount();
    await make(cognito, 'demo');
    expect(await locatePool(aws, { ...ANY, alias: 'demo' })).toBeUndefined();
  });

  it('is not chosen from two: both are listed, each with its date', async () => {
    const { aws, cognito } = await openAccount();
    const ids = [await make(cognito, 'demo', 'demo'), await make(cognito, 'demo', 'demo')];
    const search = locatePool(aws, { ...ANY, alias: 'demo' });
    await expect(search).rejects.toMatchObject({
      code: 'POOL_AMBIGUOUS',
      repairs: hinting('--pool-id'),
    });
    for (const id of ids) {
      await expect(search).rejects.toThrow(`- ${id} (demo, alias demo, created 2031-05-06 07:08 UTC)`);
    }
  });
});

describe('a pool that is to be taken over', () => {
  it('is the one of that name that belongs to nobody', async () => {
    const { aws, cognito } = await openAccount();
    await make(cognito, 'People', 'other');
    const free = await make(cognito, 'People');
    const selector = { ...ANY, alias: 'demo', poolName: 'People', adopt: true };
    expect(await locatePool(aws, selector)).toMatchObject({ Id: free });
  });

  it('comes after the one with the tag', async () => {
    const { aws, cognito } = await openAccount();
    await make(cognito, 'demo');
    const ours = await make(cognito, 'Renamed', 'demo');
    expect(await locatePool(aws, { ...ANY, alias: 'demo', adopt: true })).toMatchObject({ Id: ours });
  });

  it('is not chosen from two', async () => {
    const { aws, cognito } = await openAccount();
    const ids = [await make(cognito, 'demo'), await make(cognito, 'demo')];
    const search = locatePool(aws, { ...ANY, alias: 'demo', adopt: true });
    await expect(search).rejects.toMatchObject({ code: 'POOL_AMBIGUOUS' });
    for (const id of ids) await expect(search).rejects.toThrow(`- ${id} (demo, alias none`);
  });
});

describe('the pool of a run without an alias', () => {
  it('is the only one that is ours', async () => {
    const { aws, cognito } = await openAccount();
    expect(await locatePool(aws, ANY)).toBeUndefined();
    await make(cognito, 'of somebody');
    const ours = await make(cognito, 'demo', 'demo');
    expect(await locatePool(aws, ANY)).toMatchObject({ Id: ours });
  });

  it('is a question, where several are', async () => {
    const { aws, cognito } = await openAccount();
    await make(cognito, 'one', 'one');
    await make(cognito, 'two', 'two');
    await expect(locatePool(aws, ANY)).rejects.toMatchObject({
      code: 'ALIAS_NEEDED',
      exitCode: 2,
      message: expect.stringMatching(/alias one[\s\S]*alias two/),
      repairs: hinting(/--alias (?:one|two)/),
    });
  });
});

describe('an alias that somebody else chose', () => {
  it('stands in quotes in what is proposed', async () => {
    const { aws, cognito } = await openAccount();
    await make(cognito, 'one', 'one & only');
    await make(cognito, 'two', 'two');
    await expect(locatePool(aws, ANY)).rejects.toMatchObject({
      code: 'ALIAS_NEEDED',
      repairs: hinting('mendix-cognito status --alias "one & only"'),
    });
  });
});

describe('the pool of an id', () => {
  it('is that one, whoever made it', async () => {
    const { aws, cognito } = await openAccount();
    const id = await make(cognito, 'demo');
    expect(await locatePool(aws, { ...ANY, alias: 'demo', poolId: id })).toMatchObject({ Id: id });
  });

  it('is an error where there is none', async () => {
    const { aws } = await openAccount();
    await expect(locatePool(aws, { ...ANY, poolId: 'eu-west-1_Nowhere1' })).rejects.toMatchObject({
      code: 'POOL_NOT_FOUND',
      repairs: hinting('--region'),
    });
  });
});

describe('a pool that is written to', () => {
  const { UserPoolTags: _, ...THEIRS } = POOL;
  const JOINED = { ...THEIRS, UserPoolTags: { 'mendix-cognito': 'joined', 'mendix-cognito:app:demo': 'x' } };
  const demo = { alias: 'demo', adopt: false };
  const second = { alias: 'second', adopt: false };

  it.each([
    ['its own', POOL, demo, false],
    ['one that it has joined', JOINED, demo, true],
    ['one that was made for another app, which it joins', POOL, second, true],
    ['one of somebody else, knowingly', THEIRS, { ...second, adopt: true }, true],
    ['one of somebody else that another app has joined, knowingly', JOINED, { ...second, adopt: true }, true],
    ['the one that was named, without an alias', POOL, { alias: undefined, adopt: false }, false],
  ])('may be %s', (_what, pool, selector, joins) => {
    expect(() => requireOurs(pool, selector, joins)).not.toThrow();
  });

  it.each([
    ['one of somebody else', THEIRS, demo, true, 'POOL_NOT_OURS'],
    ['one of another app, for what does not join', POOL, second, false, 'POOL_OF_OTHER_ALIAS'],
    ['one of somebody else that another app has joined', JOINED, second, true, 'POOL_OF_OTHER_ALIAS'],
  ])('is not %s', (_what, pool, selector, joins, code) => {
    expect(() => requireOurs(pool, selector, joins)).toThrow(expect.objectContaining({ code }));
  });
});
