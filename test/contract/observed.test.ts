import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { awsModel, modelsPresent, skipReason } from '../support/aws-model.ts';
import { CLIENT, DOMAIN, POOL } from '../support/observed.ts';

/** Every member below a shape, as a path: `Policies.PasswordPolicy.MinimumLength`. */
function pathsOf(shapeName: string, prefix = ''): string[] {
  const shape = awsModel('cognito-idp').shape(shapeName);
  if (shape.type === 'list') return pathsOf(shape.member?.shape ?? '', prefix);
  return Object.entries(shape.members ?? {}).flatMap(([name, member]) => {
    const path = `${prefix}${name}`;
    return [path, ...pathsOf(member.shape, `${path}.`)];
  });
}

/** Members of AWS's models that the SDK does not read yet; once it does, `Every` in observed.ts asks for them. */
const NOT_IN_THE_SDK = ['ClientSecretArn'];

function pathsIn(value: unknown, prefix = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pathsIn(item, prefix));
  if (typeof value !== 'object' || value === null || value instanceof Date) return [];
  return Object.entries(value).flatMap(([name, each]) => [
    `${prefix}${name}`,
    ...pathsIn(each, `${prefix}${name}.`),
  ]);
}

describe.skipIf(!modelsPresent)(`what the properties are checked on${skipReason}`, () => {
  it.each([
    ['UserPoolType', POOL],
    ['UserPoolClientType', CLIENT],
    ['DomainDescriptionType', DOMAIN],
  ] as const)('has every member of %s somewhere', (shape, arbitrary) => {
    const samples = fc.sample(arbitrary as fc.Arbitrary<object>, { numRuns: 400, seed: 1843 });
    const seen = new Set(samples.flatMap((sample) => pathsIn(sample)));
    expect(pathsOf(shape).filter((path) => !seen.has(path) && !NOT_IN_THE_SDK.includes(path))).toEqual([]);
  });
});
