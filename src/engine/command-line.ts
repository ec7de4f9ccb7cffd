/** How a run was told to reach AWS: a command that it proposes has to reach the same. */
export interface RunFlags {
  readonly sandbox: boolean;
  readonly region: string | undefined;
  readonly profile: string | undefined;
}

/** How a command line is quoted. bash, zsh and fish read what is quoted for sh. */
export type Shell = 'sh' | 'powershell';

/** Into what the user types: a proposed command is pasted there. */
export interface UserShell {
  readonly shell: Shell;
  /** The words that start this program. */
  readonly program: readonly string[];
}

/**
 * Looks once at how this run was started. npm sets `npm_command` to `exec` for what npx runs; a run by npx has no
 * `mendix-cognito` on its PATH. Git Bash sets MSYSTEM on Windows.
 */
export function userShell(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): UserShell {
  return {
    shell: platform === 'win32' && env.MSYSTEM === undefined ? 'powershell' : 'sh',
    program: env.npm_command === 'exec' ? ['npx', 'mendix-cognito'] : ['mendix-cognito'],
  };
}

/** Another program of which commands are proposed. */
export type OtherProgram = 'aws';

/**
 * Writes the command with those words as it can be pasted: the one way in which a proposed command is printed. Without
 * `program` it is one of this program.
 */
export type PrintCommand = (words: readonly string[], program?: OtherProgram) => string;

// A leading = is a command's path in zsh, a leading % a process in fish.
const PLAIN_IN_SH = /^(?![=%])[\w@%+=:,./-]+$/;
const SPECIAL_IN_SH = /["$`\\!“”]/;
// A screen without Unicode shows ‘ and ’ as ', “ and ” as ": each stands in quotes of the other kind.
const PIECES_IN_SH = /\\+|['‘’]+|[^\\'‘’]+/g;

/** In fish a backslash escapes in single quotes too, so it stands outside of them. */
function pieceOfSh(piece: string): string {
  if (piece.startsWith('\\')) return piece.replaceAll('\\', '\\\\');
  return /['‘’]/.test(piece) ? `"${piece}"` : `'${piece}'`;
}

function wordOfSh(text: string): string {
  if (PLAIN_IN_SH.test(text)) return text;
  if (!SPECIAL_IN_SH.test(text)) return `"${text}"`;
  return (text.match(PIECES_IN_SH) ?? []).map(pieceOfSh).join('');
}

// A leading @ is a splatted variable, a comma makes a list, and a flag ends at its first dot or colon.
const PLAIN_IN_POWERSHELL = /^(?:-[\w-]*|[\w%+=:./][\w@%+=:./-]*)$/;
const SPECIAL_IN_POWERSHELL = /["$`“”„]/;

/**
 * In single quotes PowerShell takes everything as it stands but a single quote, which is doubled, and four typographic
 * quotes are single quotes, three are double ones (Microsoft, about_Quoting_Rules and about_Parsing; the quotes in
 * PowerShell's `CharTraits.cs`). What a word of `"` becomes on its way to a program is up to the version
 * (`$PSNativeCommandArgumentPassing`), and cannot be quoted for all.
 */
function quotedForPowerShell(text: string): string {
  // cmd knows double quotes only.
  return SPECIAL_IN_POWERSHELL.test(text) ? `'${text.replace(/['‘’‚‛]/g, '$&$&')}'` : `"${text}"`;
}

/** One word of a command line. Double quotes stand where every shell takes them alike, cmd included. */
export function shellWord(text: string, shell: Shell): string {
  if (shell === 'sh') return wordOfSh(text);
  return PLAIN_IN_POWERSHELL.test(text) ? text : quotedForPowerShell(text);
}

/** The words of a command as one line. */
export function shellLine(words: readonly string[], shell: Shell): string {
  return words.map((word) => shellWord(word, shell)).join(' ');
}

/** A command with variables of the environment set for it. PowerShell keeps them until its window is closed. */
export function withVariables(
  command: string,
  variables: readonly (readonly [name: string, value: string])[],
  shell: Shell,
): string {
  const set = variables.map(([name, value]) =>
    shell === 'sh' ? `${name}=${shellWord(value, shell)} ` : `$env:${name} = ${quotedForPowerShell(value)}; `,
  );
  return `${set.join('')}${command}`;
}

/** A command with the password piped in that the variable PASSWORD of the environment holds. */
export function withPassword(command: string, shell: Shell): string {
  return shell === 'sh' ? `printf %s "$PASSWORD" | ${command}` : `$env:PASSWORD | ${command}`;
}

/** A flag with its value, once for each of several, or nothing when there is no value. */
export function flagWords(name: string, value: string | readonly string[] | undefined): string[] {
  return [value ?? []].flat().flatMap((each) => [name, each]);
}
