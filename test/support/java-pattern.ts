/** What Java's `\s` takes; JavaScript's takes Unicode's spaces as well. */
const SPACE = String.raw`\t\n\v\f\r `;

/**
 * AWS writes its patterns in Java's syntax and matches them against the whole value. Two things differ from a JavaScript
 * expression with the flag `u`: `\s` and `\S`, and an escape that escapes nothing, which JavaScript refuses.
 */
export function javaPattern(pattern: string): RegExp {
  const dotAll = pattern.startsWith('(?s)');
  let inClass = false;
  const source = (dotAll ? pattern.slice('(?s)'.length) : pattern).replaceAll(/\\.|[[\]]/gsu, (token) => {
    if (token === '[' || token === ']') {
      inClass = token === '[';
      return token;
    }
    if (token === '\\s') return inClass ? SPACE : `[${SPACE}]`;
    if (token === '\\S') {
      // A negation cannot stand inside a class, so it is written out: everything that is not ASCII space.
      return inClass ? String.raw`\0-\x08\x0E-\x1F\x21-\u{10FFFF}` : `[^${SPACE}]`;
    }
    return /^\\[A-Za-z0-9^$\\.*+?()[\]{}|/]$/u.test(token) || (inClass && token === '\\-')
      ? token
      : token.slice(1);
  });
  return new RegExp(`^(?:${source})$`, dotAll ? 'su' : 'u');
}
