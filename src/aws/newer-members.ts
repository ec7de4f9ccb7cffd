import {
  type UpdateUserPoolClientRequest,
  UpdateUserPoolClientRequest$,
  UserPoolClientType$,
} from '@aws-sdk/client-cognito-identity-provider';

/**
 * An update of an app client with a member that the SDK's newest version does not know yet (API reference,
 * UpdateUserPoolClient): false moves the secret back from AWS Secrets Manager, and deletes it there.
 */
export interface ClientUpdate extends UpdateUserPoolClientRequest {
  readonly PublishSecretsInAWSSecretsManager?: boolean | undefined;
}

/** What the SDK drops from an app client's description: where its secret is kept instead (UserPoolClientType). */
export interface SecretPlace {
  readonly ClientSecretArn?: string | undefined;
}

/** Types by the SDK's numbers (@smithy/types, `StringSchema` and `BooleanSchema`). */
const TEXT = 0;
const FLAG = 2;

/** The SDK reads and sends by its schema only what that names; a version that knows the member needs no help. */
function add(schema: { readonly 4: string[]; readonly 5: unknown[] }, member: string, type: number): void {
  if (schema[4].includes(member)) return;
  schema[4].push(member);
  schema[5].push(type);
}

/** Teaches the SDK the members of Cognito's API that are newer than it. */
export function knowNewerMembers(): void {
  add(UserPoolClientType$, 'ClientSecretArn', TEXT);
  add(UpdateUserPoolClientRequest$, 'PublishSecretsInAWSSecretsManager', FLAG);
}
