import type { Constant } from './constants.ts';
import {
  comment,
  type Deployment,
  defaultsComment,
  divided,
  namesOf,
  plain,
  type Written,
} from './deployment.ts';

/**
 * HOCON with every name and value as a quoted string. A quoted string of HOCON is one of JSON, in which nothing is
 * substituted (https://github.com/lightbend/config/blob/main/HOCON.md, "Unchanged from JSON").
 */
function section(constants: readonly Constant[]): string {
  const lines = constants.map(
    (constant) => `  ${JSON.stringify(constant.name)} = ${JSON.stringify(plain(constant))}`,
  );
  return `runtime.params.MicroflowConstants {\n${lines.join('\n')}\n}\n`;
}

/** The constants as a configuration file of Mendix's Portable Runtime, which merges the files that it is given. */
export function portableConfiguration(deployment: Deployment): Written {
  const { defaults, file = 'oidc.conf', secretFile } = deployment;
  const { open, apart } = divided(deployment);
  const files = [file, ...(secretFile === undefined ? [] : [secretFile.word])];
  return {
    text: [
      comment([
        'For the Mendix Portable Runtime, after its own defaults: the last file that names a setting wins.',
        ...(secretFile === undefined ? [] : [`Kept apart in ${secretFile.word}: ${namesOf(apart)}.`]),
      ]),
      section(open),
      defaultsComment(defaults),
    ].join(''),
    secretText: secretFile === undefined ? undefined : section(apart),
    steps: [
      'Start the portable package with it, after its defaults:',
      `  bin/start etc/Default ${files.join(' ')}`,
      'The Portable Runtime has no buildpack in it: variables such as MX_OIDC_ClientID do nothing there.',
    ],
  };
}
