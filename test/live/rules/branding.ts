import {
  CreateManagedLoginBrandingCommand,
  DescribeManagedLoginBrandingByClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { makeClient } from '../../support/cognito.ts';
import { type Chapter, MISSING } from '../chapter.ts';

export const BRANDING: Chapter = {
  title: 'Style of the sign-in pages',
  rules: [
    {
      says: 'A second style for an app client is refused.',
      basis: 'recorded',
      source: 'terraform-provider-aws#44204',
      answer: 'ManagedLoginBrandingExistsException',
      call: ({ cognito, poolId, client }) =>
        cognito.send(
          new CreateManagedLoginBrandingCommand({
            UserPoolId: poolId,
            ClientId: client.id,
            UseCognitoProvidedValues: true,
          }),
        ),
    },
    {
      says: 'An app client without a style is reported as not found.',
      basis: 'recorded',
      source: 'terraform-provider-aws#44188',
      answer: MISSING,
      call: async (stage) => {
        const { id } = await makeClient(stage, stage.poolId);
        return stage.cognito.send(
          new DescribeManagedLoginBrandingByClientCommand({ UserPoolId: stage.poolId, ClientId: id }),
        );
      },
    },
  ],
};
