import type { Call } from '../cognito/operation.ts';
import { AwsError, serialization } from '../errors.ts';
import { type Answer, json, type Request } from '../http.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Infer, Json, Structure } from '../shapes/notation.ts';
import * as shapes from '../shapes/ses.ts';
import { signedRegion } from '../signature.ts';
import { check } from '../validate.ts';
import * as identities from './identities.ts';
import * as policies from './identity-policies.ts';

/** Every SES path starts with this. */
export const SES_PATH = '/v2/email/';

interface Route {
  readonly writes: boolean;
  run(request: Request, names: readonly string[], call: Call): object;
}

/** @param names what stands in the path, decoded */
type Input = (request: Request, names: readonly string[]) => Json;

/** Answers one call of the SES API v2, which is REST with JSON bodies (SES API v2 reference, "Actions"). */
export async function answerSes(request: Request, sandbox: Sandbox): Promise<Answer> {
  try {
    const region = signedRegion(request, 403);
    sandbox.quotas.takeSes(region);
    const { route, names } = findRoute(request);
    return json(
      200,
      await sandbox.inTurn(() => route.run(request, names, { sandbox, region }), route.writes),
    );
  } catch (error) {
    const known = sandbox.asAwsError(error, 'InternalServiceErrorException');
    return json(known.status, { message: known.message }, { 'x-amzn-errortype': known.type });
  }
}

function route<S extends Structure>(
  writes: boolean,
  shape: S,
  input: Input,
  run: (input: Infer<S>, call: Call) => object,
): Route {
  return {
    writes,
    run: (request, names, call) => run(check(shape, input(request, names), 'BadRequestException'), call),
  };
}

const fromBody = (request: Request): Json => {
  const text = request.body.toString('utf8');
  try {
    return text === '' ? {} : (JSON.parse(text) as Json);
  } catch {
    throw serialization('The request body is not JSON');
  }
};
const fromPath: Input = (_request, [EmailIdentity, PolicyName]) => ({
  ...(EmailIdentity !== undefined && { EmailIdentity }),
  ...(PolicyName !== undefined && { PolicyName }),
});
const fromPathAndBody: Input = (request, names) => {
  const [path, body] = [fromPath(request, names), fromBody(request)];
  return typeof body === 'object' && body !== null && !Array.isArray(body)
    ? { ...body, ...(path as object) }
    : body;
};
const fromQuery: Input = ({ url }) => {
  const size = url.searchParams.get('PageSize');
  return {
    NextToken: url.searchParams.get('NextToken'),
    PageSize: size === null ? null : /^-?\d+$/.test(size) ? Number(size) : size,
  };
};
const tagsFromQuery: Input = ({ url }) => ({
  ResourceArn: url.searchParams.get('ResourceArn'),
  ...(url.searchParams.has('TagKeys') && { TagKeys: url.searchParams.getAll('TagKeys') }),
});

/** `{}` stands for a name. */
const routes = new Map<string, Route>([
  ['POST identities', route(true, shapes.createEmailIdentity, fromBody, identities.createIdentity)],
  ['GET identities/{}', route(false, shapes.onlyIdentity, fromPath, identities.getIdentity)],
  ['DELETE identities/{}', route(true, shapes.onlyIdentity, fromPath, identities.deleteIdentity)],
  [
    'POST identities/{}/policies/{}',
    route(true, shapes.identityPolicy, fromPathAndBody, policies.createPolicy),
  ],
  ['DELETE identities/{}/policies/{}', route(true, shapes.onlyPolicy, fromPath, policies.deletePolicy)],
  ['GET identities', route(false, shapes.listEmailIdentities, fromQuery, identities.listIdentities)],
  ['POST list-identities', route(false, shapes.listEmailIdentities, fromBody, identities.listIdentities)],
  ['GET account', { writes: false, run: identities.getAccount }],
  ['POST tags', route(true, shapes.tagResource, fromBody, identities.tagIdentity)],
  ['DELETE tags', route(true, shapes.untagResource, tagsFromQuery, identities.untagIdentity)],
  ['GET tags', route(false, shapes.listTagsForResource, tagsFromQuery, identities.listIdentityTags)],
]);

/** A path is words and names in turn: `identities/<name>/policies/<name>`. */
function findRoute(request: Request): { route: Route; names: string[] } {
  const path = request.url.pathname.slice(SES_PATH.length);
  const segments = path.split('/');
  const pattern = segments.map((segment, index) => (index % 2 === 0 || segment === '' ? segment : '{}'));
  const found = routes.get(`${request.method} ${pattern.join('/')}`);
  if (!found)
    throw new AwsError('UnknownOperationException', `Unknown operation ${request.method} ${path}`, 404);
  return { route: found, names: segments.filter((_segment, index) => index % 2 === 1).map(decode) };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new AwsError('BadRequestException', 'The path is not URL-encoded.');
  }
}
