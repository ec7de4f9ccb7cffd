import { appUrlsOf, neverSentIn } from '../mendix/settings.ts';
import { domainBase, isOnDomain } from '../oidc/discovery.ts';
import { type FieldChange, missingFrom, type ResourceKind } from '../resources/contract.ts';
import { isUnused } from '../resources/user-diff.ts';
import { flagWords } from './command-line.ts';
import { appWords, joinWords } from './locate.ts';
import { insteadOf, neverSentWhy } from './never-sent.ts';
import { isVerified } from './observe.ts';
import type { Plan } from './plan.ts';

/** One resource as `status` shows it. */
export interface StatusRow {
  readonly resource: ResourceKind | 'discovery';
  /** Null for what has no name yet. */
  readonly name: string | null;
  readonly id: string | null;
  /** `blocked`: it differs in something that Cognito cannot change. */
  readonly state: 'ok' | 'missing' | 'differs' | 'blocked' | 'waiting';
  readonly differences: readonly FieldChange[];
  /** Why it is blocked or waited for, a sentence each. */
  readonly reasons: readonly string[];
}

/** One app as `status --all` shows it. */
export interface AppStatus {
  readonly alias: string;
  /** The addresses of the Mendix app, from the callback URLs of its client. */
  readonly appUrls: readonly string[];
  readonly userPoolId: string | null;
  readonly userPoolName: string | null;
  /** The worst of its resources. */
  readonly state: StatusRow['state'];
  readonly resources: readonly StatusRow[];
}

/** What the user names by its address: that is its name, there or not. */
const NAMED_BY_USER: ReadonlySet<ResourceKind> = new Set(['email-identity', 'user']);

const STATES = { none: 'ok', create: 'missing', update: 'differs', blocked: 'blocked' } as const;

/** The addresses of pages among the client's callback URLs that nobody asked for: Mendix sends none of them. */
const pagesIn = ({ desired, observed }: Plan): string[] =>
  neverSentIn(missingFrom(desired.client?.callbackUrls, observed.client?.settings.CallbackURLs ?? []));

/** Pure: the plan as a table of what is there. */
export function statusRows(plan: Plan): StatusRow[] {
  const { observed } = plan;
  const pages = pagesIn(plan);
  // Where another callback is there as well the sign-in may do.
  const noneSent = pages.length > 0 && pages.length === observed.client?.settings.CallbackURLs?.length;
  const rows = plan.changes.map(({ resource, name, id, difference }): StatusRow => {
    const useless = resource === 'app-client' ? pages : [];
    const barred = resource === 'user' ? plan.unable.filter(({ email }) => email === name) : [];
    const fails = (useless.length > 0 && noneSent) || barred.length > 0;
    // It can be changed, by a flag of its own.
    const managed = resource === 'app-client' && observed.client?.secretArn !== undefined;
    const differs = (difference.action === 'none' && fails) || (difference.action === 'blocked' && managed);
    const state = differs ? 'differs' : STATES[difference.action];
    const pending =
      resource === 'email-identity' &&
      observed.identities.get(name) !== undefined &&
      !isVerified(observed.identities, name);
    const sender =
      resource === 'user-pool' && plan.pool?.email === undefined ? plan.desired.target.emailFrom : undefined;
    const waits = pending || (sender !== undefined && STATES[difference.action] === 'ok');
    return {
      resource,
      // The name that it would be made under is not one that is there.
      name: state === 'missing' && !NAMED_BY_USER.has(resource) ? null : name,
      id: id ?? null,
      state: waits ? 'waiting' : state,
      differences: state === 'missing' || difference.action === 'none' ? [] : difference.fields,
      reasons: [
        ...(difference.action === 'blocked'
          ? difference.blocked.map(({ field, why }) => `${field}: ${why}`)
          : []),
        ...(useless.length > 0 ? [neverSentWhy(useless)] : []),
        ...barred.map(({ email, why }) => `${email} cannot sign in: ${why}.`),
        ...(pending
          ? [
              observed.identities.get(name)?.status === 'FAILED'
                ? 'The link in the email from Amazon SES was not opened within 24 hours, and has expired.'
                : 'The link in the email from Amazon SES was not opened yet.',
            ]
          : []),
        ...(sender === undefined
          ? []
          : [`It does not send from ${sender} before Amazon SES has verified it.`]),
      ],
    };
  });
  const { domain, discovery } = observed;
  if (domain === undefined) return rows;
  const active = discovery !== undefined && isOnDomain(discovery, domain.name);
  return [
    ...rows,
    {
      resource: 'discovery',
      name: active ? domainBase(discovery) : null,
      id: null,
      state: active ? 'ok' : 'waiting',
      differences: [],
      reasons: active
        ? []
        : ['It does not lead to the sign-in domain yet: do not import it into Mendix before it does.'],
    },
  ];
}

const WORST_FIRST = ['missing', 'blocked', 'differs', 'waiting'] as const;

/** The state that speaks for all of them. */
export const worstOf = (rows: readonly StatusRow[]): StatusRow['state'] =>
  WORST_FIRST.find((worst) => rows.some(({ state }) => state === worst)) ?? 'ok';

/** True when everything is there and as it is wanted. */
export function isInStep(rows: readonly StatusRow[]): boolean {
  return worstOf(rows) === 'ok';
}

/** The commands that fix, each with the flags that it has to repeat of what `status` was asked with. */
export type RepeatedFlags = Readonly<
  Record<'setup' | 'create-pool' | 'create-client' | 'add-user', readonly string[]>
>;

/** The flags of `add-user` for the users that were asked about: a password that nobody has used yet stays. */
function repairFlags({ desired, observed, unable }: Plan): string[] {
  const users = desired.users.map(({ email }) => observed.users.get(email));
  const flags = [
    ...unable.flatMap((user) => user.flags),
    ...(users.some((user) => user !== undefined && isUnused(user)) ? ['--temporary-password'] : []),
  ];
  return [...new Set(flags)];
}

/** Pure: the words of the command that repairs what differs, or the one that comes next when nothing does. */
export function nextCommand(
  plan: Plan,
  rows: readonly StatusRow[],
  repeated: RepeatedFlags,
): readonly string[] {
  const { alias, client, pool } = plan.observed;
  const to = (command: string, words: readonly string[] = []) => {
    const again = command in repeated ? repeated[command as keyof RepeatedFlags] : undefined;
    const app = again === undefined || pool === undefined ? appWords(alias, pool) : joinWords(alias, pool);
    const id = app.includes('--pool-id') ? [] : flagWords('--pool-id', plan.desired.target.selector?.poolId);
    return [command, ...app, ...id, ...words, ...(again ?? [])];
  };
  if (pool === undefined) return to('setup');
  const broken = new Set<string>(
    // The command that cannot change what is blocked is the one that says what can be done about it.
    rows.filter(({ state }) => state !== 'ok' && state !== 'waiting').map(({ resource }) => resource),
  );
  const asked = appUrlsOf(plan.desired.client?.callbackUrls ?? []);
  const [first] = appUrlsOf(client?.settings.CallbackURLs ?? []);
  const appUrls = asked.length > 0 || first === undefined ? asked : [first];
  const present = [...(client?.settings.CallbackURLs ?? []), ...(plan.desired.client?.callbackUrls ?? [])];
  const repairs = [
    { command: 'verify-email', fixes: ['email-identity'], words: plan.desired.target.identities },
    { command: 'create-pool', fixes: ['user-pool', 'mfa', 'domain'], words: [] },
    {
      command: 'create-client',
      fixes: ['app-client', 'branding'],
      words: [...flagWords('--app-url', appUrls), ...insteadOf(pagesIn(plan), present)],
    },
    {
      command: 'add-user',
      fixes: ['user'],
      words: [...plan.desired.users.map(({ email }) => email), ...repairFlags(plan)],
    },
  ].filter(({ fixes }) => fixes.some((resource) => broken.has(resource)));
  const [repair, ...others] = repairs;
  if (repair === undefined) return to('mendix-config');
  return others.length > 0 ? to('setup') : to(repair.command, repair.words);
}
