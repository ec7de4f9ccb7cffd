import { furtherClaims, mappedClaims } from '../mendix/claims.ts';
import { padded, widest } from './layout.ts';
import { printable } from './printable.ts';
import type { Terminal } from './terminal.ts';

/** The claims of a sign-in, each with what Mendix makes of it. */
export function renderClaims(claims: Readonly<Record<string, unknown>>, { symbols }: Terminal): string {
  const mapped = mappedClaims(claims);
  const further = furtherClaims(claims);
  const width = widest([...mapped.map(({ claim }) => claim), ...further.map(([name]) => name)]);
  const values = mapped.map(({ value }) => (value === '' ? '(missing)' : printable(value)));
  const valueWidth = widest(values);
  return [
    ...mapped.map(({ claim, attribute, value }, index) => {
      const becomes = value === '' ? `an empty ${attribute}` : attribute;
      return `${padded(claim, width)}  ${padded(values[index] ?? '', valueWidth)}  ${symbols.arrow} ${becomes}`;
    }),
    ...further.map(([name, value]) => `${padded(printable(name), width)}  ${printable(value)}`),
  ].join('\n');
}
