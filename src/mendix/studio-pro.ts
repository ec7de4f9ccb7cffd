import type { Constant } from './constants.ts';
import { cannotExpress, type Deployment, divided, namesOf, plain, type Written } from './deployment.ts';

function table(constants: readonly Constant[]): string {
  const width = Math.max(0, ...constants.map(({ name }) => name.length));
  return constants
    .map((constant) => {
      const value = plain(constant);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: finding what cannot be typed is what this is for
      if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(value)) {
        throw cannotExpress(
          constant.name,
          'a line break or another control character',
          'a field of Studio Pro',
          'Give it another value in Cognito.',
        );
      }
      return `${constant.name.padEnd(width)}  ${value}\n`;
    })
    .join('');
}

/** The constants as name and value on a line each, for the configuration with which Studio Pro runs the app locally. */
export function studioProConstants(deployment: Deployment): Written {
  const { secretFile } = deployment;
  const { open, apart } = divided(deployment);
  return {
    text: table(open),
    secretText: secretFile === undefined ? undefined : table(apart),
    steps: [
      'In Studio Pro: App → Settings → Configurations → Edit → Constants → New, one for each line. Then run the app locally.',
      ...(secretFile === undefined ? [] : [`Kept apart in ${secretFile.word}: ${namesOf(apart)}.`]),
    ],
  };
}
