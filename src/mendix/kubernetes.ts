import type { Constant } from './constants.ts';
import {
  comment,
  type Deployment,
  defaultsComment,
  divided,
  namesOf,
  plain,
  record,
  type Written,
} from './deployment.ts';
import { yamlText } from './yaml-text.ts';

/** The key under which the Mendix Operator (2.10 and newer) takes a constant from a secret store. */
const storeKey = ({ name }: Pick<Constant, 'name'>): string => `mx-const-${name}`;

/** Where the secrets stand instead: the entries of the app's SecretProviderClass, as comments. */
function storeComment(apart: readonly Constant[], secretFile: string): string {
  const entries = apart.map(storeKey);
  return comment([
    `Kept apart in ${secretFile}, for your secret store: ${namesOf(apart)}.`,
    'Under parameters.objects of the SecretProviderClass of the app (Mendix Operator 2.10 or newer),',
    'AWS Secrets Manager:',
    '  - objectName: "<name of the secret>"',
    '    objectType: "secretsmanager"',
    '    jmesPath:',
    ...entries.flatMap((key) => [`      - path: '"${key}"'`, `        objectAlias: "${key}"`]),
    'HashiCorp Vault:',
    ...entries.flatMap((key) => [
      `  - secretKey: "${key}"`,
      `    objectName: "${key}"`,
      '    secretPath: "secret/data/<name of the secret>"',
    ]),
    'Azure Key Vault takes no dot in the name of a secret:',
    ...apart.map(({ name }) => `  - objectName: "${storeKey({ name }).replaceAll('.', '-')}"`),
    'SecretProviderClass and ServiceAccount bear the name of the MendixApp, and the annotation',
    'privatecloud.mendix.com/environment-class: "true" or privatecloud.mendix.com/environment-account: "true".',
    ...apart.map(
      ({ name }) =>
        `Does the app have ${name} among its constants already? ${name}: null in this patch takes it out.`,
    ),
    'An app that is not managed by the portal also needs spec.allowOverrideSecretsWithSecretStoreCSIDriver: true.',
  ]);
}

/** The constants as a merge patch of the MendixApp resource (privatecloud.mendix.com/v1alpha1). */
export function mendixAppPatch(deployment: Deployment): Written {
  const { defaults, file = 'oidc.yaml', secretFile } = deployment;
  const { open, apart } = divided(deployment);
  const secrets = Object.fromEntries(apart.map((constant) => [storeKey(constant), plain(constant)]));
  return {
    text: [
      comment(['For kubectl patch mendixapp --type merge: the other constants of the app stay as they are.']),
      ...(secretFile === undefined ? [] : [storeComment(apart, secretFile.word)]),
      yamlText({ spec: { runtime: { microflowConstants: record(open) } } }),
      defaultsComment(defaults),
    ].join(''),
    // JSON: AWS Secrets Manager and Vault both take a file of it, so that the secret is on no command line.
    secretText: secretFile === undefined ? undefined : `${JSON.stringify(secrets, undefined, 2)}\n`,
    steps: [
      ...(secretFile === undefined
        ? []
        : [
            'Put the secret into your secret store, one of:',
            `  aws secretsmanager create-secret --name <name> --secret-string file://${secretFile.word}`,
            `  vault kv put secret/<name> @${secretFile.word}`,
            'Map its key in the SecretProviderClass of the app, as the comments in the patch show.',
          ]),
      'Patch the app; the operator restarts it. An environment that the portal manages takes constants there instead: Model Options → Constants → Apply Changes.',
      `  kubectl patch mendixapp <name> -n <namespace> --type merge --patch-file ${file}`,
    ],
  };
}
