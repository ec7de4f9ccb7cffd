import {
  cannotExpress,
  comment,
  type Deployment,
  defaultsComment,
  divided,
  namesOf,
  type Written,
} from './deployment.ts';
import { singleVariable, type Variable, variableName, variables } from './mx-variables.ts';
import { yamlText } from './yaml-text.ts';

const FORM = 'a manifest of Cloud Foundry';

/** What `cf push` replaces by a value of its variables, in a manifest and in nothing else. */
const PLACEHOLDER = /\(\(!?[-/.\w\p{L}]+\)\)/u;

/** Between double quotes YAML holds any text; a variable of a process holds no NUL. */
function checked({ name, value }: Variable): [name: string, value: string] {
  const hint = 'Set this one by hand: cf set-env <app> <name> <value>.';
  if (value.includes('\0')) throw cannotExpress(name, 'a NUL', FORM, hint);
  if (PLACEHOLDER.test(value)) throw cannotExpress(name, 'a name in double parentheses', FORM, hint);
  return [name, value];
}

/** The name of the variable of `cf push` that stands for a secret in the manifest. */
const placeholder = (constant: string): string => variableName(constant).toLowerCase();

/** The constants as the `env` of an app in manifest.yml; secrets apart are variables of `cf push --vars-file`. */
export function cloudFoundryManifest(deployment: Deployment): Written {
  const { defaults, file = 'oidc.yml', secretFile } = deployment;
  const { open, apart } = divided(deployment);
  const env = Object.fromEntries([
    ...(deployment.singleVariable ? singleVariable(open) : variables(open)).map(checked),
    ...apart.map(({ name }) => [variableName(name), `((${placeholder(name)}))`]),
  ]);
  const text = [
    comment([
      'For manifest.yml: belongs below your app.',
      ...(secretFile === undefined
        ? []
        : [`Kept apart in ${secretFile.word}, for cf push --vars-file: ${namesOf(apart)}.`]),
    ]),
    yamlText({ env }),
    defaultsComment(defaults),
  ];
  const secrets = variables(apart).map(checked);
  return {
    text: text.join(''),
    secretText:
      secretFile === undefined
        ? undefined
        : yamlText(Object.fromEntries(secrets.map(([name, value]) => [name.toLowerCase(), value]))),
    steps: [
      'This is for the Cloud Foundry buildpack, which ends with Mendix 11; after that use --format portable.',
      `Put what is below env in ${file} below env of your app in manifest.yml, then push:`,
      `  cf push${secretFile === undefined ? '' : ` --vars-file ${secretFile.word}`}`,
    ],
  };
}
