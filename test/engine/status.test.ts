import { describe, expect, it } from 'vitest';
import type { Desired } from '../../src/engine/desired.ts';
import type { Observed } from '../../src/engine/observe.ts';
import { makePlan } from '../../src/engine/plan.ts';
import { requireSettings, settingsOf } from '../../src/engine/settings.ts';
import { isInStep, nextCommand, type RepeatedFlags, statusRows } from '../../src/engine/status.ts';
import { ALL, CLIENT, DOMAIN, INITIAL_TIMES, NOTHING, POOL, TARGET, WANTS_ALL } from '../support/present.ts';
import { hinting, print } from '../support/repairs.ts';

const ISSUER_BASE = 'https://cognito-idp.eu-central-1.amazonaws.com';

function status(
  observed: Partial<Observed>,
  desired: Partial<Desired> = {},
  repeated: RepeatedFlags = { setup: [], 'create-pool': [], 'create-client': [], 'add-user': [] },
) {
  const aws = { region: 'eu-central-1', sandbox: false, missing: new Set<never>() };
  const plan = makePlan(aws, { ...WANTS_ALL, ...desired }, { ...ALL, ...observed });
  const rows = statusRows(plan);
  return {
    rows,
    states: Object.fromEntries(rows.map(({ resource, state }) => [resource, state])),
    inStep: isInStep(rows),
    next: print(nextCommand(plan, rows, repeated)),
  };
}

const elsewhere = {
  ...(ALL.discovery ?? { issuer: '' }),
  authorizationEndpoint: 'https://old.example/authorize',
};

describe('the status', () => {
  it('is in step when all is there, and leads to the settings', () => {
    const { rows, inStep, next } = status({});
    expect(inStep).toBe(true);
    expect(next).toBe('mendix-cognito mendix-config --alias demo');
    expect(rows.at(-1)).toEqual({
      resource: 'discovery',
      name: 'https://demo.auth.eu-central-1.amazoncognito.com',
      id: null,
      state: 'ok',
      differences: [],
      reasons: [],
    });
  });

  it('has no row for the document while there is no domain', () => {
    expect(status({ domain: undefined }).states).not.toHaveProperty('discovery');
  });

  it.each([undefined, elsewhere])('waits for the document to lead to the domain (%#)', (discovery) => {
    const { rows, states, inStep } = status({ discovery } as Partial<Observed>);
    expect(states.discovery).toBe('waiting');
    expect(inStep).toBe(false);
    expect(rows.at(-1)?.reasons).toEqual([expect.stringContaining('do not import it into Mendix')]);
  });

  it('names what is missing only where its name is an address of the user’s', () => {
    const { rows } = status(
      { ...NOTHING, pool: POOL },
      { target: { ...TARGET, identities: ['noreply@example.com'] } },
    );
    expect(rows.map(({ resource, name, state }) => [resource, name, state])).toEqual([
      ['email-identity', 'noreply@example.com', 'missing'],
      ['user-pool', 'demo', 'ok'],
      ['domain', null, 'missing'],
      ['app-client', null, 'missing'],
      ['branding', null, 'missing'],
      ['user', 'a@example.com', 'missing'],
    ]);
  });

  it('shows field by field what differs', () => {
    const { rows } = status({ pool: { ...POOL, DeletionProtection: 'INACTIVE' } });
    expect(rows[0]).toMatchObject({
      state: 'differs',
      differences: [{ field: 'deletion protection', from: false, to: true }],
    });
  });

  it('says why something cannot be changed', () => {
    const { secret: _, ...rest } = CLIENT;
    const { rows, inStep } = status({ client: { ...rest, secret: undefined, secretCount: 0 } });
    const row = rows.find(({ resource }) => resource === 'app-client');
    expect(row?.state).toBe('blocked');
    expect(row?.reasons).toEqual([expect.stringMatching(/^client secret: .*without a secret/)]);
    expect(inStep).toBe(false);
  });

  it('waits for the owner of an address', () => {
    const pending = { address: 'a@example.com', verified: false, status: 'PENDING', alias: 'demo' };
    const { rows, states } = status(
      { identities: new Map([['a@example.com', pending]]) },
      { target: { ...TARGET, identities: ['a@example.com'] } },
    );
    expect(states['email-identity']).toBe('waiting');
    expect(rows[0]?.reasons).toEqual(['The link in the email from Amazon SES was not opened yet.']);
  });
});

/** A client of which nothing is asked but that it is there. */
const NO_APP = {
  name: 'demo',
  callbackUrls: [],
  signOutUrls: [],
  times: {},
  initialTimes: INITIAL_TIMES,
  tokenRevocation: undefined,
  hideUnknownUsers: undefined,
};

describe('the next command', () => {
  it.each<[string, Partial<Observed>, Partial<Desired>, string]>([
    ['no pool', NOTHING, {}, 'setup --alias demo'],
    ['no pool and no alias', { ...NOTHING, alias: undefined }, {}, 'setup'],
    [
      'a pool that differs',
      { pool: { ...POOL, DeletionProtection: 'INACTIVE' } },
      {},
      'create-pool --alias demo',
    ],
    ['no domain', { domain: undefined }, {}, 'create-pool --alias demo'],
    [
      'no client',
      { client: undefined, branding: undefined },
      {},
      'create-client --alias demo --app-url https://app.example.com',
    ],
    ['no client, and no app named', { client: undefined }, { client: NO_APP }, 'create-client --alias demo'],
    [
      'several apps that were asked for',
      {},
      {
        client: {
          ...NO_APP,
          callbackUrls: ['a', 'b'].map((app) => `https://${app}.example/oauth/v2/callback`),
        },
      },
      'create-client --alias demo --app-url https://a.example --app-url https://b.example',
    ],
    [
      'no branding',
      { branding: undefined },
      {},
      'create-client --alias demo --app-url https://app.example.com',
    ],
    ['no user', { users: new Map() }, {}, 'add-user --alias demo a@example.com'],
    [
      'no identity',
      {},
      { target: { ...TARGET, identities: ['b@example.com'] } },
      'verify-email --alias demo b@example.com',
    ],
    ['several of these', { domain: undefined, users: new Map() }, {}, 'setup --alias demo'],
    [
      'a client that is blocked',
      { client: { ...CLIENT, secret: undefined, secretCount: 0 } },
      {},
      'create-client --alias demo --app-url https://app.example.com',
    ],
  ])('for %s', (_what, observed, desired, command) => {
    expect(status(observed, desired).next).toBe(`mendix-cognito ${command}`);
  });
});

describe('the settings of what is there', () => {
  const aws = { issuerBase: ISSUER_BASE, updatedIssuerBase: `${ISSUER_BASE}/_issuer` };

  it('have the domain only when it is active', () => {
    expect(settingsOf(aws, 'demo', ALL)?.domain).toBe('https://demo.auth.eu-central-1.amazoncognito.com');
    const waiting = { ...ALL, domain: { ...DOMAIN, name: 'newer' } };
    expect(settingsOf(aws, 'demo', waiting)).toMatchObject({ domain: undefined, logoutUrl: undefined });
    expect(settingsOf(aws, 'demo', { ...ALL, discovery: undefined })).toMatchObject({
      issuer: `${ISSUER_BASE}/${POOL.Id}`,
      automaticConfigurationUrl: `${ISSUER_BASE}/${POOL.Id}/.well-known/openid-configuration`,
      domain: undefined,
    });
  });

  it('take the alias of the tag, else the name of the client', () => {
    expect(settingsOf(aws, undefined, ALL)?.alias).toBe('demo');
    const { UserPoolTags: _, ...untagged } = POOL;
    const web = { ...ALL, pool: untagged, client: { ...CLIENT, name: 'web' } };
    expect(settingsOf(aws, undefined, web)?.alias).toBe('web');
  });

  it('leave the secret out when AWS does not show the one that Mendix is to use', () => {
    const noted = { ...CLIENT, secret: undefined };
    const rotating = { ...CLIENT, secretCount: 2 };
    for (const client of [noted, rotating]) {
      expect(settingsOf(aws, 'demo', { ...ALL, client })).toMatchObject({
        clientId: CLIENT.id,
        clientSecret: undefined,
      });
    }
  });

  it('are none without pool, client or secret', () => {
    expect(settingsOf(aws, 'demo', { ...ALL, pool: undefined })).toBeUndefined();
    expect(settingsOf(aws, 'demo', { ...ALL, client: undefined })).toBeUndefined();
    expect(() => requireSettings(aws, 'demo', { ...ALL, pool: POOL, client: undefined })).toThrow(
      expect.objectContaining({
        code: 'CLIENT_NOT_FOUND',
        repairs: hinting('create-client --alias demo'),
      }),
    );
    expect(() =>
      requireSettings(aws, 'demo', {
        ...ALL,
        pool: POOL,
        client: { ...CLIENT, secret: undefined, secretCount: 0 },
      }),
    ).toThrow(expect.objectContaining({ code: 'SECRET_MISSING', repairs: hinting('--client-name') }));
  });
});
