import { describe, expect, it } from 'vitest';
import { repairsFor } from '../../../src/engine/doctor/repair.ts';
import { POOL, POOL_ID, QUESTION } from '../../support/doctor.ts';
import { print } from '../../support/repairs.ts';

const commandOf = ({ run }: { readonly run: readonly string[] }): string => print(run);

describe('repairsFor', () => {
  it('names the pool by the alias on its tag, and by the id when the run did', () => {
    expect(commandOf(repairsFor({ ...QUESTION, alias: undefined }, POOL).createPool())).toBe(
      'mendix-cognito create-pool --alias demo',
    );
    expect(commandOf(repairsFor({ ...QUESTION, alias: undefined, poolId: POOL_ID }, POOL).createPool())).toBe(
      `mendix-cognito create-pool --alias demo --pool-id ${POOL_ID}`,
    );
  });

  it('gives the names that the run chose to a setup that starts anew', () => {
    const question = { ...QUESTION, poolName: 'My pool', clientName: 'My client' };
    expect(commandOf(repairsFor(question, undefined).setup([]))).toBe(
      'mendix-cognito setup --alias demo --pool-name "My pool" --client-name "My client"',
    );
  });
});
