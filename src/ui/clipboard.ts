import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Terminal } from './terminal.ts';

/** Where text can be put for pasting. */
export interface Clipboard {
  /** What is said when the text was put there. */
  readonly done: string;
  /** @returns false when it did not work */
  put(text: string): Promise<boolean>;
}

/** The longest text that terminals take in one escape code. */
const LONGEST = 4096;

/** The terminal's own clipboard, which is on the computer that somebody sits at: for a session over ssh. */
function ofTerminal({ stderr }: Pick<Terminal, 'stderr'>): Clipboard {
  return {
    // Nothing comes back from the terminal.
    done: 'Sent to your terminal’s clipboard (if it accepts that).',
    put: async (text) => {
      if (text.length > LONGEST) return false;
      stderr.write(`\u001b]52;c;${Buffer.from(text, 'utf8').toString('base64')}\u0007`);
      return true;
    },
  };
}

const ofSystem: Clipboard = {
  done: 'Copied to the clipboard.',
  put: async (text) => {
    const { writeText } = await import('tinyclip');
    try {
      await writeText(text);
      return true;
    } catch {
      return false;
    }
  },
};

async function isInstalled(program: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    try {
      await access(join(folder, program), constants.X_OK);
      return true;
    } catch {
      // It may be in the next one.
    }
  }
  return false;
}

/**
 * The clipboard of this session, or undefined when there is none: no desktop, or none of the programs that reach it.
 */
export async function findClipboard(
  terminal: Pick<Terminal, 'stderr'>,
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): Promise<Clipboard | undefined> {
  if (env.SSH_TTY || env.SSH_CONNECTION) return ofTerminal(terminal);
  if (platform === 'darwin' || platform === 'win32' || env.WSL_DISTRO_NAME) return ofSystem;
  if (env.WAYLAND_DISPLAY) return (await isInstalled('wl-copy', env)) ? ofSystem : undefined;
  if (env.DISPLAY) {
    const reached = (await isInstalled('xsel', env)) || (await isInstalled('xclip', env));
    return reached ? ofSystem : undefined;
  }
  return undefined;
}
