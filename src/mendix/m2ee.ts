import {
  comment,
  type Deployment,
  defaultsComment,
  divided,
  namesOf,
  record,
  type Written,
} from './deployment.ts';
import { yamlText } from './yaml-text.ts';

const section = (constants: Readonly<Record<string, string>>): string =>
  yamlText({ mxruntime: { MicroflowConstants: constants } });

/** The constants as a part of m2ee.yaml. m2ee merges what it includes, so the other constants of the app stay. */
export function m2eeYaml(deployment: Deployment): Written {
  const { defaults, file = 'oidc.yaml', secretFile } = deployment;
  const { open, apart } = divided(deployment);
  return {
    text: [
      comment([
        'For m2ee.yaml: merge it into the constants that are there; a constant that is missing stops the start.',
        ...(secretFile === undefined ? [] : [`Kept apart in ${secretFile.word}: ${namesOf(apart)}.`]),
      ]),
      section(record(open)),
      defaultsComment(defaults),
    ].join(''),
    secretText: secretFile === undefined ? undefined : section(record(apart)),
    steps: [
      'Merge it into m2ee.yaml, or have m2ee read it beside: in m2ee.yaml, with full paths,',
      '  include:',
      `    - ${file}`,
      ...(secretFile === undefined ? [] : [`    - ${secretFile.word}`]),
      'Then restart the app: m2ee restart. This way ends with Mendix 11; after that use --format portable.',
    ],
  };
}
