import type { Aws } from '../aws/clients.ts';
import { signInInBrowser } from '../browser-sign-in.ts';
import type { Context } from '../context.ts';
import { look } from '../converge.ts';
import { flagWords } from '../engine/command-line.ts';
import { poolNotFound } from '../engine/plan.ts';
import { requireSettings } from '../engine/settings.ts';
import { CliError, UsageError } from '../errors.ts';
import { requireComplete } from '../inputs/ask.ts';
import { nothingDesired, selectorOf } from '../inputs/desired.ts';
import { givenPassword } from '../inputs/password.ts';
import { mappedClaims } from '../mendix/claims.ts';
import type { MendixSettings } from '../mendix/settings.ts';
import { discoveryUrl, fetchDiscovery } from '../oidc/discovery.ts';
import { checkedClaims } from '../oidc/id-token.ts';
import type { SignedIn } from '../oidc/relying-party.ts';
import { isTemporary, removeTemporaryCallbacks } from '../resources/temporary-callback.ts';
import { signInUser } from '../resources/user-sign-in.ts';
import type { Invocation, Result } from '../result.ts';
import { renderClaims } from '../ui/render-claims.ts';

async function signInByPassword(
  context: Context,
  { answers }: Invocation,
  aws: Aws,
  settings: MendixSettings,
): Promise<SignedIn> {
  const password = await givenPassword(context, answers);
  const email = answers.userEmail;
  if (password === undefined || email === undefined) throw new UsageError(['--user-email is missing.']);
  const idToken = await signInUser(aws, { ...settings, email, password });
  const claims = await checkedClaims(idToken, settings.issuer, settings.clientId);
  return { claims, userInfo: undefined };
}

/** What a person does next: give the user a name, or go on to Mendix. */
function nextStep(context: Context, alias: string | undefined, { claims }: SignedIn): string {
  const whose = flagWords('--alias', alias);
  if (claims.name !== undefined) return `Next: ${context.again('mendix-config', ...whose)}`;
  const addUser = context.again('add-user', String(claims.email ?? ''), ...whose);
  return `Without a name the full name in Mendix stays empty. This gives one:\n  ${addUser} --user-full-name "<name>"`;
}

/** `test-login`: signs in exactly as the OIDC SSO module does, and shows what Mendix gets. */
export async function run(context: Context, invocation: Invocation): Promise<Result> {
  const { answers } = invocation;
  const byPassword = answers.passwordStdin === true;
  await requireComplete(context, invocation, byPassword ? ['userEmail'] : []);
  const aws = await context.aws();
  const desired = nothingDesired(selectorOf(answers), answers);
  const observed = await look(context, aws, desired);
  if (observed.pool === undefined) throw poolNotFound(desired);
  const { client } = observed;
  // Says why, when the look above could not use the document; when it can be had after all, all that follows is from it.
  const discovery =
    observed.discovery ??
    (await fetchDiscovery(discoveryUrl(aws.issuerBase, observed.pool.Id), context.signal));
  const settings = requireSettings(aws, observed.alias ?? '', { ...observed, discovery });
  if (client?.settings.CallbackURLs?.some(isTemporary) && !context.options.dryRun) {
    await removeTemporaryCallbacks(aws, client);
    context.terminal.say('A temporary callback of an earlier test-login was still there; it is gone now.');
  }
  if (!byPassword && (settings.domain === undefined || client === undefined)) {
    throw new CliError('The user pool has no active sign-in domain, so there is no page to sign in on.', {
      code: 'DOMAIN_NOT_ACTIVE',
      hint: `Make or repair it with mendix-cognito create-pool --alias ${observed.alias}.`,
    });
  }
  const how = { minutes: answers.timeout, noBrowser: answers.noBrowser === true };
  const browser =
    byPassword || client === undefined ? undefined : await signInInBrowser(context, settings, client, how);
  const proven = browser ?? (await signInByPassword(context, invocation, aws, settings));
  return {
    json: {
      alias: observed.alias ?? null,
      callbackUrl: browser?.callbackUrl ?? null,
      temporaryCallback: browser?.temporary === true,
      claims: proven.claims,
      userInfo: proven.userInfo ?? null,
      mendix: Object.fromEntries(
        mappedClaims(proven.claims).map(({ attribute, value }) => [attribute, value]),
      ),
    },
    title: 'The sign-in works. What Cognito tells, and what Mendix makes of it:',
    text: `${renderClaims(proven.claims, context.terminal)}\n`,
    next: nextStep(context, observed.alias, proven),
  };
}
