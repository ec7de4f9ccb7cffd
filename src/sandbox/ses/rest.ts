import { AwsError, serialization } from '../errors.ts';
import { type Answer, json, type Request } from '../http.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Infer, Json, Structure } from '../shapes/notation.ts';
import * as shapes from '../shapes/ses.ts';
import { signedRegion } from '../signature.ts';
import { check } from '../validate.ts';
import * as identities from './identities.ts';

/** Every SES path starts with this. */
export const SES_PATH = '/v2/email/';

interface Route {
  readonly writes: boolean;
  run(request: Request, name: string, call: identities.SesCall): object;
}

type Input = (request: Request, name: string) => Json;

/** Answers one call of the SES API v2, which is REST with JSON bodies (SES API v2 reference, "Actions"). */
export async function answerSes(request: Request, sandbox: Sandbox): Promise<Answer> {
  try {
    const region = signedRegion(request, 403);
    const { route, name } = findRoute(request);
    return json(200, await sandbox.inTurn(() => route.run(request, name, { sandbox, region }), route.writes));
  } catch (error) {
    const known = error instanceof AwsError ? error : internal(error, sandbox);
    return json(known.status, { message: known.message }, { 'x-amzn-errortype': known.type });
  }
}

function route<S extends Structure>(
  writes: boolean,
  shape: S,
  input: Input,
  run: (input: Infer<S>, call: identities.SesCall) => object,
): Route {
  return {
    writes,
    run: (request, name, call) => run(check(shape, input(request, name), 'BadRequestException'), call),
  };
}

const fromBody: Input = (request) => {
  const text = request.body.toString('utf8');
  try {
    return text === '' ? {} : (JSON.parse(text) as Json);
  } catch {
    throw serialization('The request body is not JSON');
  }
};
const fromPath: Input = (_request, name) => ({ EmailIdentity: name });
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

/** `{}` stands for the identity's name. */
const routes = new Map<string, Route>([
  ['POST identities', route(true, shapes.createEmailIdentity, fromBody, identities.createIdentity)],
  ['GET identities/{}', route(false, shapes.onlyIdentity, fromPath, identities.getIdentity)],
  ['DELETE identities/{}', route(true, shapes.onlyIdentity, fromPath, identities.deleteIdentity)],
  ['GET identities', route(false, shapes.listEmailIdentities, fromQuery, identities.listIdentities)],
  ['POST list-identities', route(false, shapes.listEmailIdentities, fromBody, identities.listIdentities)],
  ['GET account', { writes: false, run: identities.getAccount }],
  ['POST tags', route(true, shapes.tagResource, fromBody, identities.tagIdentity)],
  ['DELETE tags', route(true, shapes.untagResource, tagsFromQuery, identities.untagIdentity)],
  ['GET tags', route(false, shapes.listTagsForResource, tagsFromQuery, identities.listIdentityTags)],
]);

function findRoute(request: Request): { route: Route; name: string } {
  const path = request.url.pathname.slice(SES_PATH.length);
  const [, first = '', encoded] = /^([^/]*)(?:\/([^/]+))?$/.exec(path) ?? [];
  const found = routes.get(`${request.method} ${first}${encoded === undefined ? '' : '/{}'}`);
  if (!found)
    throw new AwsError('UnknownOperationException', `Unknown operation ${request.method} ${path}`, 404);
  return { route: found, name: decode(encoded ?? '') };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new AwsError('BadRequestException', 'The path is not URL-encoded.');
  }
}

function internal(error: unknown, sandbox: Sandbox): AwsError {
  sandbox.settings.log(
    `internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
  return new AwsError('InternalServiceErrorException', 'The sandbox failed.', 500);
}
