import type { Aws } from '../../aws/clients.ts';
import { flagWords } from '../../engine/command-line.ts';
import { appWords, joinWords } from '../../engine/locate.ts';
import { neverSentWhy } from '../../engine/never-sent.ts';
import type { Observed } from '../../engine/observe.ts';
import { signInByPassword } from '../../engine/password-sign-in.ts';
import { poolNotFound } from '../../engine/plan.ts';
import { fetchPoolDiscovery } from '../../engine/pool-discovery.ts';
import { requireSettings, secretAdvice, secretNotShown } from '../../engine/settings.ts';
import { CliError, UsageError } from '../../errors.ts';
import { removeLeftOver, signInInBrowser } from '../../flows/browser-sign-in.ts';
import type { InvocationOf, Result } from '../../flows/command.ts';
import { readCurrent } from '../../flows/read-current.ts';
import { complete } from '../../inputs/ask.ts';
import { targetOf } from '../../inputs/desired.ts';
import { readSecrets } from '../../inputs/given-secrets.ts';
import { mappedClaims } from '../../mendix/claims.ts';
import { appUrlsOf, type CompleteSettings, type MendixSettings, neverSentIn } from '../../mendix/settings.ts';
import type { SignedIn } from '../../oidc/relying-party.ts';
import { hiddenClaims } from '../../resources/client-attributes.ts';
import type { AskedCode } from '../../resources/sign-in-challenges.ts';
import type { Context } from '../../run/context.ts';
import type { Secret } from '../../secret.ts';
import { wrapped } from '../../ui/layout.ts';
import { printable } from '../../ui/printable.ts';
import { renderClaims } from '../../ui/render-claims.ts';
import type { testLoginCommand } from './command.ts';

type Call = InvocationOf<typeof testLoginCommand>;

/** What a sign-in is made with. */
interface SignInMeans {
  readonly settings: CompleteSettings;
  readonly password: Secret | undefined;
  readonly mfaCode: Secret | undefined;
}

/** The secrets that the user brings, and the settings with theirs, or the one that AWS shows. */
async function withSecrets(
  context: Context,
  { answers }: Call,
  { client, alias, pool }: Observed,
  settings: MendixSettings,
): Promise<SignInMeans> {
  const advice = client === undefined ? [] : secretAdvice(client, alias, appWords(alias, pool));
  const ours = answers.secretStdin === true || advice.length > 0;
  if (advice.length > 0 && answers.secretStdin !== true) {
    if (!context.terminal.interactive) throw secretNotShown(advice);
    context.terminal.say('AWS does not show the client secret that Mendix is to use.');
  }
  const given = await readSecrets(context, [
    ...(answers.passwordStdin === true ? (['password'] as const) : []),
    // On a terminal it is asked for once it is needed: an email with it is sent only then.
    ...(answers.mfaCodeStdin === true && !context.terminal.interactive ? (['mfaCode'] as const) : []),
    ...(ours ? (['clientSecret'] as const) : []),
  ]);
  const clientSecret = given.clientSecret ?? settings.clientSecret;
  if (clientSecret === undefined) throw secretNotShown(advice);
  return { settings: { ...settings, clientSecret }, password: given.password, mfaCode: given.mfaCode };
}

/** The code of the second factor: the one that was piped in, or what a person types. */
async function codeFor(
  context: Context,
  piped: Secret | undefined,
  { method, destination }: AskedCode,
): Promise<Secret | undefined> {
  if (piped !== undefined || !context.terminal.interactive) return piped;
  context.terminal.say(
    method === 'totp'
      ? 'The password is right. The second factor: the code that the authenticator app shows.'
      : `The password is right. The second factor: the code in the email to ${printable(destination)}.`,
  );
  return (await readSecrets(context, ['mfaCode'])).mfaCode;
}

async function withPassword(
  context: Context,
  aws: Aws,
  { settings, password, mfaCode }: SignInMeans,
  { email, username }: { readonly email: string | undefined; readonly username: string | undefined },
): Promise<SignedIn> {
  if (password === undefined || (email ?? username) === undefined) {
    throw new UsageError(['--user-email is missing.']);
  }
  // The address of who signs in by name need not be known.
  const user = { email: email ?? '<email>', username };
  return signInByPassword(aws, settings, user, password, (asked) => codeFor(context, mfaCode, asked));
}

/** Said where a user has groups, since a token with them looks as if roles came of it. */
function aboutGroups(context: Context, { alias, pool }: Observed, { claims }: SignedIn): string {
  const groups: unknown = claims['cognito:groups'];
  if (!Array.isArray(groups) || groups.length === 0) return '';
  const snippets = context.again(['mendix-config', '--snippets', ...appWords(alias, pool)]);
  return `Mendix does nothing with the groups (${printable(groups.join(', '))}): everybody gets the default role until a microflow reads them. This describes it:\n  ${snippets}\n`;
}

/** What a person does next: give the user a name, or go on to Mendix. */
function nextAfterSignIn(context: Context, observed: Observed, { claims }: SignedIn): string {
  const { alias, pool, client } = observed;
  const whose = appWords(alias, pool);
  const hidden = client === undefined ? [] : hiddenClaims(client.settings);
  if (hidden.length > 0) {
    const [app] = appUrlsOf(client?.settings.CallbackURLs ?? []);
    return `The app client keeps ${hidden.join(' and ')} out of the ID token, so Mendix does not get it. This adds it:\n  ${context.again(['create-client', ...whose, ...flagWords('--app-url', app)])}`;
  }
  if (claims.email === undefined) {
    return 'Without an email address in the ID token, Email in Mendix stays empty: give the user one in the Cognito console (user pool → Users).';
  }
  if (claims.name !== undefined) return `Next: ${context.again(['mendix-config', ...whose])}`;
  const addUser = context.again(['add-user', String(claims.email), ...whose]);
  return `Without a name, the full name in Mendix stays empty. This gives one:\n  ${addUser} --user-full-name "<name>"`;
}

/** `test-login`: signs in exactly as the OIDC SSO module does, and shows what Mendix gets. */
export async function run(context: Context, invocation: Call): Promise<Result> {
  const { answers } = invocation;
  const byPassword = answers.passwordStdin === true;
  const { userEmail } = await complete(
    context,
    invocation,
    byPassword && answers.username === undefined ? ['userEmail'] : [],
  );
  const aws = await context.aws();
  const target = targetOf(answers);
  const observed = await readCurrent(context, aws, target);
  const { pool, client, alias } = observed;
  if (pool === undefined) throw poolNotFound(aws, target);
  const pages = neverSentIn(client?.settings.CallbackURLs ?? []);
  if (pages.length > 0) {
    const doctor = context.again(['doctor', ...appWords(alias, pool)]);
    const { symbols, columns } = context.terminal;
    context.terminal.say(`${symbols.warning} ${wrapped(neverSentWhy(pages), columns, 2)}\n  ${doctor}`);
  }
  const seen = observed.discovery;
  // Asked for once more where the reading of everything else could not have it: the error says why.
  const discovery = byPassword ? seen : (seen ?? (await fetchPoolDiscovery(aws, pool)));
  const found = requireSettings(aws, alias, { ...observed, pool, discovery });
  const given = await withSecrets(context, invocation, observed, found);
  const { settings } = given;
  if (client !== undefined) await removeLeftOver(context, client);
  if (!byPassword && (settings.domain === undefined || client === undefined)) {
    throw new CliError('The user pool has no active sign-in domain, so there is no page to sign in on.', {
      code: 'DOMAIN_NOT_ACTIVE',
      hint: [
        {
          act: 'This creates or fixes it:',
          run: ['create-pool', ...joinWords(alias, pool)],
        },
      ],
    });
  }
  const how = { minutes: answers.timeout, noBrowser: answers.noBrowser === true };
  const browser =
    byPassword || client === undefined ? undefined : await signInInBrowser(context, settings, client, how);
  const proven =
    browser ?? (await withPassword(context, aws, given, { email: userEmail, username: answers.username }));
  return {
    json: {
      alias: alias ?? null,
      callbackUrl: browser?.callbackUrl ?? null,
      temporaryCallback: browser?.temporary === true,
      claims: proven.claims,
      userInfo: proven.userInfo ?? null,
      mendix: Object.fromEntries(
        mappedClaims(proven.claims).map(({ attribute, value }) => [attribute, value]),
      ),
    },
    title: 'The sign-in works. What Cognito sends, and what Mendix does with it:',
    text: `${renderClaims(proven.claims, context.terminal)}\n`,
    next: aboutGroups(context, observed, proven) + nextAfterSignIn(context, observed, proven),
  };
}
