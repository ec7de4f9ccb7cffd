import type { ChecklistPart } from '../mendix/checklist.ts';
import { wrapped } from './layout.ts';
import { printable } from './printable.ts';

/** The steps, numbered through; a value or command has a line of its own and is never broken, so that it copies clean. */
export function renderChecklist(parts: readonly ChecklistPart[], columns: number): string {
  let number = 0;
  return parts
    .map(({ title, steps }) =>
      [
        title,
        ...steps.map(({ text, values = [] }) => {
          number += 1;
          const head = `${String(number).padStart(3)}. `;
          return [
            `${head}${wrapped(text, columns, head.length)}`,
            ...values.map((value) => `${' '.repeat(head.length)}${printable(value)}`),
          ].join('\n');
        }),
      ].join('\n'),
    )
    .join('\n\n');
}
