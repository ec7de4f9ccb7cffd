import { Transform } from 'node:stream';

const encodingOf = (bytes: Uint8Array): 'utf-16le' | 'utf-8' =>
  bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';

/**
 * Text that came in bytes, without its byte order mark: Windows PowerShell 5 writes UTF-16 into a file with `>`, and puts a
 * mark before what it pipes into a program.
 *
 * @param fatal true: throws TypeError for what is no such text
 */
export function decoded(bytes: Uint8Array, fatal: boolean): string {
  return new TextDecoder(encodingOf(bytes), { fatal }).decode(bytes);
}

/** The same for what is too long to be held at once: bytes go in, text without a mark comes out. */
export function decoding(): Transform {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let begun: Buffer = Buffer.alloc(0);
  return new Transform({
    encoding: 'utf8',
    transform(chunk: Buffer, _encoding, done) {
      let bytes = chunk;
      if (decoder === undefined) {
        begun = bytes = Buffer.concat([begun, chunk]);
        // Half a mark is no mark.
        if (begun.length < 2) return done();
        decoder = new TextDecoder(encodingOf(begun));
      }
      done(null, decoder.decode(bytes, { stream: true }));
    },
    flush(done) {
      done(null, decoder === undefined ? decoded(begun, false) : decoder.decode());
    },
  });
}
