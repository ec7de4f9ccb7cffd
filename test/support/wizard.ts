import { type Ended, openPty, type Pty, type PtySettings } from './pty.ts';
import { it as worldTest } from './world.ts';

/** The wizard's questions in their order, each with words that stand on the screen only when it is asked. */
const QUESTIONS = {
  app: 'Address of your Mendix app',
  email: "The user's email address",
  /** The list, where those that follow are chosen to be asked. */
  all: 'Go through every question',
  alias: 'Alias (name of the configuration in Mendix)',
  pool: 'Name of the user pool',
  prefix: 'First part of the sign-in address',
  signUp: 'Can anyone sign up',
  signIn: /^(?:\? )?Sign-in$/m,
  security: /^(?:\? )?Security$/m,
  ses: 'Sender address',
  sender: /^(?:\? )?Sender$/m,
  name: 'Full name (',
  password: 'Generate one and show it at the end',
  client: 'Name of the app client',
  minutes: 'Minutes to complete a sign-in',
  times: /^(?:\? )?Times$/m,
  review: /^(?:\? )?Is this right/m,
  confirm: 'Make these',
  card: /^(?:\? )?Press Enter (?:for\s+the\s+next|to\s+check\s+the)/m,
} as const;

/** Those that are asked only of who wants to be led through all. */
export const LED: readonly Question[] = [
  ...(['all', 'alias', 'pool', 'prefix', 'signUp', 'signIn', 'security', 'ses', 'sender'] as const),
  ...(['name', 'password', 'client', 'minutes', 'times'] as const),
];

export type Question = keyof typeof QUESTIONS;

/** What is typed for a question, or what else is done with it; a question without one gets Enter. */
export type Answers = Partial<Record<Question, string | ((pty: Pty) => Promise<void>)>>;

/** The answers that have no default. */
export const NEEDED = { app: 'https://app.example.com', email: 'a@example.com' } as const;

/** The options of the question about the password, by how many steps down they are. */
const PASSWORD = { generate: 0, type: 1, temporary: 2 } as const;

/** Waits until the wizard asks that. */
export async function asked(pty: Pty, question: Question): Promise<void> {
  await pty.waitFor(QUESTIONS[question]);
}

/**
 * Answers the wizard's questions from one to another, the last of them excepted. Goes through every question when one of
 * those is answered, or the last.
 */
export async function answer(
  pty: Pty,
  answers: Answers,
  to: Question | 'end' = 'end',
  leftOut: readonly Question[] = [],
): Promise<void> {
  const isLed = LED.some((question) => question === to || answers[question] !== undefined);
  for (const question of Object.keys(QUESTIONS) as Question[]) {
    if (leftOut.includes(question) || (!isLed && LED.includes(question))) continue;
    await asked(pty, question);
    if (question === to) return;
    const given = question === 'all' ? goThroughAll : answers[question];
    if (typeof given === 'function') await given(pty);
    else {
      if (given !== undefined) pty.type(given);
      pty.press('enter');
    }
  }
}

/** In the list: has every question asked. */
export async function goThroughAll(pty: Pty): Promise<void> {
  await pick(pty, 'Go through every question');
}

/** Goes on from the values for Mendix to what to do with them, which ends the run. */
export async function finish(pty: Pty): Promise<Ended> {
  await asked(pty, 'card');
  pty.press('enter');
  return pty.exit;
}

/** Chooses that line of the list that is on the screen, by its number; `name` is a pattern of how the line begins. */
export async function pick(pty: Pty, name: string): Promise<void> {
  // The first line of a step has its name in front.
  const line = `\\. +(?:\\w+ +)?${name}`;
  await pty.waitFor(new RegExp(`\\d${line}`));
  const lines = [...pty.screen().matchAll(new RegExp(`(\\d+)${line}`, 'g'))];
  const number = lines.at(-1)?.[1] ?? '';
  pty.type(number);
  // It reads numbers of one digit and of two.
  await pty.waitFor(new RegExp(`[❯>] +${number}${line}`));
  pty.press('enter');
}

/** Opens a line of the list, and chooses one of its choices. */
export async function pickIn(pty: Pty, fold: string, name: string): Promise<void> {
  await pick(pty, fold);
  await pty.waitFor(/[❯>] +1\. +That is right/);
  await pick(pty, name);
}

/** Leaves a line that was opened, back to the list. */
export async function leave(pty: Pty): Promise<void> {
  await pty.waitFor(/[❯>] +1\. +That is right/);
  pty.press('enter');
  await pty.waitFor(/[❯>] +1\. +Yes, /);
}

/** Chooses how the user gets a password. */
export const choosePassword = (how: keyof typeof PASSWORD) => async (pty: Pty) => {
  for (let step = 0; step < PASSWORD[how]; step += 1) pty.press('down');
  pty.press('enter');
};

/** Types each of the wrong answers and waits for its message, then the right one. */
export const wrongThen =
  (wrong: readonly (readonly [text: string, message: string])[], right: string) =>
  async (pty: Pty): Promise<void> => {
    for (const [text, message] of wrong) {
      pty.type(text);
      pty.press('enter');
      await pty.waitFor(message);
      pty.press('ctrl-u');
    }
    pty.type(right);
    pty.press('enter');
  };

/** Opens the program on a terminal against the test's sandbox; it ends with the test. */
export type Open = (args: readonly string[], settings?: Partial<PtySettings>) => Pty;

/** A test with a world and with terminals. */
export const it = worldTest.extend<{ open: Open }>({
  open: async ({ world }, use) => {
    const opened: Pty[] = [];
    await use((args, more = {}) => {
      const env = { ...world.env, ...more.env };
      const pty = openPty([...args, '--sandbox'], { cwd: world.folder, ...more, env });
      opened.push(pty);
      return pty;
    });
    for (const pty of opened) pty.kill();
    // What still runs may write into the folder that goes with the test.
    await Promise.allSettled(opened.map(({ exit }) => exit));
  },
});
