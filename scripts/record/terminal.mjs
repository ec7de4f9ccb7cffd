// Runs a program on a pseudo-terminal and keeps what its screen showed, step by step.
import { setTimeout as sleep } from 'node:timers/promises';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';

const QUIET_MS = 250;
const PATIENCE_MS = 30_000;
const TYPING_MS = 40;
const READING_MS = 700;
const ENTER = '\r';

/** One run of text in one look, from a column on. */
const runOf = (cell, column) => ({
  column,
  text: cell.getChars() || ' ',
  look: lookOf(cell),
  cells: cell.getWidth(),
});

/** What a cell looks like: 16 colours are all that the program uses. */
function lookOf(cell) {
  const colour = cell.isFgPalette() ? cell.getFgColor() : null;
  return {
    colour: colour !== null && colour < 16 ? colour : null,
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    underline: cell.isUnderline() !== 0,
    inverse: cell.isInverse() !== 0,
  };
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** The visible lines, each as runs of text that look the same. */
function readScreen(terminal) {
  const { active } = terminal.buffer;
  const lines = [];
  for (let row = 0; row < terminal.rows; row += 1) {
    const line = active.getLine(active.baseY + row);
    const runs = [];
    for (let column = 0; column < terminal.cols; column += 1) {
      const cell = line?.getCell(column);
      if (cell === undefined || cell.getWidth() === 0) continue;
      const next = runOf(cell, column);
      const last = runs.at(-1);
      if (last !== undefined && same(last.look, next.look) && last.column + last.cells === column) {
        last.text += next.text;
        last.cells += next.cells;
      } else runs.push(next);
    }
    lines.push(runs.filter(({ text, look }) => text.trim() !== '' || look.inverse || look.underline));
  }
  return { lines, cursor: { row: active.cursorY, column: active.cursorX } };
}

/**
 * Plays a scene on a terminal of its own.
 *
 * @param {{file: string, args: string[], shown: string, env: Record<string, string>, columns: number, rows: number}} program
 *   `shown` is the command as somebody types it.
 * @param {{wait: RegExp, type: string, hold: number}[]} steps what is waited for, then typed and ended with Enter; `hold` is
 *   how long the screen stands before the typing, in ms of the recording.
 * @returns {Promise<{lines: object[][], cursor: object, ms: number}[]>} the frames
 */
export async function play(program, steps) {
  const { columns: cols, rows } = program;
  const terminal = new xterm.Terminal({ cols, rows, allowProposedApi: true });
  const write = (text) => new Promise((done) => terminal.write(text, done));
  const frames = [];
  const keep = (ms) => {
    const frame = readScreen(terminal);
    const last = frames.at(-1);
    if (last !== undefined && same({ ...frame, ms: last.ms }, last)) last.ms += ms;
    else frames.push({ ...frame, ms });
  };

  await write('\u001b[32m$\u001b[39m ');
  keep(600);
  await write(program.shown);
  keep(900);
  await write('\r\n');

  const child = spawn(program.file, program.args, {
    name: 'xterm-256color',
    cols,
    rows,
    env: { PATH: process.env.PATH, LANG: 'C.UTF-8', COLORTERM: '', ...program.env },
  });
  let heard = Date.now();
  let code;
  child.onData((data) => {
    heard = Date.now();
    terminal.write(data);
  });
  child.onExit(({ exitCode }) => {
    code = exitCode;
  });

  const text = () =>
    readScreen(terminal)
      .lines.map((runs) => runs.map((run) => run.text).join(' '))
      .join('\n');
  const settled = async (wanted) => {
    const late = Date.now() + PATIENCE_MS;
    let noted = Date.now();
    for (;;) {
      await sleep(25);
      const there = wanted === undefined ? code !== undefined : text().search(wanted) !== -1;
      if (there && Date.now() - heard > QUIET_MS) return;
      if (!there && code !== undefined && wanted !== undefined)
        throw new Error(`The program ended with ${code} before ${wanted} came:\n${text()}`);
      if (Date.now() > late) throw new Error(`${wanted ?? 'The end'} did not come. The screen:\n${text()}`);
      // What is shown while something is made belongs into the picture too.
      if (Date.now() - noted > 300) {
        keep(Date.now() - noted);
        noted = Date.now();
      }
    }
  };

  for (const { wait, type, hold } of steps) {
    await settled(wait);
    keep(hold);
    for (const key of type) {
      child.write(key);
      await sleep(TYPING_MS);
    }
    if (type !== '') {
      await sleep(QUIET_MS);
      keep(READING_MS);
    }
    child.write(ENTER);
    // Not to take the question that was answered for the next one.
    await sleep(QUIET_MS);
  }
  await settled(undefined);
  if (code !== 0) throw new Error(`${program.shown} ended with ${code}:\n${text()}`);
  keep(6_000);
  terminal.dispose();
  return frames;
}
