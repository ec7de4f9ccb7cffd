/**
 * Text that came in bytes, without its byte order mark: Windows PowerShell 5 writes UTF-16 into a file with `>`, and puts a
 * mark before what it pipes into a program.
 *
 * @param fatal true: throws TypeError for what is no such text
 */
export function decoded(bytes: Uint8Array, fatal: boolean): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  return new TextDecoder(encoding, { fatal }).decode(bytes);
}
