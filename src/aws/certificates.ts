import { readFile } from 'node:fs/promises';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import { loadConfig } from '@smithy/core/config';
import { UsageError } from '../errors.ts';

/** Made with the first connection that needs it: to read some hundred certificates takes 50 ms, and the sandbox needs none. */
export type Trusted = () => SecureContext;

/** Certificates in a file, as text. @throws UsageError CA_BUNDLE */
async function certificatesIn(file: string, named: string): Promise<string> {
  const problem = (why: string) =>
    new UsageError(
      [`${named} names ${file}, ${why}.`],
      'Name a file with the certificates in PEM form, or leave it out.',
      'CA_BUNDLE',
    );
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw problem(`which cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  if (!text.includes('-----BEGIN CERTIFICATE-----')) throw problem('which holds no certificate');
  return text;
}

/**
 * What AWS_CA_BUNDLE or the profile's `ca_bundle` adds to the certificates that Node trusts, NODE_EXTRA_CA_CERTS among
 * them; undefined where neither is set.
 *
 * @throws UsageError CA_BUNDLE when the file cannot be read, or holds no certificate
 */
export async function trustedCertificates(profile: {
  readonly profile?: string;
}): Promise<Trusted | undefined> {
  const file = await loadConfig<string>(
    {
      environmentVariableSelector: ({ AWS_CA_BUNDLE }) => AWS_CA_BUNDLE || undefined,
      configFileSelector: ({ ca_bundle }) => ca_bundle,
      default: '',
    },
    profile,
  )();
  if (file === '') return undefined;
  const { NODE_EXTRA_CA_CERTS } = process.env;
  // Node itself goes on without a file that it cannot read.
  const extra = NODE_EXTRA_CA_CERTS ? await readFile(NODE_EXTRA_CA_CERTS, 'utf8').catch(() => '') : '';
  const named = process.env.AWS_CA_BUNDLE ? 'AWS_CA_BUNDLE' : 'ca_bundle of the AWS profile';
  const given = await certificatesIn(file, named);
  let made: SecureContext | undefined;
  return () => {
    made ??= createSecureContext({ ca: [...rootCertificates, extra, given].filter((each) => each !== '') });
    return made;
  };
}
