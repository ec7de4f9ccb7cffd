import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createOnce, isNamed, isThrottled, isUnclear } from '../../src/aws/outcome.ts';

const failure = (name: string, more: object = {}): Error => Object.assign(new Error(name), { name }, more);
const withStatus = (httpStatusCode: number) => failure('E', { $metadata: { httpStatusCode } });

const TIMED_OUT = failure('TimeoutError');
const THROTTLED = failure('TooManyRequestsException', { $metadata: { httpStatusCode: 400 } });
const REFUSED = failure('InvalidParameterException', { $metadata: { httpStatusCode: 400 } });

describe('the outcome of a call', () => {
  it.each<[string, unknown]>([
    ['a time-out', TIMED_OUT],
    ['a lost connection', failure('Error', { code: 'ECONNRESET' })],
    ['a broken pipe', failure('Error', { code: 'EPIPE' })],
    ['a 500', withStatus(500)],
    ['a 503', withStatus(503)],
  ])('is unclear after %s', (_what, error) => {
    expect(isUnclear(error)).toBe(true);
  });

  it.each<[string, unknown]>([
    ['a refusal', REFUSED],
    ['a connection that was never made', failure('Error', { code: 'ECONNREFUSED' })],
    ['Ctrl-C', failure('AbortError')],
    ['Ctrl-C in the middle of an answer', failure('AbortError', { code: 'ECONNRESET' })],
    ['a bug of ours', new TypeError('x')],
    ['what is no error', 'TimeoutError'],
  ])('is clear after %s', (_what, error) => {
    expect(isUnclear(error)).toBe(false);
  });

  it('is nothing done, after being told to slow down', () => {
    expect(isThrottled(THROTTLED)).toBe(true);
    expect(isThrottled(failure('ThrottlingException'))).toBe(true);
    expect(isThrottled(REFUSED)).toBe(false);
    expect(isThrottled('ThrottlingException')).toBe(false);
  });

  it('goes by the name of an error, whatever its class', () => {
    expect(isNamed(REFUSED, 'A', 'InvalidParameterException')).toBe(true);
    expect(isNamed(REFUSED, 'InvalidParameter')).toBe(false);
    expect(isNamed({ name: 'A' }, 'A')).toBe(false);
  });
});

describe('a create without a token', () => {
  const aws = { signal: new AbortController().signal };

  beforeEach(() => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    return () => vi.restoreAllMocks();
  });

  /** Calls that fail with each of the errors in turn, and then make it; the log says what was called. */
  function world(errors: readonly unknown[], found: readonly (string | undefined)[] = []) {
    const log: string[] = [];
    const create = async () => {
      log.push('create');
      const error = errors[log.filter((entry) => entry === 'create').length - 1];
      if (error !== undefined) throw error;
      return 'made';
    };
    const find = async () => {
      log.push('find');
      return found[log.filter((entry) => entry === 'find').length - 1];
    };
    return { log, run: () => createOnce(aws, create, find) };
  }

  it('is one call when that succeeds', async () => {
    const { log, run } = world([]);
    expect(await run()).toBe('made');
    expect(log).toEqual(['create']);
  });

  it('looks for what may have been made before it tries again', async () => {
    const { log, run } = world([TIMED_OUT], [undefined]);
    expect(await run()).toBe('made');
    expect(log).toEqual(['create', 'find', 'create']);
  });

  it('makes no second one when it finds the first', async () => {
    const { log, run } = world([withStatus(500)], ['found']);
    expect(await run()).toBe('found');
    expect(log).toEqual(['create', 'find']);
  });

  it('tries again without looking when AWS did nothing', async () => {
    const { log, run } = world([THROTTLED, THROTTLED]);
    expect(await run()).toBe('made');
    expect(log).toEqual(['create', 'create', 'create']);
  });

  it('passes a refusal on at once', async () => {
    const { log, run } = world([REFUSED]);
    await expect(run()).rejects.toBe(REFUSED);
    expect(log).toEqual(['create']);
  });

  it('gives up after five attempts with the last error', async () => {
    const last = withStatus(503);
    const { log, run } = world([TIMED_OUT, THROTTLED, TIMED_OUT, THROTTLED, last, undefined]);
    await expect(run()).rejects.toBe(last);
    expect(log.filter((entry) => entry === 'create')).toHaveLength(5);
  });

  it('ends with the run, and does not sit out its wait', async () => {
    vi.mocked(Math.random).mockReturnValue(1);
    const stop = new AbortController();
    const create = vi.fn(async () => {
      stop.abort();
      throw THROTTLED;
    });
    await expect(createOnce({ signal: stop.signal }, create, async () => undefined)).rejects.toThrow(
      expect.objectContaining({ name: 'AbortError' }),
    );
    expect(create).toHaveBeenCalledTimes(1);
  });
});
