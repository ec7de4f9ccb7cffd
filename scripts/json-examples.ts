/** The values for Mendix as every command prints them that has an app client. */
const MENDIX = {
  alias: 'myapp',
  clientId: '2k9s8d7f6g5h4j3k2l1m0n9b8v',
  clientSecret: null,
  clientAuthenticationMethod: 'client_secret_post',
  automaticConfigurationUrl:
    'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI/.well-known/openid-configuration',
  scopes: ['openid', 'profile', 'email'],
  callbackUrls: ['https://myapp.mendixcloud.com/oauth/v2/callback'],
  signOutUrls: ['https://myapp.mendixcloud.com', 'https://myapp.mendixcloud.com/'],
  loginUrl: 'https://myapp.mendixcloud.com/oauth/v2/login?idp=myapp',
  logoutUrl:
    'https://myapp.auth.eu-central-1.amazoncognito.com/logout?client_id=2k9s8d7f6g5h4j3k2l1m0n9b8v&logout_uri=https%3A%2F%2Fmyapp.mendixcloud.com',
  issuer: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI',
  domain: 'https://myapp.auth.eu-central-1.amazoncognito.com',
  userPoolId: 'eu-central-1_AbCdEfGhI',
};
const WHERE = { account: '123456789012', region: 'eu-central-1' };
const USER = {
  email: 'ann@example.com',
  username: '3c4a7221-55ec-46fb-928e-0f98e3952768',
  status: 'CONFIRMED',
  password: null,
};
const POOL = { resource: 'user-pool', action: 'create', id: 'eu-central-1_AbCdEfGhI' };
const CLIENT = { resource: 'app-client', action: 'create', id: '2k9s8d7f6g5h4j3k2l1m0n9b8v' };

/** What each command prints with `--json`: `ok` and `command` stand before it. */
export const JSON_EXAMPLES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  setup: { ...WHERE, changes: [POOL, CLIENT], mendix: MENDIX, users: [USER], hints: ['…'] },
  'verify-email': {
    ...WHERE,
    changes: [{ resource: 'email-identity', action: 'create', id: 'noreply@example.com' }],
    identities: [{ address: 'noreply@example.com', verified: false, status: 'PENDING' }],
    sesSandbox: true,
  },
  'create-pool': { alias: 'myapp', ...WHERE, changes: [POOL], userPoolId: POOL.id, domain: 'myapp' },
  'add-user': {
    alias: 'myapp',
    ...WHERE,
    changes: [{ resource: 'user', action: 'create', id: USER.username }],
    users: [USER],
    hint: '…',
  },
  'create-client': { alias: 'myapp', ...WHERE, changes: [CLIENT], mendix: MENDIX },
  'mendix-config': { mendix: { ...MENDIX, clientSecret: '(shown here)' } },
  status: {
    ...WHERE,
    alias: 'myapp',
    inStep: true,
    resources: [
      { resource: 'user-pool', name: 'myapp', id: POOL.id, state: 'ok', differences: [], reasons: [] },
    ],
    automaticConfigurationUrl: MENDIX.automaticConfigurationUrl,
    notes: [],
    next: 'mendix-cognito mendix-config --alias myapp',
  },
  doctor: {
    ...WHERE,
    healthy: true,
    checks: [
      { id: 'domain', name: 'Domain', verdict: 'ok', why: 'The domain “myapp” is active.', repair: null },
    ],
  },
  'iam-policy': {
    policy: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'MendixCognitoAccount',
          Effect: 'Allow',
          Action: ['cognito-idp:ListUserPools'],
          Resource: '*',
        },
      ],
    },
  },
  'test-login': {
    alias: 'myapp',
    callbackUrl: 'https://myapp.mendixcloud.com/oauth/v2/callback',
    temporaryCallback: false,
    claims: { sub: USER.username, email: USER.email, '…': '…' },
    userInfo: { sub: USER.username, email: USER.email, '…': '…' },
    mendix: { '…': '…' },
  },
  'rotate-secret': {
    ...WHERE,
    alias: 'myapp',
    clientId: CLIENT.id,
    changes: [{ resource: 'client-secret', action: 'create', id: `${CLIENT.id}--1795572082076` }],
    clientSecret: null,
    output: 'secret.txt',
  },
  destroy: {
    ...WHERE,
    alias: 'myapp',
    users: 1,
    changes: [
      { resource: 'domain', action: 'delete', id: 'myapp' },
      { resource: 'user-pool', action: 'delete', id: POOL.id },
    ],
  },
  sandbox: { url: 'http://127.0.0.1:9400', port: 9400, state: '/home/ann/.local/share/mendix-cognito/…' },
  completion: { shell: 'bash', script: '…' },
};
