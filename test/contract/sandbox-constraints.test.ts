import { describe, expect, test } from 'vitest';
import { operations } from '../../src/sandbox/cognito/operations.ts';
import { type AwsModel, awsModel, modelsPresent, skipReason } from '../support/aws-model.ts';
import { type BrokenInput, ModelCases } from '../support/model-cases.ts';
import { authorization, openSandbox, postCognito, type RawAnswer, raw } from '../support/sandbox.ts';
import { isKnownDifference } from './known-differences.ts';

/** The operations of SES that the sandbox has, but for `GetAccount`, which takes nothing. */
const SES_OPERATIONS = [
  'CreateEmailIdentity',
  'GetEmailIdentity',
  'DeleteEmailIdentity',
  'CreateEmailIdentityPolicy',
  'DeleteEmailIdentityPolicy',
  'ListEmailIdentities',
  'TagResource',
  'UntagResource',
  'ListTagsForResource',
];

/** The members that an answer complains about, as it names them. */
function complaints(answer: RawAnswer): string[] {
  const paths = String(answer.body.message).matchAll(/at '([^']+)' failed to satisfy constraint/g);
  return [...new Set([...paths].map((match) => match[1] ?? ''))];
}

/** What is unexpected about an answer to an input with one fault; undefined when it is refused for that fault. */
function unexpected(each: BrokenInput, answer: RawAnswer, violation: string): string | undefined {
  const name = answer.headers.get('x-amzn-errortype') ?? 'success';
  const wanted = each.path === undefined ? 'SerializationException' : violation;
  if (answer.status !== 400 || name !== wanted) return `${each.what}: ${answer.status} ${name}`;
  const named = complaints(answer);
  if (each.path !== undefined && named.join() !== each.path)
    return `${each.what}: about ${named.join() || 'nothing'}`;
  return undefined;
}

describe.skipIf(!modelsPresent)(`the sandbox’s Cognito${skipReason}`, () => {
  test.each([...operations.keys()])(
    '%s refuses whatever breaks one constraint of AWS’s model',
    async (operation) => {
      const { url, log } = await openSandbox();
      const cases = [...new ModelCases(awsModel('cognito-idp'), isKnownDifference).broken(operation)];

      const failures: (string | undefined)[] = [];
      for (const each of cases) {
        failures.push(
          unexpected(each, await postCognito(url, operation, each.input), 'InvalidParameterException'),
        );
      }

      expect(cases.length).toBeGreaterThan(0);
      expect(failures.filter((each) => each !== undefined)).toEqual([]);
      expect(log).toEqual([]);
    },
  );

  test.each([...operations.keys()])('%s takes every member that AWS’s model has', async (operation) => {
    const { url, log } = await openSandbox();

    const failures: string[] = [];
    for (const { member, input } of new ModelCases(awsModel('cognito-idp'), isKnownDifference).good(
      operation,
    )) {
      const answer = await postCognito(url, operation, input);
      const name = String(answer.body.__type ?? 'success');
      // A rule across members or a resource that is not there may refuse it; its form may not.
      if (name === 'SerializationException' || complaints(answer).length > 0) {
        failures.push(`${member}: ${name} ${String(answer.body.message)}`);
      }
    }

    expect(failures).toEqual([]);
    expect(log).toEqual([]);
  });
});

describe.skipIf(!modelsPresent)(`the sandbox’s SES${skipReason}`, () => {
  test.each(SES_OPERATIONS)('%s refuses whatever breaks one constraint of AWS’s model', async (operation) => {
    const { url, log } = await openSandbox();
    const model = awsModel('sesv2');

    const failures: (string | undefined)[] = [];
    for (const each of new ModelCases(model, isKnownDifference).broken(operation)) {
      const request = sesRequest(model, operation, each);
      if (!request) continue;
      const answer = await raw(`${url}${request.path}`, request.init);
      failures.push(unexpected(each, answer, 'BadRequestException'));
    }

    expect(failures.filter((each) => each !== undefined)).toEqual([]);
    expect(log).toEqual([]);
  });
});

describe.skipIf(!modelsPresent)(`the inputs that break AWS’s model${skipReason}`, () => {
  test('are refused by the model, and the good ones are not', () => {
    const model = awsModel('cognito-idp');
    const cases = new ModelCases(model);
    const wrong: string[] = [];
    for (const operation of operations.keys()) {
      for (const { what, input } of cases.broken(operation)) {
        if (model.problems(operation, input).length === 0) wrong.push(`taken: ${what}`);
      }
      for (const { member, input } of cases.good(operation)) {
        wrong.push(...model.problems(operation, input).map((problem) => `${member}: ${problem}`));
      }
    }

    expect(wrong).toEqual([]);
  });
});

/** An SES call as REST; undefined for a fault that a path or a query string cannot have. */
function sesRequest(
  model: AwsModel,
  operation: string,
  { input, path }: BrokenInput,
): { path: string; init: RequestInit } | undefined {
  const { method, requestUri } = model.http(operation);
  const members = Object.entries(model.input(operation).members ?? {});
  // All there is text, so it has no wrong type; and nothing is left out of a path, or is empty in it.
  const inBody = members.every(([, member]) => member.location === undefined);
  const inPath = members.some(([, member]) => member.location === 'uri');
  if (!inBody && (path === undefined || inPath)) return undefined;
  const given = Object.entries(input as Record<string, unknown>);
  const query = new URLSearchParams();
  if (!inBody)
    for (const [name, value] of given) for (const each of [value].flat()) query.append(name, String(each));
  return {
    path: query.size > 0 ? `${requestUri}?${query}` : requestUri,
    init: {
      method,
      headers: { authorization: authorization('eu-west-1', 'ses') },
      ...(inBody && { body: JSON.stringify(input) }),
    },
  };
}
