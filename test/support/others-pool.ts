import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  type CreateUserPoolRequest,
  DescribeManagedLoginBrandingByClientCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  ListUserPoolClientsCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { isNamed } from '../../src/aws/outcome.ts';
import { type ClientKeys, makeClient, makePool } from './cognito.ts';
import type { World } from './world.ts';

/** The three kinds of pool that other people have, by how their users sign in. */
export const KINDS = {
  'email addresses in any letter case': {
    UsernameAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: false },
  },
  'email addresses, letter case told apart': {
    UsernameAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: true },
  },
  'user names, or an email address as alias': {
    UsernameAttributes: undefined,
    AliasAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: true },
  },
} as const satisfies Record<string, Partial<CreateUserPoolRequest>>;

export type Kind = keyof typeof KINDS;

/** One of its users, who can sign in by this address in a pool of any kind. */
export const OLD_USER = { email: 'Olga@example.com', password: 'Correct-Horse-Battery-9' };

/** What somebody else has made, and uses. */
export interface OthersPool {
  readonly id: string;
  readonly client: ClientKeys;
}

/** Creates a pool of somebody else: with users, a client of theirs, a Lambda trigger and a policy of 14 characters. */
export async function makeOthersPool(
  world: Pick<World, 'cognito'>,
  kind: Kind = 'email addresses in any letter case',
  settings: Partial<CreateUserPoolRequest> = {},
): Promise<OthersPool> {
  const { cognito } = world;
  const UserPoolId = await makePool(world, {
    PoolName: 'Company',
    ...KINDS[kind],
    DeletionProtection: 'INACTIVE',
    LambdaConfig: { PostAuthentication: 'arn:aws:lambda:eu-central-1:123456789012:function:audit' },
    Policies: {
      PasswordPolicy: {
        MinimumLength: 14,
        RequireLowercase: true,
        RequireUppercase: true,
        RequireNumbers: true,
        RequireSymbols: true,
      },
    },
    UserPoolTags: { team: 'blue' },
    ...settings,
  });
  for (const email of [OLD_USER.email, 'peter@example.com']) {
    const Username =
      'UsernameAttributes' in KINDS[kind] && KINDS[kind].UsernameAttributes ? email : email.split('@')[0];
    const UserAttributes = [
      { Name: 'email', Value: email },
      { Name: 'email_verified', Value: 'true' },
    ];
    const of = { UserPoolId, Username };
    await cognito.send(new AdminCreateUserCommand({ ...of, MessageAction: 'SUPPRESS', UserAttributes }));
    const { password: Password } = OLD_USER;
    await cognito.send(new AdminSetUserPasswordCommand({ ...of, Password, Permanent: true }));
  }
  const client = await makeClient(world, UserPoolId, { ClientName: 'intranet' });
  return { id: UserPoolId, client };
}

/** The pool with its users and that client of somebody else, as AWS describes them; dates of change aside. */
export async function readOthersPool({ cognito }: Pick<World, 'cognito'>, { id, client }: OthersPool) {
  const UserPoolId = id;
  const ClientId = client.id;
  const [pool, users, theirs, branding] = await Promise.all([
    cognito.send(new DescribeUserPoolCommand({ UserPoolId })),
    cognito.send(new ListUsersCommand({ UserPoolId })),
    cognito.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId })),
    cognito
      .send(new DescribeManagedLoginBrandingByClientCommand({ UserPoolId, ClientId }))
      .then(({ ManagedLoginBranding }) => ManagedLoginBranding)
      .catch((error: unknown) => {
        if (!isNamed(error, 'ResourceNotFoundException')) throw error;
      }),
  ]);
  const { LastModifiedDate: _, ...described } = pool.UserPool ?? {};
  return { pool: described, users: users.Users, client: theirs.UserPoolClient, branding };
}

/** The names of the pool's clients. */
export async function clientNamesOf(
  { cognito }: Pick<World, 'cognito'>,
  UserPoolId: string,
): Promise<string[]> {
  const { UserPoolClients = [] } = await cognito.send(new ListUserPoolClientsCommand({ UserPoolId }));
  return UserPoolClients.map(({ ClientName = '' }) => ClientName).sort();
}
