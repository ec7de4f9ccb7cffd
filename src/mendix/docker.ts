import {
  cannotExpress,
  comment,
  type Deployment,
  defaultsComment,
  divided,
  namesOf,
  type Written,
} from './deployment.ts';
import { singleVariable, type Variable, variables } from './mx-variables.ts';
import { appUrlsOf } from './settings.ts';

const FORM = 'an env-file of Docker';

/**
 * One line of a file for `docker run --env-file`: the value stands to the letter up to the end of the line, nothing is
 * quoted or escaped. Of a pair of quotes around the whole value some versions of Docker make nothing, others take it
 * away (docker/cli, pkg/kvfile), so that no such value is sure to arrive.
 */
function line({ name, value }: Variable): string {
  const hint = name === 'CONSTANTS' ? 'Use another --format.' : 'Add --single-variable, whose JSON can.';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding what ends a line or a variable is what this is for
  if (/[\n\r\u0000]/.test(value)) throw cannotExpress(name, 'a line break or NUL', FORM, hint);
  if (/^(["']).*\1$/s.test(value)) throw cannotExpress(name, 'quotes at both ends', FORM, hint);
  return `${name}=${value}\n`;
}

/** The constants as a file for `docker run --env-file`. */
export function dockerEnv(deployment: Deployment): Written {
  const { settings, defaults, file = 'oidc.env', secretFile } = deployment;
  const { open, apart } = divided(deployment);
  const [appUrl] = appUrlsOf(settings.callbackUrls);
  const text = [
    comment([
      'For docker run --env-file. Values are taken literally, without quotes (Docker Compose: env_file with format: raw).',
      ...(secretFile === undefined ? [] : [`Kept apart in ${secretFile.word}: ${namesOf(apart)}.`]),
    ]),
    ...(deployment.singleVariable ? singleVariable(open) : variables(open)).map(line),
    ...(appUrl === undefined
      ? []
      : [
          comment([
            'Behind a custom domain or a proxy, the address at which people reach the app:',
            `MXRUNTIME_ApplicationRootUrl=${appUrl}`,
          ]),
        ]),
    defaultsComment(defaults),
  ];
  const files = [file, ...(secretFile === undefined ? [] : [secretFile.word])];
  return {
    text: text.join(''),
    // The buildpack takes MX_… before CONSTANTS, so a secret of its own goes with either form of the rest.
    secretText: secretFile === undefined ? undefined : variables(apart).map(line).join(''),
    steps: [
      'Start the container with the variables. This is for Buildpack images, which end with Mendix 11; after that use --format portable.',
      `  docker run ${files.map((name) => `--env-file ${name}`).join(' ')} … <image>`,
    ],
  };
}
