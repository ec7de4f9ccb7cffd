import { CONSTANT_FORMATS, type Format, VARIABLE_FORMATS } from '../mendix/formats.ts';
import { flagOf, type InputName } from './definitions.ts';
import type { Resolved } from './resolve.ts';

const ABOUT_VALUES = [
  'format',
  'singleVariable',
  'newApp',
  'secretFile',
] as const satisfies readonly InputName[];

/** Problems of the answers for `mendix-config` that none of them has alone; a wrong format has nothing to contradict. */
export function configContradictions({ answers, wrong }: Resolved): string[] {
  const { format = 'screen' } = answers;
  const problems: string[] = [];
  const needs = (flag: string, formats: readonly Format[]) => {
    if (!wrong.includes('format') && !formats.includes(format)) {
      problems.push(`${flag} goes with --format ${formats.join(', ')}; ${format} has nothing for it.`);
    }
  };
  if (answers.snippets === true) {
    const given = ABOUT_VALUES.filter((name) => answers[name] !== undefined && answers[name] !== false);
    if (given.length > 0) {
      problems.push(
        `--snippets prints addresses and no values: leave out ${given.map(flagOf).join(', ')}, or run it twice.`,
      );
    }
    return problems;
  }
  if (answers.singleVariable === true) needs('--single-variable', VARIABLE_FORMATS);
  if (answers.newApp === true) needs('--new-app', CONSTANT_FORMATS);
  return problems;
}
