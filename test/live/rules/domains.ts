import {
  CreateUserPoolDomainCommand,
  DescribeUserPoolDomainCommand,
  UpdateUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { type Chapter, IN_TIER, INVALID, MISSING } from '../chapter.ts';

export const DOMAINS: Chapter = {
  title: 'Domains',
  rules: [
    {
      says: 'An unknown domain is described as empty, without an error.',
      source:
        'API reference, DescribeUserPoolDomain (reported; ResourceNotFoundException is modelled as well)',
      answer: 'ok',
      call: ({ cognito, name }) =>
        cognito.send(new DescribeUserPoolDomainCommand({ Domain: `${name}-none` })),
    },
    {
      says: 'A prefix with the word `cognito` is refused.',
      source: 'Developer guide, Using the Amazon Cognito prefix domain',
      answer: INVALID,
      call: ({ cognito, name, litePoolId }) =>
        cognito.send(new CreateUserPoolDomainCommand({ Domain: `cognito-${name}`, UserPoolId: litePoolId })),
    },
    {
      says: 'A prefix that is taken is refused, also by its own pool.',
      source: 'API reference, CreateUserPoolDomain',
      answer: INVALID,
      call: ({ cognito, domain, poolId }) =>
        cognito.send(new CreateUserPoolDomainCommand({ Domain: domain, UserPoolId: poolId })),
    },
    {
      says: 'A second prefix for a pool is refused.',
      source: 'Developer guide, Configuring a user pool domain',
      answer: INVALID,
      call: ({ cognito, name, poolId }) =>
        cognito.send(new CreateUserPoolDomainCommand({ Domain: `${name}-two`, UserPoolId: poolId })),
    },
    {
      says: 'Managed login is not part of the tier LITE.',
      source: 'Developer guide, User pool feature plans',
      answer: IN_TIER,
      call: ({ cognito, name, litePoolId }) =>
        cognito.send(
          new CreateUserPoolDomainCommand({
            Domain: `${name}-lite`,
            UserPoolId: litePoolId,
            ManagedLoginVersion: 2,
          }),
        ),
    },
    {
      says: 'A domain that is not there cannot be updated.',
      source: 'API reference, UpdateUserPoolDomain',
      answer: MISSING,
      call: ({ cognito, name, poolId }) =>
        cognito.send(
          new UpdateUserPoolDomainCommand({
            Domain: `${name}-none`,
            UserPoolId: poolId,
            ManagedLoginVersion: 1,
          }),
        ),
    },
  ],
};
