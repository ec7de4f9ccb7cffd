import { describe, expect, test } from 'vitest';
import { awsModel, modelsPresent, type Service, skipReason } from '../support/aws-model.ts';
import { sesRoutes } from '../support/aws-requests.ts';
import { authorization, openSandbox, postCognito, postTagging, raw } from '../support/sandbox.ts';
import { sentOperations } from '../support/sent-operations.ts';

describe('what the program can send', () => {
  const sent = sentOperations();

  test('is found in its sources, of all four services', () => {
    expect(sent).toContainEqual(['cognito-idp', 'CreateUserPool']);
    expect(sent).toContainEqual(['cognito-idp', 'ListUserPools']);
    expect(sent).toContainEqual(['resourcegroupstaggingapi', 'GetResources']);
    expect(sent).toContainEqual(['sesv2', 'ListEmailIdentities']);
    expect(sent).toContainEqual(['sts', 'GetCallerIdentity']);
    expect(sent.length).toBeGreaterThan(20);
  });

  test.skipIf(!modelsPresent).each(sent)(`exists at AWS: %s %s${skipReason}`, (service, operation) => {
    expect(awsModel(service).has(operation)).toBe(true);
  });

  test.each(sent)('exists in the sandbox: %s %s', async (service, operation) => {
    const { url } = await openSandbox();

    expect(await errorOf(url, service, operation)).not.toMatch(/UnknownOperation|InvalidAction/);
  });

  test('is seen from what the sandbox does not have', async () => {
    const { url } = await openSandbox();

    expect(await errorOf(url, 'cognito-idp', 'ChangePassword')).toBe('UnknownOperationException');
    expect(await errorOf(url, 'resourcegroupstaggingapi', 'GetTagKeys')).toBe('UnknownOperationException');
    expect(await errorOf(url, 'sesv2', 'SendEmail')).toBe('UnknownOperationException');
    expect(await errorOf(url, 'sts', 'GetSessionToken')).toContain('InvalidAction');
  });
});

/** How the sandbox answers an operation that is sent without any input. */
async function errorOf(url: string, service: Service, operation: string): Promise<string> {
  if (service === 'cognito-idp') return String((await postCognito(url, operation, {})).body.__type);
  if (service === 'resourcegroupstaggingapi')
    return String((await postTagging(url, operation, {})).body.__type);
  if (service === 'sts') {
    const body = new URLSearchParams({ Action: operation, Version: '2011-06-15' });
    return (await raw(url, { method: 'POST', headers: { authorization: authorization() }, body })).text;
  }
  const route = sesRoutes().find((each) => each.operation === operation);
  if (!route) return 'no route';
  const path = route.uri.replaceAll(/\{\w+\}/g, 'a');
  const answer = await raw(`${url}${path}`, {
    method: route.method,
    headers: { authorization: authorization('eu-west-1', 'ses') },
  });
  return answer.headers.get('x-amzn-errortype') ?? 'success';
}
