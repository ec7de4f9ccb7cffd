import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Provider } from 'oidc-provider';
import type { Answer, Request } from '../http.ts';
import type { Site } from './site.ts';

const bodies = new WeakMap<IncomingMessage, string>();

/** Makes a provider keep its answers for `play` instead of writing them. */
export function keepAnswers(provider: Provider): void {
  provider.use(async (ctx, next) => {
    await next();
    ctx.respond = false;
    const body: unknown = ctx.body ?? '';
    bodies.set(ctx.req as IncomingMessage, typeof body === 'string' ? body : JSON.stringify(body));
  });
}

/**
 * Lets oidc-provider answer. It speaks Node's request and response, on which the sandbox has already checked the host and
 * read the body within its limit. They are played to it from what was read, so that its answer can be checked before it is
 * sent.
 *
 * @param path what stands behind the site's base, with the query
 */
export async function play(provider: Provider, request: Request, site: Site, path: string): Promise<Answer> {
  const message = new IncomingMessage(new Socket());
  message.method = request.method;
  message.url = path;
  // What frameworks call the address before a router took its mount path off; oidc-provider finds its mount path with it.
  Object.assign(message, { originalUrl: `${site.base}${path}` });
  const { 'transfer-encoding': _chunked, ...given } = request.headers;
  message.headers = { ...given, 'content-length': String(request.body.length) };
  if (request.body.length > 0) message.push(request.body);
  message.push(null);
  const response = new ServerResponse(message);
  await provider.callback()(message, response);
  const body = bodies.get(message);
  if (body === undefined) throw new Error('oidc-provider gave no answer.');
  const headers: Record<string, string | string[]> = { 'cache-control': 'no-store' };
  for (const [name, value] of Object.entries(response.getHeaders())) {
    if (value !== undefined && name !== 'content-length')
      headers[name] = Array.isArray(value) ? value : String(value);
  }
  return { status: response.statusCode, headers, body };
}
