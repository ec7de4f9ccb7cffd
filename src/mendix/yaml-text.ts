import { stringify } from 'yaml';

// What YAML 1.1 takes for a line break or does not take at all, where YAML 1.2 leaves it alone. All of it stands between
// double quotes, where an escape means the same to both.
const ESCAPED = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/**
 * YAML in which every value is a text between double quotes. Readers of YAML 1.1 (PyYAML, the one of Kubernetes) would
 * take a bare yes, off, 012 or 1e3 for something else.
 *
 * @param document maps, down to texts
 */
export function yamlText(document: Readonly<Record<string, unknown>>): string {
  const text = stringify(document, {
    defaultStringType: 'QUOTE_DOUBLE',
    defaultKeyType: 'PLAIN',
    doubleQuotedAsJSON: true,
    lineWidth: 0,
  });
  return text.replace(ESCAPED, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
