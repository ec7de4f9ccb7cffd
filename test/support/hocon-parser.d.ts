/** The part of the parser that the tests use; it comes without types. */
declare module '@pushcorn/hocon-parser' {
  export function parse(source: { readonly text: string }): Promise<unknown>;
}
