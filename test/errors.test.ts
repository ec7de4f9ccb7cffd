import { describe, expect, it } from 'vitest';
import { CancelledError, CliError, UsageError } from '../src/errors.ts';

describe('an expected error', () => {
  it('has message, code, hint and cause, and exit code 1 unless it says another', () => {
    const cause = new Error('why');
    const error = new CliError('It failed.', { code: 'FAILED', hint: 'Fix it.', cause });
    expect(error).toMatchObject({
      message: 'It failed.',
      code: 'FAILED',
      repairs: [{ act: 'Fix it.' }],
      exitCode: 1,
      cause,
    });
    expect(new CliError('x', { code: 'X', exitCode: 3 }).exitCode).toBe(3);
    expect(new CliError('x', { code: 'X' }).repairs).toEqual([]);
  });

  it('of usage is a sentence, or a list of all that is wrong', () => {
    expect(new UsageError(['One.'])).toMatchObject({ message: 'One.', code: 'USAGE', exitCode: 2 });
    const two = new UsageError(['One.', 'Two.'], 'Fix both.', 'BOTH');
    expect(two).toMatchObject({ message: '- One.\n- Two.', repairs: [{ act: 'Fix both.' }], code: 'BOTH' });
    expect(two.problems).toEqual(['One.', 'Two.']);
  });

  it('of a run that was cancelled has exit code 130', () => {
    expect(new CancelledError()).toMatchObject({
      message: 'Cancelled: nothing was changed.',
      code: 'CANCELLED',
      exitCode: 130,
    });
  });
});
