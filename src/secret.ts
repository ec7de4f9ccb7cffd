import { inspect } from 'node:util';

const MASK = '••••••••';

/**
 * A password or client secret. It refuses to print: string conversion, JSON and `util.inspect` all give a mask,
 * so a log line, `--debug` or an error that meets one cannot leak it. Only `reveal()` gives the value.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself, for the call that needs it or the line that exists to show it. */
  reveal(): string {
    return this.#value;
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
