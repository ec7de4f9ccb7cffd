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
      basis: 'recorded',
      source:
        'API reference, DescribeUserPoolDomain (reported; ResourceNotFoundException is modelled as well)',
      answer: 'ok',
      call: ({ cognito, name }) =>
        cognito.send(new DescribeUserPoolDomainCommand({ Domain: `${name}-none` })),
    },
    {
      says: 'A prefix with the word `cognito` is refused.',
      basis: 'documented',
      source: 'Developer guide, Using the Amazon Cognito prefix domain',
      answer: INVALID,
      call: ({ cognito, name, litePoolId }) =>
        cognito.send(new CreateUserPoolDomainCommand({ Domain: `cognito-${name}`, UserPoolId: litePoolId })),
    },
    {
      says: 'A prefix that is taken is refused, also by its own pool.',
      basis: 'recorded',
      source: 'aws-cdk#10062',
      answer: INVALID,
      call: ({ cognito, domain, poolId }) =>
        cognito.send(new CreateUserPoolDomainCommand({ Domain: domain, UserPoolId: poolId })),
    },
    {
      says: 'A second prefix for a pool is refused.',
      basis: 'recorded',
      source: 'aws-cdk#10062',
      answer: INVALID,
      call: ({ cognito, name, poolId }) =>
        cognito.send(new CreateUserPoolDomainCommand({ Domain: `${name}-two`, UserPoolId: poolId })),
    },
    {
      says: 'Managed login is not part of the tier LITE.',
      basis: 'recorded',
      source: 'terraform-provider-aws#40734',
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
      basis: 'documented',
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
    {
      says: 'A domain shows when it was written and its CloudFront name.',
      basis: 'recorded',
      source: 'Describe answers that others recorded',
      answer: 'ok',
      call: async ({ cognito, domain }) => {
        const { DomainDescription } = await cognito.send(
          new DescribeUserPoolDomainCommand({ Domain: domain }),
        );
        const { Version, CloudFrontDistribution, S3Bucket } = DomainDescription ?? {};
        if (!/^\d{14}$/.test(Version ?? '')) throw new Error('another version');
        if (!CloudFrontDistribution?.endsWith('.cloudfront.net')) throw new Error('another distribution');
        return { Version, CloudFrontDistribution, S3Bucket };
      },
    },
    {
      says: 'A domain of one’s own, with dots, brings a certificate.',
      basis: 'documented',
      source: 'API reference, CreateUserPoolDomain, CustomDomainConfig',
      answer: INVALID,
      call: ({ cognito, litePoolId }) =>
        cognito.send(new CreateUserPoolDomainCommand({ Domain: 'auth.example.com', UserPoolId: litePoolId })),
    },
    {
      says: 'The certificate of a custom domain is in us-east-1.',
      basis: 'documented',
      source: 'API reference, CustomDomainConfigType',
      answer: INVALID,
      call: ({ cognito, litePoolId }) =>
        cognito.send(
          new CreateUserPoolDomainCommand({
            Domain: 'auth.example.com',
            UserPoolId: litePoolId,
            CustomDomainConfig: { CertificateArn: 'arn:aws:acm:eu-west-1:111111111111:certificate/0f3a' },
          }),
        ),
    },
  ],
};
