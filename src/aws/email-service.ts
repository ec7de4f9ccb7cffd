import {
  CreateEmailIdentityCommand,
  type CreateEmailIdentityCommandInput,
  type CreateEmailIdentityCommandOutput,
  DeleteEmailIdentityCommand,
  type DeleteEmailIdentityCommandInput,
  type DeleteEmailIdentityCommandOutput,
  GetAccountCommand,
  type GetAccountCommandInput,
  type GetAccountCommandOutput,
  GetEmailIdentityCommand,
  type GetEmailIdentityCommandInput,
  type GetEmailIdentityCommandOutput,
  type ListEmailIdentitiesCommandOutput,
  paginateListEmailIdentities,
  SESv2Client,
  type SESv2ClientConfig,
  UntagResourceCommand,
  type UntagResourceCommandInput,
  type UntagResourceCommandOutput,
} from '@aws-sdk/client-sesv2';

/** The calls of Amazon SES that this program makes, in AWS's own shapes. */
export interface EmailService {
  getAccount(input: GetAccountCommandInput): Promise<GetAccountCommandOutput>;
  getEmailIdentity(input: GetEmailIdentityCommandInput): Promise<GetEmailIdentityCommandOutput>;
  /** Every page of that many identities. */
  listEmailIdentities(pageSize: number): AsyncIterable<ListEmailIdentitiesCommandOutput>;
  /** One attempt: see `createOnce`. */
  createEmailIdentity(input: CreateEmailIdentityCommandInput): Promise<CreateEmailIdentityCommandOutput>;
  deleteEmailIdentity(input: DeleteEmailIdentityCommandInput): Promise<DeleteEmailIdentityCommandOutput>;
  untagResource(input: UntagResourceCommandInput): Promise<UntagResourceCommandOutput>;
}

/**
 * Creates the clients of Amazon SES; nothing is called yet.
 *
 * @param observe handed each client before it is used
 */
export function openEmailService(
  config: SESv2ClientConfig,
  observe: (client: SESv2Client) => void,
): EmailService {
  const client = new SESv2Client(config);
  const once = new SESv2Client({ ...config, maxAttempts: 1 });
  observe(client);
  observe(once);
  return {
    getAccount: (input) => client.send(new GetAccountCommand(input)),
    getEmailIdentity: (input) => client.send(new GetEmailIdentityCommand(input)),
    listEmailIdentities: (pageSize) => paginateListEmailIdentities({ client, pageSize }, {}),
    createEmailIdentity: (input) => once.send(new CreateEmailIdentityCommand(input)),
    deleteEmailIdentity: (input) => client.send(new DeleteEmailIdentityCommand(input)),
    untagResource: (input) => client.send(new UntagResourceCommand(input)),
  };
}
