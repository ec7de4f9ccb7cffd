import { answerCognito } from './cognito/protocol.ts';
import { answerControl, CONTROL_PATH } from './control.ts';
import { answerDiscovery, DOMAINS_PATH, isDiscovery } from './discovery.ts';
import { homePage } from './home-pages.ts';
import { type Answer, html, json, type Request } from './http.ts';
import type { Sandbox } from './sandbox.ts';
import { answerSes, SES_PATH } from './ses/rest.ts';
import { answerSignIn } from './sign-in/sign-in.ts';
import { answerSts } from './sts.ts';
import { answerTagging, TAGGING_PATH, TAGGING_TARGET } from './tagging.ts';

/** Endpoints that the regional host names for a pool without a domain. */
const REGIONAL_ENDPOINT = /^\/(?:oauth2\/(?:authorize|token|userInfo|revoke)|logout|login)$/;

/** Gives a request to the area that answers it: one module an area. */
export async function answer(request: Request, sandbox: Sandbox): Promise<Answer> {
  const path = request.url.pathname;
  if (path === CONTROL_PATH || path.startsWith(`${CONTROL_PATH}/`)) return answerControl(request, sandbox);
  if (path.startsWith(SES_PATH)) return answerSes(request, sandbox);
  if (path.startsWith(TAGGING_PATH)) return answerTagging(request, sandbox);
  if (path === '/' && request.method === 'GET') return html(200, homePage(sandbox));
  if (path === '/' && request.method === 'POST') {
    // AWS has a host for each service; here the protocol tells them apart.
    const target = request.headers['x-amz-target'];
    if (target === undefined) return answerSts(request);
    return String(target).startsWith(TAGGING_TARGET)
      ? answerTagging(request, sandbox)
      : answerCognito(request, sandbox);
  }
  if (request.method === 'GET' && isDiscovery(path)) return answerDiscovery(request, sandbox);
  if (path.startsWith(DOMAINS_PATH)) return answerSignIn(request, sandbox);
  if (REGIONAL_ENDPOINT.test(path)) return json(400, { message: 'The user pool has no domain.' });
  return json(404, { message: 'Not found' });
}
