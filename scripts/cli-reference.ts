import { COMMANDS, EXAMPLES } from '../src/cli/commands.ts';
import { helpDefaults } from '../src/cli/help.ts';
import { EXIT, EXIT_MEANS } from '../src/errors.ts';
import type { CommandDefinition } from '../src/flows/command.ts';
import {
  type Derived,
  defaultOf,
  flagOf,
  GLOBAL_INPUTS,
  INPUTS,
  type InputName,
  variableOf,
} from '../src/inputs/definitions.ts';
import type { Input } from '../src/inputs/input.ts';
import { JSON_EXAMPLES } from './json-examples.ts';

/** A cell of a table: a bar would end it, and what stands between angle brackets would be taken for HTML. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

const fenced = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function flagRow(name: InputName, derived?: Derived): string[] {
  const input: Input = INPUTS[name];
  const value = input.kind === 'switch' ? '' : ` <${input.value}>`;
  const helps = [
    cell(input.help),
    ...(input.kind === 'list' ? ['may be given several times'] : []),
    ...(input.kind !== 'switch' && input.choices !== undefined ? [`one of ${input.choices.join(', ')}`] : []),
  ];
  const byDefault = defaultOf(name, derived) ?? '';
  return [`\`${flagOf(name)}${value}\``, `\`${variableOf(name)}\``, cell(byDefault), helps.join('; ')];
}

const flags = (names: readonly InputName[], derived?: Derived): string =>
  table(
    ['flag', 'environment', 'default', 'meaning'],
    names.map((name) => flagRow(name, derived)),
  );

function section(command: CommandDefinition): string {
  const { name, summary, words, inputs, examples } = command;
  const example = JSON_EXAMPLES[name];
  if (example === undefined) throw new Error(`scripts/json-examples.ts has no example for ${name}.`);
  const usage = ['mendix-cognito', name, ...(words === undefined ? [] : [words]), '[flags]'].join(' ');
  return [
    `### ${name}`,
    `\`${usage}\`: ${summary}.`,
    fenced('sh', examples.join('\n')),
    ...(inputs.length === 0 ? [] : [flags(inputs, helpDefaults(command))]),
    'With `--json`:',
    fenced('json', JSON.stringify({ ok: true, command: name, ...example }, undefined, 2)),
  ].join('\n\n');
}

/** The reference of the command line as Markdown, from the definitions that the program itself is made of. */
export function cliReference(): string {
  const groups = [...new Set(COMMANDS.map(({ group }) => group))];
  const contents = groups.map((group) => {
    const names = COMMANDS.filter((command) => command.group === group).map(
      ({ name }) => `[${name}](#${name})`,
    );
    return `- ${group}: ${names.join(' · ')}`;
  });
  const codes = (Object.keys(EXIT) as (keyof typeof EXIT)[]).map((name) => [
    String(EXIT[name]),
    cell(EXIT_MEANS[name]),
  ]);
  return [
    '# Command line',
    '<!-- Made by npm run docs; a test fails when it is not what the program says. -->',
    'Without a command it is `setup`. On a terminal what is missing is asked for; elsewhere it is an error that names it.',
    fenced('sh', EXAMPLES.join('\n')),
    contents.join('\n'),
    '## Where an answer comes from',
    'The flag wins, then the environment variable, then the file of `--config`, then what AWS has, then the default. `--debug` says for each value which it was. In the environment a switch takes `yes` or `no`, and a flag that may be given several times takes its values separated by commas or spaces.',
    'The file is YAML 1.2 or JSON. Its keys are the flags without the hyphens in front, a flag that may be given several times takes a list, a switch `true` or `false`. A key that a command does not take is left alone, so one file serves every command. It never holds a password or secret: such a key is refused.',
    fenced(
      'yaml',
      [
        'app-url:',
        '  - https://myapp.mendixcloud.com',
        '  - http://localhost:8080',
        'alias: myapp',
        'user-email: ann@example.com',
        'session-minutes: 5',
        'self-sign-up: false',
        'region: eu-central-1',
      ].join('\n'),
    ),
    '`setup --print-config` asks as `setup` does, changes nothing, and prints the answers as such a file, with the one command in its head that says the same without a file. The questions are on standard error, so the file can be redirected.',
    '## Exit codes',
    table(['code', 'meaning'], codes),
    '## Output',
    'Standard output holds the result, everything else goes to standard error. With `--json` the result is one document, also when the run fails:',
    fenced(
      'json',
      JSON.stringify(
        { ok: false, command: 'setup', error: { code: 'USAGE', message: '…', hint: null } },
        undefined,
        2,
      ),
    ),
    'Secrets are `null` in a pipe, unless `--reveal-secrets` is given; `mendix-config` is there to print the secret. What may be absent is said by a hint.',
    '## Completion',
    '`mendix-cognito completion <shell>` prints the script for bash, zsh, fish or PowerShell; load it in the profile of the shell. bash needs the package bash-completion, and completes a value after a space, not after `=`.',
    '## Flags of every command',
    flags(GLOBAL_INPUTS),
    ...groups.flatMap((group) => [
      `## ${group}`,
      ...COMMANDS.filter((command) => command.group === group).map(section),
    ]),
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}
