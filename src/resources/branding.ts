import {
  CreateManagedLoginBrandingCommand,
  DeleteManagedLoginBrandingCommand,
  DescribeManagedLoginBrandingByClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Aws } from '../aws/clients.ts';
import { changeInTurn, createOnce, isNamed, unlessGone } from '../aws/outcome.ts';
import type { Difference } from './contract.ts';

/** The style of a client's managed login pages: without one they answer "Login pages unavailable". */
export interface Branding {
  readonly id: string;
}

/** The branding of that client, or undefined when it has none. */
export async function readBranding(
  aws: Pick<Aws, 'cognito'>,
  poolId: string,
  clientId: string,
): Promise<Branding | undefined> {
  const command = new DescribeManagedLoginBrandingByClientCommand({ UserPoolId: poolId, ClientId: clientId });
  const answer = await unlessGone(() => aws.cognito.send(command));
  const id = answer?.ManagedLoginBranding?.ManagedLoginBrandingId;
  return id === undefined ? undefined : { id };
}

/** Pure: a branding is there or not; how it looks is nobody's drift. */
export function diffBranding(branding: Branding | undefined): Difference {
  return branding === undefined ? { action: 'create', fields: [] } : { action: 'none' };
}

/** Gives the client Cognito's own style; one that is there already is success, and stays as it is. */
export async function writeBranding(
  aws: Pick<Aws, 'cognito' | 'cognitoOnce' | 'signal'>,
  poolId: string,
  clientId: string,
): Promise<Branding> {
  const find = () => readBranding(aws, poolId, clientId);
  try {
    return await createOnce(
      aws,
      async () => {
        const { ManagedLoginBranding: made } = await aws.cognitoOnce.send(
          new CreateManagedLoginBrandingCommand({
            UserPoolId: poolId,
            ClientId: clientId,
            UseCognitoProvidedValues: true,
          }),
        );
        return { id: made?.ManagedLoginBrandingId ?? '' };
      },
      find,
    );
  } catch (error) {
    const present = isNamed(error, 'ManagedLoginBrandingExistsException') ? await find() : undefined;
    if (present === undefined) throw error;
    return present;
  }
}

/** Deletes the style; already gone is success. */
export async function removeBranding(
  aws: Pick<Aws, 'cognito' | 'signal'>,
  poolId: string,
  { id }: Branding,
): Promise<void> {
  const command = new DeleteManagedLoginBrandingCommand({ UserPoolId: poolId, ManagedLoginBrandingId: id });
  await unlessGone(() => changeInTurn(aws, () => aws.cognito.send(command)));
}
