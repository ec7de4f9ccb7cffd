import fc from 'fast-check';
import { expect, test } from 'vitest';
import { operations } from '../../src/sandbox/cognito/operations.ts';
import type { Shape } from '../../src/sandbox/shapes/notation.ts';
import { EMAIL, makeClient, makePool, makeUser, PASSWORD } from '../support/cognito.ts';
import { openSandbox, postCognito } from '../support/sandbox.ts';

/** Texts that mean something here, and any others. */
const TEXT = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      ...[EMAIL, PASSWORD, 'people', 'email', 'name', 'openid', 'USERNAME', 'PASSWORD', 'COGNITO', 'admins'],
      ...['https://app.example.com/callback', 'arn:aws:ses:eu-west-1:123456789012:identity/ada@example.com'],
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
);

/** Any value of a shape's type, in its range or not. */
function anyOf(shape: Shape, fixed: ReadonlyMap<string, string>): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case 'structure': {
      const members = Object.entries({ ...shape.required, ...shape.optional });
      const model = Object.fromEntries(
        members.map(([name, each]) => [
          name,
          fixed.has(name) ? fc.constant(fixed.get(name)) : anyOf(each, fixed),
        ]),
      );
      return fc.record(model, { requiredKeys: Object.keys(shape.required) });
    }
    case 'list':
      return fc.array(anyOf(shape.member, fixed), { maxLength: 3 });
    case 'map':
      return fc.dictionary(TEXT, anyOf(shape.value, fixed), { maxKeys: 3 });
    case 'string':
      return 'values' in shape ? fc.constantFrom(...shape.values) : TEXT;
    case 'integer':
      return fc.integer({ min: Math.max(shape.min ?? 0, 0), max: Math.min(shape.max ?? 100, 100) });
    case 'boolean':
      return fc.boolean();
    case 'blob':
      return fc.base64String({ maxLength: 12 });
    case 'document':
      return fc.dictionary(fc.string(), fc.json());
  }
}

test.each([...operations])(
  '%s answers any input of its form without an internal error',
  async (name, { shape }) => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox);
    const client = await makeClient(sandbox, poolId);
    await makeUser(sandbox, poolId);
    const fixed = new Map([
      ['UserPoolId', poolId],
      ['ClientId', client.id],
      ['Username', EMAIL],
    ]);

    await fc.assert(
      fc.asyncProperty(anyOf(shape, fixed), async (input) => {
        const answer = await postCognito(sandbox.url, name, input);

        expect([200, 400]).toContain(answer.status);
        expect(sandbox.log).toEqual([]);
      }),
      // One seed, so that a run is like the last one.
      { numRuns: 15, seed: 1843 },
    );
  },
);
