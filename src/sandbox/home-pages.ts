import { servingDomain } from './cognito/domain-state.ts';
import { issuerOf } from './cognito/issuers.ts';
import { DOMAINS_PATH } from './discovery.ts';
import { escapeHtml } from './escape-html.ts';
import { page } from './frame.ts';
import type { Sandbox } from './sandbox.ts';
import type { Client, Pool } from './state.ts';

/** What stands at the address that `sandbox` prints. */
export function homePage(sandbox: Sandbox): string {
  const { pools, inbox } = sandbox.state;
  return page(
    'Sandbox for Amazon Cognito',
    `<p>This server replaces Amazon Cognito, Amazon SES and AWS STS on this computer. Nothing reaches AWS, and no email is
sent. Programs use it as their AWS endpoint: <strong>${escapeHtml(sandbox.url)}</strong></p>
<ul class="links">
<li><a href="/_sandbox/inbox">Inbox</a>: ${count(inbox.length, 'email')}</li>
<li><a href="/_sandbox/pools">User pools</a>: ${count(pools.length, 'pool')}</li>
</ul>`,
  );
}

/** The user pools, each with its app clients and where they sign in. */
export function poolsPage(sandbox: Sandbox): string {
  const { pools } = sandbox.state;
  return page(
    'User pools',
    `${pools.length > 0 ? pools.map((pool) => article(sandbox, pool)).join('\n') : '<p>There are no user pools.</p>'}
<p><a href="/">Sandbox</a></p>`,
    'wide',
  );
}

function article(sandbox: Sandbox, pool: Pool): string {
  const domain = servingDomain(pool, sandbox.now());
  const base = domain && `${DOMAINS_PATH}${domain.name}`;
  const clients = pool.clients.map((client) => `<li>${clientLine(client, base)}</li>`);
  const discovery = `${issuerOf(pool, sandbox)}/.well-known/openid-configuration`;
  return `<article>
<h2>${escapeHtml(pool.name)}</h2>
<dl><dt>ID</dt><dd>${escapeHtml(pool.id)}</dd><dt>Region</dt><dd>${escapeHtml(pool.region)}</dd>
<dt>Domain</dt><dd>${escapeHtml(domain?.name ?? 'none that is active')}</dd><dt>Users</dt><dd>${pool.users.length}</dd>
<dt>Discovery</dt><dd><a href="${escapeHtml(discovery)}">openid-configuration</a></dd></dl>
${clients.length > 0 ? `<h3>App clients</h3>\n<ul>${clients.join('\n')}</ul>` : '<p>No app clients.</p>'}
</article>`;
}

/** An app client, with a link to its sign-in page where it has one. */
function clientLine({ id, name, settings }: Client, base: string | undefined): string {
  const callback = settings.CallbackURLs?.[0];
  const label = `${escapeHtml(name)} <small>${escapeHtml(id)}</small>`;
  if (base === undefined || callback === undefined || !settings.AllowedOAuthFlows?.includes('code'))
    return label;
  const query = new URLSearchParams({ client_id: id, response_type: 'code', redirect_uri: callback });
  return `${label}: <a href="${escapeHtml(`${base}/login?${query}`)}">sign in to ${escapeHtml(name)}</a>`;
}

function count(number: number, what: string): string {
  return number === 1 ? `1 ${what}` : `${number} ${what}s`;
}
