// The licences of what is bundled: exactly of that, as esbuild lists it.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Licences that let their work be bundled into a program under the MIT licence, with nothing but their text beside it. */
const ALLOWED = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
]);

const PACKAGE = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;

/** The folders of the packages of which something is in the bundle. */
function packageFolders({ outputs }) {
  const inputs = Object.values(outputs).flatMap((output) =>
    Object.entries(output.inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path),
  );
  return new Set(inputs.flatMap((path) => path.match(PACKAGE) ?? []));
}

/** Name, version, licence and its text of the package in that folder. */
async function read(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  if (!ALLOWED.has(license)) {
    throw new Error(`${name} ${version} has the licence ${license}, and nobody has checked that one yet.`);
  }
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return {
    title: `${name} ${version} (${license})`,
    license,
    text: texts.map((text) => text.trim()).join('\n\n'),
  };
}

/**
 * The text of THIRD_PARTY_LICENSES: packages whose licence has the same words stand together.
 *
 * @param {string} root the repository
 * @param {import('esbuild').Metafile} metafile of the bundle
 * @throws Error for a licence that is not allowed
 */
export async function thirdPartyLicenses(root, metafile) {
  const packages = await Promise.all([...packageFolders(metafile)].map((folder) => read(join(root, folder))));
  const byText = new Map();
  for (const { title, license, text } of packages.sort((one, other) =>
    one.title.localeCompare(other.title),
  )) {
    // A package that ships no text of it says so in its package.json alone.
    const words = text === '' ? `Licensed under ${license}, as its package.json says.` : text;
    byText.set(words, [...(byText.get(words) ?? []), title]);
  }
  const parts = [...byText].map(([words, titles]) => `${titles.join('\n')}\n\n${words}\n`);
  return `mendix-cognito is bundled with the following packages.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}
