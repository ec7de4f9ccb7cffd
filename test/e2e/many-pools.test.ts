import { CreateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect } from 'vitest';
import type { Fault } from '../support/recorder.ts';
import { it, SETUP } from '../support/world.ts';

const THROTTLED: Fault = {
  status: 400,
  headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': 'TooManyRequestsException' },
  body: '{"__type":"TooManyRequestsException","message":"Too many requests"}',
};

/** Refuses pool reads beyond Cognito's default quota (developer guide, "Quotas in Amazon Cognito": 15 a second). */
function poolReadQuota(): (request: { readonly operation: string }) => Fault | undefined {
  const times: number[] = [];
  return ({ operation }) => {
    if (operation !== 'DescribeUserPool') return undefined;
    const now = performance.now();
    while (times[0] !== undefined && times[0] < now - 1000) times.shift();
    if (times.length >= 15) return THROTTLED;
    times.push(now);
    return undefined;
  };
}

describe('an account with many user pools', () => {
  it('is looked through without breaking Cognito’s quota on pool reads', async ({ world }) => {
    for (let number = 0; number < 60; number += 1) {
      await world.cognito.send(new CreateUserPoolCommand({ PoolName: `pool ${number}` }));
    }
    world.recorder.fail = poolReadQuota();
    const run = await world.run(SETUP);
    expect(run.stdout).toContain('"ok":true');
    expect(run.code).toBe(0);
  });
});
