import { expect, vi } from 'vitest';
import { readCommandLine } from '../../src/cli/program.ts';

/** What the command line itself prints for help: the code behind the text that the package has ready. */
export function helpOf(...argv: readonly string[]): string {
  return helpIn({}, ...argv);
}

/** The same in another environment. */
export function helpIn(env: Readonly<Record<string, string>>, ...argv: readonly string[]): string {
  let text = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    expect(readCommandLine(argv, env)).toBeUndefined();
  } finally {
    write.mockRestore();
  }
  return text;
}
