import { cbor } from '@smithy/core/cbor';
import { page } from './cognito/pages.ts';
import { poolArn } from './cognito/pool-lookup.ts';
import { AwsError, invalidParameter, serialization } from './errors.ts';
import { type Answer, json, type Request } from './http.ts';
import type { Sandbox, TagIndex } from './sandbox.ts';
import type { Infer, Json } from './shapes/notation.ts';
import { getResources } from './shapes/tagging.ts';
import { signedRegion } from './signature.ts';
import type { State } from './state.ts';
import { check } from './validate.ts';

const SERVICE = 'ResourceGroupsTaggingAPI_20170126';

/** What AWS JSON 1.1 names in `x-amz-target`. */
export const TAGGING_TARGET = `${SERVICE}.`;

/** Where Smithy RPC v2 CBOR sends its calls ("Smithy RPC v2 CBOR protocol", Requests). */
export const TAGGING_PATH = `/service/${SERVICE}/operation/`;

/** The tags of every pool that has any, as they are at this moment. */
export function tagIndex({ pools }: State): TagIndex {
  return pools
    .filter(({ tags }) => Object.keys(tags).length > 0)
    .map(({ id, region, tags }) => ({ id, region, tags: { ...tags } }));
}

interface Protocol {
  read(body: Buffer): Json;
  write(status: number, value: object, error?: string): Answer;
}

const JSON_1_1: Protocol = {
  read: (body) => JSON.parse(body.toString('utf8')) as Json,
  write: (status, value, error) =>
    json(status, value, {
      'content-type': 'application/x-amz-json-1.1',
      ...(error !== undefined && { 'x-amzn-errortype': error }),
    }),
};

const RPC_V2_CBOR: Protocol = {
  read: (body) => cbor.deserialize(body) as Json,
  write: (status, value) => ({
    status,
    headers: { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' },
    body: Buffer.from(cbor.serialize(value)),
  }),
};

/** Answers the Resource Groups Tagging API, in the protocol that it is asked in: the SDKs are on their way from one to the other. */
export async function answerTagging(request: Request, sandbox: Sandbox): Promise<Answer> {
  const path = request.url.pathname;
  const isCbor = path.startsWith(TAGGING_PATH);
  const protocol = isCbor ? RPC_V2_CBOR : JSON_1_1;
  const operation = isCbor
    ? path.slice(TAGGING_PATH.length)
    : String(request.headers['x-amz-target']).slice(TAGGING_TARGET.length);
  try {
    if (operation !== 'GetResources')
      throw new AwsError('UnknownOperationException', `Unknown operation ${operation}`);
    const region = signedRegion(request, 400);
    const input = check(getResources, readInput(protocol, request.body), 'InvalidParameterException');
    return protocol.write(200, await sandbox.inTurn(() => find(input, region, sandbox), false));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return protocol.write(error.status, { __type: error.type, message: error.message }, error.type);
  }
}

function readInput(protocol: Protocol, body: Buffer): Json {
  try {
    return protocol.read(body);
  } catch {
    throw serialization('The request body cannot be read');
  }
}

/**
 * Resource Groups Tagging API reference, GetResources: filters are joined by AND, the values of one by OR, and the last
 * page has an empty token.
 */
function find(input: Infer<typeof getResources>, region: string, sandbox: Sandbox): object {
  const { ResourcesPerPage: size = 100, TagFilters = [], ResourceTypeFilters: types = [] } = input;
  if (size < 1 || size > 100) throw invalidParameter('ResourcesPerPage is from 1 to 100.');
  for (const member of [
    'TagsPerPage',
    'IncludeComplianceDetails',
    'ExcludeCompliantResources',
    'ResourceARNList',
  ] as const) {
    if (input[member] !== undefined) throw invalidParameter(`The sandbox does not know ${member}.`);
  }
  const index = sandbox.lateTags ?? tagIndex(sandbox.state);
  const found = index.filter((row) => {
    if (row.region !== region) return false;
    if (types.length > 0 && !types.some((type) => ['cognito-idp', 'cognito-idp:userpool'].includes(type)))
      return false;
    return TagFilters.every(({ Key, Values = [] }) => {
      const value = Key === undefined ? undefined : row.tags[Key];
      return value !== undefined && (Values.length === 0 || Values.includes(value));
    });
  });
  const { items, next = '' } = page(found, size, input.PaginationToken || undefined);
  return {
    PaginationToken: next,
    ResourceTagMappingList: items.map(({ tags, ...pool }) => ({
      ResourceARN: poolArn(pool),
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    })),
  };
}
