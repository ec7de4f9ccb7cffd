// Measures what the program costs, as ratios within one run: prints a table, writes .bench.json, and with --write puts the
// table into docs/bench.md. Names of groups measure those alone: npm run bench -- start setup
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { packageRows } from './bench/package.mjs';
import { sandboxRows } from './bench/sandbox.mjs';
import { setupRows } from './bench/setup.mjs';
import { startRows } from './bench/start.mjs';
import { tableOf, withTable } from './bench/table.mjs';
import { testRows } from './bench/tests.mjs';
import { userRows } from './bench/users.mjs';
import { ROOT } from './bench/world.mjs';

const GROUPS = {
  start: startRows,
  package: packageRows,
  setup: setupRows,
  sandbox: sandboxRows,
  users: userRows,
  tests: testRows,
};

const words = process.argv.slice(2);
const asked = words.filter((word) => word !== '--write');
const unknown = asked.filter((name) => !(name in GROUPS));
if (unknown.length > 0) throw new Error(`There is no group ${unknown}; there are ${Object.keys(GROUPS)}.`);

const rows = [];
for (const name of asked.length > 0 ? asked : Object.keys(GROUPS)) {
  process.stderr.write(`measuring: ${name}\n`);
  rows.push(...(await GROUPS[name]()));
}
const place = `Node ${process.versions.node}, ${process.platform}, ${cpus().length} cores`;
const table = `${tableOf(rows)}\n\n${place}; medians of pairs that took turns.`;
process.stdout.write(`${table}\n`);
writeFileSync(join(ROOT, '.bench.json'), `${JSON.stringify({ place, rows }, undefined, 2)}\n`);
if (words.includes('--write')) {
  const page = join(ROOT, 'docs', 'bench.md');
  writeFileSync(page, withTable(readFileSync(page, 'utf8'), table));
}
