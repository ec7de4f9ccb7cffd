import { basename } from 'node:path';
import { RootCommand } from '@bomb.sh/tab';
import { UsageError } from '../../errors.ts';
import type { CommandDefinition, CommandModule, InvocationOf } from '../../flows/command.ts';
import { requireSound } from '../../inputs/ask.ts';
import { flagOf, GLOBAL_INPUTS, INPUTS, type InputName, kebab } from '../../inputs/definitions.ts';
import type { Input } from '../../inputs/input.ts';
import { nearest } from '../../inputs/nearest.ts';
import type { Context } from '../../run/context.ts';
import type { completionCommand } from './command.ts';

type Call = InvocationOf<typeof completionCommand>;

const SHELLS = ['bash', 'zsh', 'fish', 'powershell'];

/** What the library prints: it has no other way out than the console. */
function printedBy(run: () => void): string {
  const lines: string[] = [];
  const { log } = console;
  console.log = (line: string) => {
    lines.push(line);
  };
  try {
    run();
  } finally {
    console.log = log;
  }
  return `${lines.join('\n')}\n`;
}

function addFlags(to: Pick<RootCommand, 'option'>, names: readonly InputName[]): void {
  for (const name of new Set([...names, ...GLOBAL_INPUTS])) {
    const input: Input = INPUTS[name];
    if (input.kind === 'switch') to.option(kebab(name), input.help);
    else {
      to.option(kebab(name), input.help, (complete) => {
        for (const choice of input.choices ?? []) complete(choice, '');
      });
    }
  }
}

function treeOf(commands: readonly CommandDefinition[]): RootCommand {
  const root = new RootCommand();
  for (const { name, summary, inputs } of commands) {
    const command = root.command(name, summary);
    addFlags(command, inputs);
    // Without a command it is setup.
    if (name === 'setup') addFlags(root, inputs);
    if (name === 'completion') {
      command.argument('shell', (complete) => {
        for (const shell of SHELLS) complete(shell, '');
      });
    }
  }
  return root;
}

/** True where a file's name is to be typed: the shell itself knows its files best. */
function wantsFile(line: readonly string[]): boolean {
  const [flag, word] = [line.at(-2) ?? '', line.at(-1) ?? ''];
  const named = word.startsWith('--') ? word.split('=')[0] : flag;
  return (Object.keys(INPUTS) as InputName[]).some((name) => {
    const input: Input = INPUTS[name];
    return input.kind === 'value' && input.value === 'file' && named === flagOf(name);
  });
}

/** The protocol of the library's scripts: a proposal a line, then what the shell may do beside; 0 is its own files. */
const FILES = ':0\n';

function scriptFor(root: RootCommand, shell: string): string {
  const script = printedBy(() => root.setup('mendix-cognito', 'mendix-cognito completion', shell));
  // A profile may load it before it has loaded zsh's completion, which it needs.
  if (shell === 'zsh')
    return `(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }\n${script}`;
  if (shell !== 'bash') return script;
  return (
    script
      // Else a shell that reads its profile twice, or the script of another program, gets an error for each of them.
      .replace(/^readonly /gm, '')
      .replace(/^complete -F/m, 'complete -o default -F')
  );
}

/** The one that the user sits at, where somebody does. */
function ownShell({ terminal, env }: Context): string | undefined {
  const name = basename(env.SHELL ?? '');
  return terminal.interactive && SHELLS.includes(name) ? name : undefined;
}

function requireShell(context: Context, words: readonly string[]): string {
  const [shell = ownShell(context) ?? '', ...more] = words;
  if (SHELLS.includes(shell) && more.length === 0) return shell;
  const near = nearest(shell, SHELLS);
  const problem =
    words.length === 0
      ? 'The shell is missing'
      : `There is no completion for “${words.join(' ')}”${near === undefined ? '' : `; did you mean ${near}?`}`;
  throw new UsageError([problem.endsWith('?') ? problem : `${problem}.`], `One of ${SHELLS.join(', ')}.`);
}

/**
 * `completion <shell>`: the script to load in a shell. The script asks `completion complete -- <words typed so far>`,
 * whose last word is the one to complete.
 */
export function completionOf(commands: readonly CommandDefinition[]): CommandModule<Call> {
  return {
    run: async (context, invocation) => {
      const [first, ...line] = invocation.words;
      const root = treeOf(commands);
      if (first === 'complete') {
        const text = wantsFile(line) ? FILES : printedBy(() => root.parse([...line]));
        return { json: { proposals: text }, text };
      }
      requireSound(context, invocation);
      const shell = requireShell(context, invocation.words);
      const script = scriptFor(root, shell);
      return { json: { shell, script }, text: script };
    },
  };
}
