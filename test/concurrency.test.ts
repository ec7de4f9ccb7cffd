import { describe, expect, it } from 'vitest';
import { allSettled, forEachOf } from '../src/concurrency.ts';

describe('calls that run at once', () => {
  it('give all their results', async () => {
    const [one, two] = await allSettled([Promise.resolve(1), Promise.resolve('two')]);
    expect([one, two]).toEqual([1, 'two']);
    expect(await allSettled([])).toEqual([]);
  });

  it('fail with the first failure of the list, after all of them have ended', async () => {
    const ended: string[] = [];
    const failing = async (name: string, ticks: number) => {
      for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
      ended.push(name);
      throw new Error(name);
    };
    await expect(allSettled([failing('slow', 20), failing('quick', 1)])).rejects.toThrow('slow');
    expect(ended).toEqual(['quick', 'slow']);
  });
});

describe('the same work on many items', () => {
  it('gives the results in the order of the items, few at once', async () => {
    let running = 0;
    let most = 0;
    const items = Array.from({ length: 40 }, (_, index) => index);
    const results = await forEachOf(items, async (item) => {
      running += 1;
      most = Math.max(most, running);
      for (let tick = 0; tick < 40 - item; tick += 1) await Promise.resolve();
      running -= 1;
      return item * 2;
    });
    expect(results).toEqual(items.map((item) => item * 2));
    expect(most).toBe(5);
    expect(await forEachOf([], async () => 1)).toEqual([]);
  });

  it('begins nothing more after a failure, and ends what has begun', async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const items = Array.from({ length: 40 }, (_, index) => index);
    const run = forEachOf(items, async (item) => {
      begun.push(item);
      for (let tick = 0; tick < 10 * (item + 1); tick += 1) await Promise.resolve();
      ended.push(item);
      if (item === 0) throw new Error('first');
    });
    await expect(run).rejects.toThrow('first');
    expect(begun.length).toBeLessThan(10);
    expect(ended.toSorted()).toEqual(begun.toSorted());
  });
});
