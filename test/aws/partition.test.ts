import { ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, it, vi } from 'vitest';
import { type Aws, openAws } from '../../src/aws/clients.ts';
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

  /** Where that client would send a call, which then is not sent. */
  async function hostOf(client: Aws['cognito'] | Aws['sts'], command: object): Promise<string> {
    const stack = client.middlewareStack as Aws['cognito']['middlewareStack'];
    let host = '';
    stack.add(
      () => async (args) => {
        host = (args.request as { hostname: string }).hostname;
        throw new Error('not sent');
      },
      { step: 'build' },
    );
    await (client as Aws['cognito']).send(command as ListUserPoolsCommand).catch(() => undefined);
    return host;
  }

  it.each([
    ['us-gov-west-1', 'cognito-idp-fips.us-gov-west-1.amazonaws.com', 'sts.us-gov-west-1.amazonaws.com'],
    ['us-gov-east-1', 'cognito-idp-fips.us-gov-east-1.amazonaws.com', 'sts.us-gov-east-1.amazonaws.com'],
    ['ap-southeast-4', 'cognito-idp.ap-southeast-4.amazonaws.com', 'sts.ap-southeast-4.amazonaws.com'],
  ])('call the hosts that there are: in %s %s', async (region, cognito, sts) => {
    // AWS's GovCloud guide has FIPS endpoints only for Cognito.
    const credentials = {
      provider: async () => ({ accessKeyId: 'EXAMPLE', secretAccessKey: 'example' }),
      noteSource: () => {},
    };
    const aws = await openAws({ region, signal, credentials });
    const list = () => new ListUserPoolsCommand({ MaxResults: 1 });
    for (const client of [aws.cognito, aws.cognitoOnce, aws.cognitoPaced])
      expect(await hostOf(client, list())).toBe(cognito);
    expect(await hostOf(aws.sts, new GetCallerIdentityCommand({}))).toBe(sts);
  });

  it('call an endpoint of one’s own also where FIPS or dual stack is configured', async () => {
    vi.stubEnv('AWS_USE_FIPS_ENDPOINT', 'true');
    vi.stubEnv('AWS_USE_DUALSTACK_ENDPOINT', 'true');
    try {
      const aws = await openAws({ region: 'us-gov-west-1', sandboxUrl: 'http://127.0.0.1:9400', signal });
      expect(await hostOf(aws.cognito, new ListUserPoolsCommand({ MaxResults: 1 }))).toBe('127.0.0.1');
      expect(await hostOf(aws.sts, new GetCallerIdentityCommand({}))).toBe('127.0.0.1');
    } finally {
      vi.unstubAllEnvs();
    }
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
