/** How a run was told to reach AWS: a command that it proposes has to reach the same. */
export interface RunFlags {
  readonly sandbox: boolean;
  readonly region: string | undefined;
  readonly profile: string | undefined;
}

/** Writes the command with those words as it can be pasted: the one way in which a proposed command is printed. */
export type PrintCommand = (words: readonly string[]) => string;

/** One word of a command line. Double quotes hold in a POSIX shell, in PowerShell and in cmd alike. */
export function shellWord(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  return /["$`\\!]/.test(text) ? `'${text.replaceAll("'", `'\\''`)}'` : `"${text}"`;
}

/** A flag with its value, or nothing when there is no value. */
export function flagWords(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [name, value];
}
