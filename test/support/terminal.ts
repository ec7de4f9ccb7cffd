import { openTerminal, type Terminal } from '../../src/ui/terminal.ts';

const PLAIN = { noInput: true, noColor: true };

/** A terminal of 80 columns without colours, for what is rendered as text. */
export const UNICODE: Terminal = {
  ...openTerminal({ LANG: 'C.UTF-8' }, PLAIN),
  columns: 80,
  rows: 24,
  resultSeen: true,
};

/** The same where the locale has no Unicode. */
export const ASCII: Terminal = {
  ...openTerminal({ LANG: 'C' }, PLAIN),
  columns: 80,
  rows: 24,
  resultSeen: true,
};
