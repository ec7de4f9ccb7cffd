import { createHmac } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientRequest,
  CreateUserPoolCommand,
  type CreateUserPoolRequest,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  InitiateAuthCommand,
  type InitiateAuthResponse,
  type UserPoolClientType,
  type UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import { CreateEmailIdentityCommand } from '@aws-sdk/client-sesv2';
import type { Clients } from './sandbox.ts';

/** The user that tests sign in with. */
export const EMAIL = 'ada@example.com';
/** Meets Cognito's default password policy. */
export const PASSWORD = 'Analytical-1843';

type Cognito = Pick<Clients, 'cognito'>;

/** Creates a pool of users who sign in by email, and returns its id. */
export async function makePool(
  { cognito }: Cognito,
  settings: Partial<CreateUserPoolRequest> = {},
): Promise<string> {
  const { UserPool } = await cognito.send(
    new CreateUserPoolCommand({
      PoolName: 'People',
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      ...settings,
    }),
  );
  return UserPool?.Id ?? '';
}

/** A pool as DescribeUserPool shows it. */
export async function readPool({ cognito }: Cognito, poolId: string): Promise<UserPoolType> {
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: poolId }));
  return UserPool ?? {};
}

/** An app client's id and its secret, which is empty for a public one. */
export interface ClientKeys {
  readonly id: string;
  readonly secret: string;
}

/** Creates an app client with a secret, for sign-in by user name and password. */
export async function makeClient(
  { cognito }: Cognito,
  poolId: string,
  settings: Partial<CreateUserPoolClientRequest> = {},
): Promise<ClientKeys> {
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId: poolId,
      ClientName: 'App',
      GenerateSecret: true,
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      ...settings,
    }),
  );
  return { id: UserPoolClient?.ClientId ?? '', secret: UserPoolClient?.ClientSecret ?? '' };
}

/** An app client as DescribeUserPoolClient shows it. */
export async function readClient(
  { cognito }: Cognito,
  poolId: string,
  clientId: string,
): Promise<UserPoolClientType> {
  const command = new DescribeUserPoolClientCommand({ UserPoolId: poolId, ClientId: clientId });
  return (await cognito.send(command)).UserPoolClient ?? {};
}

/** Creates the user of `EMAIL` with the permanent password of `PASSWORD`, or with a temporary one. */
export async function makeUser(
  { cognito }: Cognito,
  poolId: string,
  kind: 'permanent' | 'temporary' = 'permanent',
  email = EMAIL,
): Promise<string> {
  const { User } = await cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: poolId,
      Username: email,
      MessageAction: 'SUPPRESS',
      TemporaryPassword: PASSWORD,
      UserAttributes: [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
      ],
    }),
  );
  if (kind === 'permanent') {
    await cognito.send(
      new AdminSetUserPasswordCommand({
        UserPoolId: poolId,
        Username: email,
        Password: PASSWORD,
        Permanent: true,
      }),
    );
  }
  return User?.Username ?? '';
}

/** Base64(HMAC-SHA256(key = client secret, message = user name + client id)). */
export function secretHash(client: ClientKeys, username: string): string {
  return createHmac('sha256', client.secret).update(`${username}${client.id}`).digest('base64');
}

/** Signs in by user name and password, with the hash that the client asks for. */
export function signIn(
  { cognito }: Cognito,
  client: ClientKeys,
  username = EMAIL,
  password = PASSWORD,
): Promise<InitiateAuthResponse> {
  return cognito.send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: client.id,
      AuthParameters: {
        USERNAME: username,
        PASSWORD: password,
        ...(client.secret !== '' && { SECRET_HASH: secretHash(client, username) }),
      },
    }),
  );
}

/** The tokens that a complete sign-in ends with. */
export interface Tokens {
  readonly IdToken: string;
  readonly AccessToken: string;
  readonly RefreshToken: string | undefined;
  readonly ExpiresIn: number | undefined;
}

/** The tokens of a sign-in; throws when it did not end with tokens. */
export function tokensOf(answer: InitiateAuthResponse): Tokens {
  const { IdToken, AccessToken, RefreshToken, ExpiresIn } = answer.AuthenticationResult ?? {};
  if (!IdToken || !AccessToken) throw new Error(`The sign-in stopped at ${answer.ChallengeName}.`);
  return { IdToken, AccessToken, RefreshToken, ExpiresIn };
}

/** An email as `GET /_sandbox/inbox.json` shows it. */
export interface InboxMail {
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly body: string;
  readonly link: string | null;
  readonly sentAt: string;
  readonly expiresAt: string | null;
}

/** The sandbox's emails, newest first. */
export async function readInbox(url: string): Promise<InboxMail[]> {
  const response = await fetch(`${url}/_sandbox/inbox.json`);
  return (await response.json()) as InboxMail[];
}

/** Creates an SES identity and opens the link in its email; returns its ARN. */
export async function verifyAddress(
  clients: Pick<Clients, 'ses'> & { readonly url: string },
  address: string,
): Promise<string> {
  await clients.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: address }));
  const mail = (await readInbox(clients.url)).find((each) => each.to === address);
  await fetch(mail?.link ?? '');
  return identityArn(address);
}

/** The ARN of an address in the sandbox's account. */
export function identityArn(address: string, region = 'eu-west-1'): string {
  return `arn:aws:ses:${region}:123456789012:identity/${address}`;
}
