// Reads a stack trace that --debug printed from standard input, and writes it with the places in src/. It has to come
// from the version that dist-maps/ was built with.
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { basename, posix } from 'node:path';
import { text } from 'node:stream/consumers';

const maps = new Map();

function mapOf(file) {
  if (!maps.has(file)) {
    const path = new URL(`../dist-maps/${basename(file)}.map`, import.meta.url);
    maps.set(file, new SourceMap(JSON.parse(readFileSync(path, 'utf8'))));
  }
  return maps.get(file);
}

/** `…/dist/chunk-ABC.js:3:4096` → `src/engine/apply.ts:120:9`. */
function placeInSource(place, file, line, column) {
  const { originalSource, originalLine, originalColumn } = mapOf(file).findEntry(line - 1, column - 1);
  if (originalSource === undefined) return place;
  // Sources are named from the folder that the bundle was built in, two below the repository.
  return `${posix.normalize(originalSource).replace(/^(\.\.\/)+/, '')}:${originalLine + 1}:${originalColumn + 1}`;
}

const trace = await text(process.stdin);
process.stdout.write(
  trace.replace(/[^\s()]*?[/\\]dist[/\\]([\w.-]+\.js):(\d+):(\d+)/g, (place, file, line, column) =>
    placeInSource(place, file, Number(line), Number(column)),
  ),
);
