// Makes what the package is packed from: dist/, and the licences of what is in it.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.mjs';
import { thirdPartyLicenses } from './licenses.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const metafile = await bundle(root);
await writeFile(join(root, 'THIRD_PARTY_LICENSES'), await thirdPartyLicenses(root, metafile));
