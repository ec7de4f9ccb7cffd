/**
 * The variables of a file for `docker run --env-file`, as docker/cli reads it (pkg/kvfile): lines without their leading
 * white space, # at the beginning for a comment, the value to the letter.
 *
 * @param trimsQuotes as some versions do with a pair of quotes around the whole value
 */
export function readEnvFile(text: string, trimsQuotes: boolean): Record<string, string> {
  const found: Record<string, string> = {};
  // Go's line scanner ends a line at \n and takes a \r before it away; nothing else ends a line.
  for (const raw of text.replace(/^\ufeff/, '').split('\n')) {
    const line = raw.replace(/\r$/, '').trimStart();
    if (line === '' || line.startsWith('#')) continue;
    const at = line.indexOf('=');
    const name = at === -1 ? line : line.slice(0, at);
    if (name === '' || /\s/.test(name)) throw new Error(`Docker refuses the variable name “${name}”.`);
    // Without a value it is taken from the environment of docker itself.
    if (at === -1) continue;
    const value = line.slice(at + 1);
    const quoted =
      trimsQuotes && value.length >= 2 && /["']/.test(value[0] ?? '') && value.endsWith(value[0] ?? '');
    found[name] = quoted ? value.slice(1, -1) : value;
  }
  return found;
}
