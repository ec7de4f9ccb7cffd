/** How a run was told to reach AWS: a command that it proposes has to reach the same. */
export interface RunFlags {
  readonly sandbox: boolean;
  readonly region: string | undefined;
  readonly profile: string | undefined;
}

/** One word of a command line. Double quotes hold in a POSIX shell, in PowerShell and in cmd alike. */
export function shellWord(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  return /["$`\\!]/.test(text) ? `'${text.replaceAll("'", `'\\''`)}'` : `"${text}"`;
}

/** A flag with its value, or nothing when there is no value. */
export function flagWords(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [name, value];
}

/** The flags with which a command reaches what the run reached. */
export function runWords({ region, profile, sandbox }: RunFlags): string[] {
  return [
    ...flagWords('--region', region),
    ...flagWords('--profile', profile),
    ...(sandbox ? ['--sandbox'] : []),
  ];
}

/** A command of this program that can be pasted as it is, and reaches what the run reached. */
export function commandLine(run: RunFlags, words: readonly string[]): string {
  return ['mendix-cognito', ...words, ...runWords(run)].map(shellWord).join(' ');
}
