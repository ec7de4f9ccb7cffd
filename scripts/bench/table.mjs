const HEAD = ['what', 'against', 'goal', 'measured', ''];
const MARK = (holds) => (holds === undefined ? '' : holds ? '✔' : '✖');

/** The rows as a table in Markdown, aligned so that it can be read as it is. */
export function tableOf(rows) {
  const cells = [
    HEAD,
    ...rows.map((row) => [row.what, row.against, row.goal, row.measured, MARK(row.holds)]),
  ];
  const widths = HEAD.map((_, column) => Math.max(3, ...cells.map((line) => line[column].length)));
  const lines = cells.map((line) => `| ${line.map((cell, at) => cell.padEnd(widths[at])).join(' | ')} |`);
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}

const [BEGIN, END] = ['<!-- bench: begin -->', '<!-- bench: end -->'];

/** The text with the table put between its two marks. */
export function withTable(text, table) {
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from === -1 || to < from) throw new Error(`There is no “${BEGIN}” … “${END}” to put the table in.`);
  return `${text.slice(0, from + BEGIN.length)}\n${table}\n${text.slice(to)}`;
}
