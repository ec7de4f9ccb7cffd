import { inspect } from 'node:util';

const MASK = '••••••••';

/** Cognito takes no shorter password; something shorter would stand in innocent words. */
const SHORTEST = 6;

/** Every secret of this run, so that an answer which repeats one can be quoted without it. */
const known = new Set<string>();

/** Remembers a secret that no `Secret` holds, so that `withoutSecrets` finds it. */
export function noteSecret(value: string): void {
  if (value.length >= SHORTEST) known.add(value);
}

/**
 * The text without any secret of this run: a service may repeat in its error what it was sent, and a library in its
 * own what it was handed.
 */
export function withoutSecrets(text: string): string {
  let clean = text;
  // A longer one first: it may hold a shorter one, and would no longer be found.
  for (const secret of [...known].sort((one, other) => other.length - one.length)) {
    // Through a buffer, since half of a surrogate pair cannot be encoded.
    const encoded = encodeURIComponent(Buffer.from(secret).toString());
    clean = clean.replaceAll(secret, MASK).replaceAll(encoded, MASK);
  }
  return clean;
}

/** What a message quotes of somebody else's words: more of them would push the hint off the screen. */
const LONGEST_QUOTE = 500;

/**
 * Words of AWS, a library or a document inside a message: one line without any secret, cut where they go on for ever.
 */
export function quoted(words: string): string {
  const line = withoutSecrets(words)
    .slice(0, 2 * LONGEST_QUOTE)
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE)}…` : line;
}

/**
 * A password or client secret. It refuses to print: string conversion, JSON and `util.inspect` all give a mask,
 * so a log line, `--debug` or an error that meets one cannot leak it. Only `reveal()` gives the value.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
    noteSecret(value);
  }

  /** The value itself, for the call that needs it or the line that exists to show it. */
  reveal(): string {
    return this.#value;
  }

  /** Says that nothing repeats it any more. A file of users has a password for each, and texts are searched for all of them. */
  forget(): void {
    known.delete(this.#value);
  }

  toString(): string {
    return MASK;
  }

  toJSON(): null {
    return null;
  }

  [inspect.custom](): string {
    return MASK;
  }
}
