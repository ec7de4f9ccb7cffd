import type { Constant } from './constants.ts';
import { type Deployment, divided, plain, type Written } from './deployment.ts';

const SETTINGS_URL = 'https://deploy.mendix.com/api/1/apps/<AppId>/environments/<Mode>/settings';

/**
 * What jq makes of the settings document that GET gave and of the constants written here: the same document with their
 * values in it. One that the app does not have is an error, since the API would refuse it.
 */
const EDIT = [
  '(.[1:] | map(.Constants[] | {(.Name): .Value}) | add) as $ours',
  '| .[0]',
  '| (($ours | keys) - [.Constants[].Name]) as $missing',
  '| if $missing != [] then error("the app has no " + ($missing | join(", ")))',
  '  else .Constants |= map(.Name as $name',
  '    | if $ours | has($name) then .Value = $ours[$name] else . end) end',
];

/** A constant a line, so that each can be found and copied for the portal as well. */
function constantsJson(constants: readonly Constant[]): string {
  const lines = constants.map((constant) =>
    JSON.stringify({ Name: constant.name, DataType: 'String', Value: plain(constant) }),
  );
  return `{\n  "Constants": [\n${lines.map((line) => `    ${line}`).join(',\n')}\n  ]\n}\n`;
}

/** The constants as the part `Constants` of the settings document of Mendix's deploy API v1. */
export function mendixCloudConstants(deployment: Deployment): Written {
  const { file = 'oidc.json', secretFile } = deployment;
  const { open, apart } = divided(deployment);
  const ours = [file, ...(secretFile === undefined ? [] : [secretFile.word])].join(' ');
  return {
    text: constantsJson(open),
    secretText: secretFile === undefined ? undefined : constantsJson(apart),
    steps: [
      'Deploy the app once with the module in it, so that the environment knows its constants. A Free App takes them from Studio Pro instead: --format studio-pro.',
      'In the portal: Environments → Details → Model Options → Constants. Give each Name its Value, mask the secret, and restart the environment.',
      'Or by the deploy API, whose user needs API Rights and Transport Rights. It takes the whole settings document: get it, edit it, post it, never a part alone. The file headers holds a line Mendix-Username: … and a line Mendix-ApiKey: …',
      `  umask 077; url=${SETTINGS_URL}`,
      '  curl -fsS -H @headers -H "Content-Type: application/json" "$url" -o settings.json &&',
      ...editCommand('settings.json', ours, 'edited.json').map((line) => `  ${line}`),
      '  curl -fsS -H @headers -H "Content-Type: application/json" --data-binary @edited.json "$url"',
      'Then restart the environment, in the portal or by the API:',
      `  curl -fsS -X POST -H @headers "\${url%/settings}/stop" &&`,
      `  curl -fsS -H @headers -H "Content-Type: application/json" -d '{"AutoSyncDb":true}' "\${url%/settings}/start"`,
    ],
  };
}

/** The shell command that puts the constants of our files into the settings document; nothing is posted when it fails. */
function editCommand(settings: string, ours: string, edited: string): string[] {
  return [`jq -s '${EDIT[0]}`, ...EDIT.slice(1, -1), `${EDIT.at(-1)}' ${settings} ${ours} > ${edited} &&`];
}
