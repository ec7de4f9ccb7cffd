import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AdminSetUserPasswordCommand,
  CreateUserPoolDomainCommand,
  DescribeUserPoolDomainCommand,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { GetEmailIdentityCommand } from '@aws-sdk/client-sesv2';
import { describe, expect, onTestFinished, test } from 'vitest';
import { resetState, startSandbox } from '../../src/sandbox/server.ts';
import {
  EMAIL,
  makeClient,
  makePool,
  makeUser,
  PASSWORD,
  readClient,
  readPool,
  signIn,
  tokensOf,
  verifyAddress,
} from '../support/cognito.ts';
import { DOMAIN_MS, openSandbox, raw, refusal } from '../support/sandbox.ts';

/** A path for a state file in a folder that is removed after the test. */
async function newFile(name = 'state.json'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-state-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, name);
}

const mode = async (file: string) => ((await stat(file)).mode & 0o777).toString(8);

describe('the state file', () => {
  test('is the owner’s alone, and so is a folder that is created for it', async () => {
    const stateFile = await newFile(join('made', 'for', 'it', 'state.json'));
    const sandbox = await openSandbox({ stateFile });

    await makePool(sandbox);

    expect(await mode(stateFile)).toBe('600');
    expect(await mode(join(stateFile, '..'))).toBe('700');
  });

  test('becomes the owner’s alone at the first write, whatever it was', async () => {
    const stateFile = await newFile();
    await writeFile(stateFile, JSON.stringify({ version: 1, pools: [], identities: [], inbox: [] }));
    await chmod(stateFile, 0o644);
    const sandbox = await openSandbox({ stateFile });

    await makePool(sandbox);

    expect(await mode(stateFile)).toBe('600');
  });

  test('has every change before its answer, and leaves nothing beside it', async () => {
    const stateFile = await newFile();
    const sandbox = await openSandbox({ stateFile });

    await Promise.all(Array.from({ length: 10 }, () => makePool(sandbox)));

    const state = JSON.parse(await readFile(stateFile, 'utf8')) as { pools: object[] };
    expect(state.pools).toHaveLength(10);
    expect(await readdir(join(stateFile, '..'))).toEqual(['state.json']);
  });

  test('is not written by calls that only read', async () => {
    const stateFile = await newFile();
    const sandbox = await openSandbox({ stateFile });
    const before = await stat(stateFile, { bigint: true });
    await sandbox.cognito.send(new ListUserPoolsCommand({ MaxResults: 1 }));
    expect(await refusal(readPool(sandbox, 'eu-west-1_nothing01'))).toBe('ResourceNotFoundException');

    expect((await stat(stateFile, { bigint: true })).mtimeNs).toBe(before.mtimeNs);
  });

  test('has no password in it, and no refresh token', async () => {
    const stateFile = await newFile();
    const sandbox = await openSandbox({ stateFile });
    const poolId = await makePool(sandbox);
    const client = await makeClient(sandbox, poolId);
    await makeUser(sandbox, poolId);
    await sandbox.cognito.send(
      new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username: EMAIL, Password: 'Second-1843' }),
    );
    const challenge = await signIn(sandbox, client, EMAIL, 'Second-1843');
    await sandbox.cognito.send(
      new AdminSetUserPasswordCommand({
        UserPoolId: poolId,
        Username: EMAIL,
        Password: PASSWORD,
        Permanent: true,
      }),
    );
    const { RefreshToken } = tokensOf(await signIn(sandbox, client));

    const content = await readFile(stateFile, 'utf8');

    expect(challenge.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    expect(content).toContain('"passwordHash":"scrypt:');
    expect(content).not.toContain(PASSWORD);
    expect(content).not.toContain('Second-1843');
    expect(RefreshToken).toBeDefined();
    expect(content).not.toContain(RefreshToken);
  });

  test('hashes one password differently each time', async () => {
    const stateFile = await newFile();
    const sandbox = await openSandbox({ stateFile });
    const poolId = await makePool(sandbox);
    await makeUser(sandbox, poolId, 'temporary');
    await makeUser(sandbox, poolId, 'temporary', 'other@example.com');

    const hashes = (await readFile(stateFile, 'utf8')).match(/"passwordHash":"[^"]+"/g);

    expect(new Set(hashes).size).toBe(2);
  });
});

describe('a sandbox that is started again', () => {
  test('knows pools, clients with their secrets, users, domains, identities and keys', async () => {
    const stateFile = await newFile();
    const first = await openSandbox({ stateFile });
    const poolId = await makePool(first, { UserPoolTags: { owner: 'ada' } });
    const client = await makeClient(first, poolId);
    await makeUser(first, poolId);
    await first.cognito.send(new CreateUserPoolDomainCommand({ UserPoolId: poolId, Domain: 'people' }));
    await verifyAddress(first, 'sender@example.com');
    const keys = async (url: string) => (await raw(`${url}/${poolId}/.well-known/jwks.json`)).body;
    const before = [
      await keys(first.url),
      await readPool(first, poolId),
      await readClient(first, poolId, client.id),
    ];
    await first.close();

    const second = await openSandbox({ stateFile });

    expect([
      await keys(second.url),
      await readPool(second, poolId),
      await readClient(second, poolId, client.id),
    ]).toEqual(before);
    tokensOf(await signIn(second, client));
    second.clock.advance(DOMAIN_MS);
    const domain = await second.cognito.send(new DescribeUserPoolDomainCommand({ Domain: 'people' }));
    expect(domain.DomainDescription).toMatchObject({ UserPoolId: poolId, Status: 'ACTIVE' });
    const identity = new GetEmailIdentityCommand({ EmailIdentity: 'sender@example.com' });
    expect((await second.ses.send(identity)).VerifiedForSendingStatus).toBe(true);
  });

  test('is empty after its file was reset', async () => {
    const stateFile = await newFile();
    const first = await openSandbox({ stateFile });
    await makePool(first);
    await first.close();

    await resetState(stateFile);

    const { cognito } = await openSandbox({ stateFile });
    expect((await cognito.send(new ListUserPoolsCommand({ MaxResults: 1 }))).UserPools).toEqual([]);
  });

  test('writes what is left of it when it is reset while it runs', async () => {
    const stateFile = await newFile();
    const first = await openSandbox({ stateFile });
    await makePool(first);
    await raw(`${first.url}/_sandbox/reset`, { method: 'POST' });

    expect(JSON.parse(await readFile(stateFile, 'utf8'))).toMatchObject({ pools: [] });
  });
});

describe('a file that is no state', () => {
  test.each([
    ['text', 'Dear diary'],
    ['nothing', ''],
    ['another JSON', '{"name":"mendix-cognito"}'],
    ['null', 'null'],
    ['a list', '[]'],
    ['another version', '{"version":2,"pools":[],"identities":[],"inbox":[]}'],
    ['half a state', '{"version":1,"pools":[],"identities":[]}'],
    ['lists that are none', '{"version":1,"pools":{},"identities":[],"inbox":[]}'],
    ['pools that are none', '{"version":1,"pools":[{}],"identities":[],"inbox":[]}'],
    ['identities that are none', '{"version":1,"pools":[],"identities":[7],"inbox":[]}'],
    ['emails that are none', '{"version":1,"pools":[],"identities":[],"inbox":[null]}'],
  ])('is refused, and left as it is: %s', async (_what, content) => {
    const stateFile = await newFile();
    await writeFile(stateFile, content);

    await expect(startSandbox({ port: 0, stateFile })).rejects.toThrow(/is not a sandbox state/);

    expect(await readFile(stateFile, 'utf8')).toBe(content);
  });

  test('is refused when it cannot be read', async () => {
    const stateFile = await newFile();

    await expect(startSandbox({ port: 0, stateFile: join(stateFile, '..') })).rejects.toThrow(
      /cannot be kept in .* \(EISDIR\)/,
    );
  });

  test('is refused when it cannot be written, and the port is free again', async () => {
    const stateFile = await newFile();
    await writeFile(stateFile, '');
    const below = join(stateFile, 'state.json');
    const { port, close } = await startSandbox({ port: 0 });
    await close();
    await expect(startSandbox({ port, stateFile: below })).rejects.toThrow(/\(ENOTDIR\)/);
    const again = await startSandbox({ port });
    await again.close();
  });
});

test('a call fails when the state cannot be written, and the sandbox says so', async () => {
  const stateFile = await newFile();
  const log: string[] = [];
  const sandbox = await openSandbox({ stateFile, log: (line) => log.push(line) });
  // A folder where the file should be: the finished file cannot take its place.
  await rm(stateFile);
  await mkdir(stateFile);

  const outcome = await refusal(makePool(sandbox));

  expect(outcome).toBe('InternalErrorException');
  expect(log.join()).toMatch(/internal error/);
  await rm(stateFile, { recursive: true });
});
