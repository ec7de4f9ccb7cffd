/**
 * The first failure of several calls that ran at once, after all of them have ended, so that nothing is still
 * writing when the error is reported.
 */
export async function allSettled<T extends readonly unknown[] | []>(
  promises: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const results = await Promise.allSettled(promises);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  return Promise.all(promises);
}

/** The items as they come; one may be asked for before the one before has come. */
async function* oneByOne<Item>(items: AsyncIterable<Item> | Iterable<Item>): AsyncGenerator<Item> {
  yield* items;
}

/**
 * The same work on each item as they come, so many at once. After a failure no further item is taken, what has begun is
 * ended, and the failure is thrown.
 */
export async function eachOf<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = oneByOne(items);
  let failed = false;
  const worker = async () => {
    try {
      for (let next = await queue.next(); next.done !== true && !failed; next = await queue.next()) {
        await work(next.value);
      }
    } catch (error) {
      failed = true;
      throw error;
    }
  };
  try {
    await allSettled(Array.from({ length: atOnce }, worker));
  } finally {
    await queue.return(undefined);
  }
}

/** Calls at once when there are many alike: quick, and few enough for the SDK to slow down in time when AWS throttles. */
const AT_ONCE = 5;

/**
 * The results of the same work on each item, in the items' order, a few at once. After a failure no further item is
 * begun, what has begun is ended, and the failure is thrown.
 */
export async function forEachOf<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  await eachOf(items.entries(), AT_ONCE, async ([index, item]) => {
    results[index] = await work(item);
  });
  return results;
}
