import { describe, expect, it } from 'vitest';
import { openAws } from '../../src/aws/clients.ts';
import { partitionOf } from '../../src/aws/partition.ts';
import { REGIONS } from '../../src/aws/region.ts';
import { hinting } from '../support/repairs.ts';

describe('the partition of a Region', () => {
  it.each([
    ['eu-central-1', 'aws', 'cognito-idp.eu-central-1.amazonaws.com'],
    ['ap-southeast-3', 'aws', 'cognito-idp.ap-southeast-3.amazonaws.com'],
    ['us-gov-west-1', 'aws-us-gov', 'cognito-idp-fips.us-gov-west-1.amazonaws.com'],
    ['eusc-de-east-1', 'aws-eusc', 'cognito-idp.eusc-de-east-1.amazonaws.eu'],
  ])('%s is %s, with its pools at %s', (region, name, host) => {
    const partition = partitionOf(region);
    expect(partition.name).toBe(name);
    expect(partition.issuerHost(region)).toBe(host);
  });

  it.each(['cn-north-1', 'cn-northwest-1'])(
    'is refused for %s: there are no user pools in China',
    (region) => {
      expect(() => partitionOf(region)).toThrow(
        expect.objectContaining({
          code: 'REGION_UNSUPPORTED',
          exitCode: 2,
          repairs: hinting('--region'),
        }),
      );
    },
  );

  it.each([
    '',
    'frankfurt',
    'eu-central',
    'EU-CENTRAL-1',
    'eu_central_1',
    'eu-central-1a',
    'eu-central-1 ',
    'eu-central-1.evil.example/',
    'eu-central-1\n',
  ])('is refused for %j', (region) => {
    expect(() => partitionOf(region)).toThrow(
      expect.objectContaining({
        code: 'REGION_INVALID',
        exitCode: 2,
        repairs: hinting('eu-central-1'),
      }),
    );
  });

  it('is there for every Region that the wizard offers, each offered once', () => {
    const codes = REGIONS.map(([code]) => code);
    for (const code of codes) expect(partitionOf(code).name).toBe('aws');
    expect(new Set(codes).size).toBe(codes.length);
  });
});

describe('the clients of a Region', () => {
  const { signal } = new AbortController();

  it('have the issuer at the Region’s own host', async () => {
    const aws = await openAws({ region: 'eusc-de-east-1', signal });
    expect(aws).toMatchObject({
      issuerBase: 'https://cognito-idp.eusc-de-east-1.amazonaws.eu',
      customEndpoint: false,
      sandbox: false,
    });
  });

  it('have it at the sandbox, where that stands for AWS', async () => {
    const aws = await openAws({ region: 'eu-west-1', sandboxUrl: 'http://127.0.0.1:9400', signal });
    expect(aws).toMatchObject({ issuerBase: 'http://127.0.0.1:9400', customEndpoint: true, sandbox: true });
  });

  it('are not opened for a Region without user pools', async () => {
    await expect(openAws({ region: 'cn-north-1', signal })).rejects.toMatchObject({
      code: 'REGION_UNSUPPORTED',
    });
  });

  it('make a create once, and all else five times', async () => {
    const aws = await openAws({ region: 'eu-west-1', signal });
    expect(await aws.cognitoOnce.config.maxAttempts()).toBe(1);
    expect(await aws.cognito.config.maxAttempts()).toBe(5);
  });
});
