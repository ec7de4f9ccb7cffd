import { DeleteUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
  type ResourceGroupsTaggingAPIClientConfig,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { SmithyRpcV2CborProtocol } from '@smithy/core/cbor';
import { describe, expect, onTestFinished, test } from 'vitest';
import { awsModel, modelsPresent, skipReason } from '../support/aws-model.ts';
import { makePool, readPool } from '../support/cognito.ts';
import { openSandbox, postTagging, REGION, raw, type TestSandbox } from '../support/sandbox.ts';

const PROTOCOLS: [string, Pick<ResourceGroupsTaggingAPIClientConfig, 'protocol'>][] = [
  ['AWS JSON 1.1', {}],
  ['Smithy RPC v2 CBOR', { protocol: SmithyRpcV2CborProtocol }],
];
const POOLS = { ResourceTypeFilters: ['cognito-idp:userpool'] };

function searchIn(
  { url }: TestSandbox,
  { region = REGION, ...protocol }: Partial<ResourceGroupsTaggingAPIClientConfig> = {},
) {
  const client = new ResourceGroupsTaggingAPIClient({
    endpoint: url,
    region,
    maxAttempts: 1,
    credentials: { accessKeyId: 'EXAMPLE', secretAccessKey: 'example' },
    ...protocol,
  });
  onTestFinished(() => client.destroy());
  return async (input: object) => {
    const { ResourceTagMappingList = [], PaginationToken } = await client.send(
      new GetResourcesCommand(input),
    );
    return { rows: ResourceTagMappingList, token: PaginationToken };
  };
}

const setLate = ({ url }: TestSandbox, late: unknown) =>
  raw(`${url}/_sandbox/tags`, { method: 'POST', body: JSON.stringify({ late }) });

describe.each(PROTOCOLS)('the search for tags in %s', (_name, protocol) => {
  test('finds the pools with a tag, each with all of its tags', async () => {
    const sandbox = await openSandbox();
    await makePool(sandbox);
    await makePool(sandbox, { UserPoolTags: { other: '1' } });
    const tagged = await makePool(sandbox, { UserPoolTags: { app: 'a', more: '' } });
    const search = searchIn(sandbox, protocol);

    const { Arn } = await readPool(sandbox, tagged);
    const Tags = [
      { Key: 'app', Value: 'a' },
      { Key: 'more', Value: '' },
    ];
    const found = { rows: [{ ResourceARN: Arn, Tags }], token: '' };
    expect(await search({ ...POOLS, TagFilters: [{ Key: 'app' }] })).toEqual(found);
    expect(await search({ TagFilters: [{ Key: 'app', Values: ['b', 'a'] }, { Key: 'more' }] })).toEqual(
      found,
    );
    const nothing = { rows: [], token: '' };
    expect(await search({ TagFilters: [{ Key: 'app', Values: ['b'] }] })).toEqual(nothing);
    expect(await search({ ResourceTypeFilters: ['s3:bucket'], TagFilters: [{ Key: 'app' }] })).toEqual(
      nothing,
    );
    const elsewhere = searchIn(sandbox, { ...protocol, region: 'us-east-1' });
    expect(await elsewhere({ TagFilters: [{ Key: 'app' }] })).toEqual(nothing);
  });

  test('refuses in words what AWS refuses', async () => {
    const search = searchIn(await openSandbox(), protocol);

    await expect(search({ ResourcesPerPage: 101 })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining('1 to 100'),
    });
  });
});

describe('the search for tags', () => {
  test('goes on from page to page', async () => {
    const sandbox = await openSandbox();
    for (let number = 0; number < 3; number += 1) await makePool(sandbox, { UserPoolTags: { app: 'a' } });
    const search = searchIn(sandbox);

    const first = await search({ ResourcesPerPage: 2 });
    const second = await search({ ResourcesPerPage: 2, PaginationToken: first.token });
    expect([first.rows.length, second.rows.length, second.token]).toEqual([2, 1, '']);
  });

  test('is late when it is set so: new pools are missing, and deleted ones are listed', async () => {
    const sandbox = await openSandbox();
    const search = searchIn(sandbox);
    const old = await makePool(sandbox, { UserPoolTags: { app: 'a' } });
    expect(await setLate(sandbox, true)).toMatchObject({ status: 200 });

    await sandbox.cognito.send(new DeleteUserPoolCommand({ UserPoolId: old }));
    const young = await makePool(sandbox, { UserPoolTags: { app: 'a' } });
    const arns = async () => (await search({})).rows.map(({ ResourceARN }) => ResourceARN?.split('/').at(-1));
    expect(await arns()).toEqual([old]);
    expect(await setLate(sandbox, false)).toMatchObject({ status: 200 });
    expect(await arns()).toEqual([young]);
    expect(await setLate(sandbox, 'soon')).toMatchObject({ status: 400 });
  });

  test.skipIf(!modelsPresent)(`answers as AWS’s model has it${skipReason}`, async () => {
    const sandbox = await openSandbox();
    await makePool(sandbox, { UserPoolTags: { app: 'a' } });

    const { status, body } = await postTagging(sandbox.url, 'GetResources', {});
    expect(status).toBe(200);
    expect(awsModel('resourcegroupstaggingapi').answerProblems('GetResources', body)).toEqual([]);
  });
});
