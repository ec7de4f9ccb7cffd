import { AwsError, serialization } from '../errors.ts';
import { type Answer, json, type Request } from '../http.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Json } from '../shapes/notation.ts';
import { signedRegion } from '../signature.ts';
import { operations } from './operations.ts';

const TARGET_PREFIX = 'AWSCognitoIdentityProviderService.';
const CONTENT_TYPE = { 'content-type': 'application/x-amz-json-1.1' };

/** Answers one call in the AWS JSON 1.1 protocol (Smithy, "AWS JSON 1.1 protocol"). */
export async function answerCognito(request: Request, sandbox: Sandbox): Promise<Answer> {
  try {
    return json(200, await run(request, sandbox), CONTENT_TYPE);
  } catch (error) {
    const known = sandbox.asAwsError(error, 'InternalErrorException');
    return json(
      known.status,
      { __type: known.type, message: known.message },
      { ...CONTENT_TYPE, 'x-amzn-errortype': known.type },
    );
  }
}

async function run(request: Request, sandbox: Sandbox): Promise<object> {
  const target = String(request.headers['x-amz-target']);
  const name = target.startsWith(TARGET_PREFIX) ? target.slice(TARGET_PREFIX.length) : '';
  const operation = operations.get(name);
  if (operation === undefined) throw new AwsError('UnknownOperationException', `Unknown operation ${target}`);
  const region = operation.signed ? signedRegion(request, 400) : '';
  const body = parse(request.body.toString('utf8'));
  sandbox.quotas.take(name, region, poolOf(body));
  return sandbox.inTurn(() => operation.run(body, { sandbox, region }), operation.writes);
}

/** The pool that a call names, by its id or at the end of its ARN. */
function poolOf(body: Json): string | undefined {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  const { UserPoolId, ResourceArn } = body;
  if (typeof UserPoolId === 'string') return UserPoolId;
  return typeof ResourceArn === 'string' ? ResourceArn.split('/').at(-1) : undefined;
}

function parse(body: string): Json {
  try {
    return JSON.parse(body) as Json;
  } catch {
    throw serialization('The request body is not JSON');
  }
}
