import { lookUpUser } from './cognito/user-lookup.ts';
import { poolsPage } from './home-pages.ts';
import { type Answer, html, json, type Request } from './http.ts';
import { emails, verificationLink, verify } from './inbox.ts';
import { inboxPage, messagePage } from './inbox-pages.ts';
import type { Sandbox } from './sandbox.ts';
import { type Mail, USER_STATUSES } from './state.ts';
import { tagIndex } from './tagging.ts';

/** The sandbox's own address space, which AWS does not have. */
export const CONTROL_PATH = '/_sandbox';

/** Answers what people and tests ask of the sandbox itself. */
export async function answerControl(request: Request, sandbox: Sandbox): Promise<Answer> {
  if (request.method === 'POST' && isForeign(request, sandbox)) {
    return json(403, { message: 'Not from another site.' });
  }
  switch (`${request.method} ${request.url.pathname}`) {
    case 'GET /_sandbox':
      return json(200, {
        product: 'mendix-cognito sandbox',
        embedded: sandbox.settings.embedded,
        pools: sandbox.state.pools.length,
        identities: sandbox.state.identities.length,
        emails: sandbox.state.inbox.length,
        quotaScale: sandbox.quotas.scale ?? null,
      });
    case 'POST /_sandbox/reset':
      await sandbox.inTurn(() => sandbox.reset(), true);
      return json(200, { reset: true });
    case 'POST /_sandbox/quotas':
      return setQuotas(request, sandbox);
    case 'POST /_sandbox/tags':
      return setLateTags(request, sandbox);
    case 'POST /_sandbox/users':
      return setStatus(request, sandbox);
    case 'GET /_sandbox/pools':
      return html(200, poolsPage(sandbox));
    case 'GET /_sandbox/inbox':
      return html(200, inboxPage(sandbox));
    case 'GET /_sandbox/inbox.json':
      return json(
        200,
        emails(sandbox).map((mail) => mailRow(sandbox, mail)),
      );
    case 'GET /_sandbox/verify':
      return openLink(request, sandbox);
    default:
      return json(404, { message: 'The sandbox has no such page.' });
  }
}

/** A page on another site can send a form here without asking: a browser's foreign Origin is refused. */
function isForeign(request: Request, sandbox: Sandbox): boolean {
  const { origin } = request.headers;
  return origin !== undefined && origin !== sandbox.url;
}

/** `{"scale": 10}` makes every rate quota ten times AWS's; `{"scale": null}` lifts them. */
function setQuotas(request: Request, sandbox: Sandbox): Answer {
  const { scale } = readBody(request);
  if (scale !== null && !(typeof scale === 'number' && Number.isFinite(scale) && scale > 0)) {
    return json(400, { message: 'Give {"scale": <number above 0>}, or {"scale": null} for no quotas.' });
  }
  sandbox.quotas.scale = scale ?? undefined;
  return json(200, { quotaScale: scale });
}

/** `{"late": true}` leaves the search for tags as it is now, whatever becomes of pools and tags; `{"late": false}` ends it. */
function setLateTags(request: Request, sandbox: Sandbox): Answer {
  const { late } = readBody(request);
  if (typeof late !== 'boolean') return json(400, { message: 'Give {"late": true} or {"late": false}.' });
  sandbox.lateTags = late ? tagIndex(sandbox.state) : undefined;
  return json(200, { late });
}

/**
 * `{"poolId": …, "user": …, "status": "COMPROMISED"}` puts a user into a state that no call of the API leads to.
 */
async function setStatus(request: Request, sandbox: Sandbox): Promise<Answer> {
  const given = readBody(request);
  const pool = sandbox.state.pools.find((each) => each.id === given.poolId);
  const user = pool && lookUpUser(pool, String(given.user));
  const status = USER_STATUSES.find((each) => each === given.status);
  if (!user || !status) {
    return json(400, { message: `Give {"poolId": …, "user": …, "status": ${USER_STATUSES.join(' | ')}}.` });
  }
  await sandbox.inTurn(() => {
    user.status = status;
  }, true);
  return json(200, { user: user.username, status });
}

/** The members of a JSON object; of anything else, none. */
function readBody(request: Request): Readonly<Record<string, unknown>> {
  try {
    return { ...(JSON.parse(request.body.toString('utf8')) as object) };
  } catch {
    return {};
  }
}

async function openLink(request: Request, sandbox: Sandbox): Promise<Answer> {
  const token = request.url.searchParams.get('token') ?? '';
  const result = await sandbox.inTurn(() => verify(sandbox, token), true);
  switch (result.outcome) {
    case 'verified':
      return html(
        200,
        messagePage('Verified', `${result.address} is verified: Amazon SES may send with it.`),
      );
    case 'expired':
      return html(
        410,
        messagePage(
          'Link expired',
          `The link for ${result.address} was valid for 24 hours. Ask for a new one.`,
        ),
      );
    case 'unknown':
      return html(404, messagePage('Unknown link', 'No pending verification belongs to this link.'));
  }
}

function mailRow(sandbox: Sandbox, { verification, sentAt, ...mail }: Mail): object {
  return {
    ...mail,
    link: verification ? verificationLink(sandbox, verification) : null,
    sentAt: new Date(sentAt).toISOString(),
    expiresAt: verification ? new Date(verification.expiresAt).toISOString() : null,
  };
}
