// Frames of a terminal as one SVG that plays by itself, in light and in dark.
const CELL = { width: 8.4, height: 19 };
const MARGIN = { x: 18, top: 44, bottom: 16 };

// Contrast of at least 4.5 : 1 on the background, but for the dim text.
const LIGHT = { back: '#ffffff', edge: '#d0d7de', text: '#1f2328' };
const DARK = { back: '#0d1117', edge: '#30363d', text: '#e6edf3' };
const COLOURS = {
  1: ['#cf222e', '#ff7b72'],
  2: ['#116329', '#7ee787'],
  3: ['#7d4e00', '#e3b341'],
  4: ['#0550ae', '#79c0ff'],
  5: ['#8250df', '#d2a8ff'],
  6: ['#0f6674', '#76d9e6'],
  8: ['#57606a', '#8b949e'],
};

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const round = (number) => Number(number.toFixed(2));

const colourRules = (index) =>
  Object.entries(COLOURS)
    .map(([colour, pair]) => `.c${colour}{fill:${pair[index]}}`)
    .join('');

const themeRules = ({ back, edge, text }, index) =>
  `.w{fill:${back};stroke:${edge}}.t,.u{fill:${text}}.i{fill:${text}}.n{fill:${back}}${colourRules(index)}`;

function drawRun({ column, text, look, cells }, row) {
  const x = round(MARGIN.x + column * CELL.width);
  const y = MARGIN.top + row * CELL.height;
  const width = round(cells * CELL.width);
  const colour = look.colour === null ? '' : ` c${look.colour % 8 === 0 ? 8 : look.colour % 8}`;
  const classes = `${look.inverse ? 'n' : `t${colour}`}${look.bold ? ' b' : ''}${look.dim ? ' d' : ''}`;
  const back = look.inverse
    ? `<rect class="i" x="${x}" y="${y - 14}" width="${width}" height="${CELL.height}"/>`
    : '';
  const line = look.underline ? `<rect class="u" x="${x}" y="${y + 3}" width="${width}" height="1"/>` : '';
  return `${back}${line}<text class="${classes}" x="${x}" y="${y}" textLength="${width}">${escaped(text)}</text>`;
}

const drawFrame = (frame) =>
  frame.lines.flatMap((runs, row) => runs.map((run) => drawRun(run, row))).join('');

/**
 * @param {{lines: object[][], ms: number}[]} frames of the terminal, each with how long it stands, in ms
 * @param {{title: string, columns: number, rows: number}} screen
 * @returns {string} the picture; where motion is unwelcome it shows the last frame
 */
export function toSvg(frames, { title, columns, rows }) {
  const width = Math.ceil(columns * CELL.width + 2 * MARGIN.x);
  const height = MARGIN.top + rows * CELL.height + MARGIN.bottom;
  const total = frames.reduce((sum, { ms }) => sum + ms, 0);
  const percent = (ms) => round((ms / total) * 100);
  let start = 0;
  const rules = [];
  const groups = [];
  for (const [index, frame] of frames.entries()) {
    const end = start + frame.ms;
    const name = `f${index}`;
    const last = index === frames.length - 1;
    rules.push(
      `@keyframes ${name}{${index === 0 ? '' : '0%{opacity:0}'}${percent(start)}%{opacity:1}${
        last ? '100%{opacity:1}' : `${percent(end)}%{opacity:0}100%{opacity:0}`
      }}`,
      `#${name}{animation:${name} ${total}ms step-end infinite}`,
    );
    groups.push(`<g id="${name}"${last ? '' : ' opacity="0"'}>${drawFrame(frame)}</g>`);
    start = end;
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" role="img" aria-labelledby="title">`,
    `<title id="title">${escaped(title)}</title>`,
    '<style>',
    `text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre}`,
    '.b{font-weight:700}.d{opacity:.65}',
    themeRules(LIGHT, 0),
    `@media (prefers-color-scheme:dark){${themeRules(DARK, 1)}}`,
    `@media (prefers-reduced-motion:no-preference){${rules.join('')}}`,
    '</style>',
    `<rect class="w" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8"/>`,
    '<circle cx="20" cy="16" r="5" fill="#ff5f57"/><circle cx="37" cy="16" r="5" fill="#febc2e"/><circle cx="54" cy="16" r="5" fill="#28c840"/>',
    ...groups,
    '</svg>',
    '',
  ].join('\n');
}
