import { parse } from '@pushcorn/hocon-parser';

/** What a program that is configured by HOCON reads from the text. */
export function readHocon(text: string): Promise<unknown> {
  return parse({ text });
}
