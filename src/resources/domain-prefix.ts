import { createHash } from 'node:crypto';

/** Words that no prefix may contain (Cognito developer guide, "Configuring a user pool domain"). */
export const RESERVED_WORDS = ['aws', 'amazon', 'cognito'] as const;

const LONGEST = 63;
const SUFFIX = 8;

function trimmed(text: string, longest: number): string {
  return text.slice(0, longest).replace(/^-+|-+$/g, '');
}

/** The prefix that reads like the alias, within Cognito's pattern and without its reserved words. */
export function derivedPrefix(alias: string): string {
  let text = alias.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  // Taking a word out can make another one: "aawsws".
  for (let word = found(text); word !== undefined; word = found(text)) text = text.replace(word, '');
  return trimmed(text.replace(/-{2,}/g, '-').replace(/^-+/, ''), LONGEST) || 'mendix';
}

const found = (text: string) => RESERVED_WORDS.find((word) => text.includes(word));

/**
 * The prefix for when the derived one is taken: prefixes are unique in a Region over all AWS accounts. The suffix
 * comes from account, Region and alias, so that a second run finds the same.
 */
export function suffixedPrefix(alias: string, account: string, region: string): string {
  const suffix = createHash('sha256')
    .update(`${account}\n${region}\n${alias}`)
    .digest('hex')
    .slice(0, SUFFIX);
  return `${trimmed(derivedPrefix(alias), LONGEST - SUFFIX - 1)}-${suffix}`;
}

/** True when that is the prefix, or the one that takes its place when it is taken. */
export function isPrefixOrSuffixed(name: string, prefix: string): boolean {
  if (name === prefix) return true;
  return /-[0-9a-f]{8}$/.test(name) && prefix.startsWith(name.slice(0, -SUFFIX - 1));
}

/** The prefixes to try, in order, for a pool that has no domain. */
export function prefixCandidates(
  wanted: { readonly prefix: string | undefined; readonly alias: string },
  account: string,
  region: string,
): string[] {
  if (wanted.prefix !== undefined) return [wanted.prefix];
  return [derivedPrefix(wanted.alias), suffixedPrefix(wanted.alias, account, region)];
}
