import type { Answers } from '../inputs/definitions.ts';

/** What stands on the command line beside the flags, and the answers. */
interface Given {
  readonly words: readonly string[];
  readonly answers: Answers;
}

/** What is wrong with the flags of `add-user --from-csv` taken together, a sentence each. */
export function importProblems({ words, answers }: Given, dryRun: boolean): string[] {
  const { invite, userFullName, result, output } = answers;
  const passwords = ['passwordStdin', 'generatePassword', 'temporaryPassword', 'resetPassword'] as const;
  const noPlace = invite !== true && result === undefined && output === undefined && !dryRun;
  return [
    ...(words.length === 0 ? [] : ['--from-csv and addresses on the command line exclude each other.']),
    ...(userFullName === undefined
      ? []
      : ['--user-full-name is for one user; a file names several, in a column called name.']),
    ...(result !== undefined && output !== undefined
      ? ['--result and --output are two names of one file; give one.']
      : []),
    ...(invite === true && passwords.some((name) => answers[name] === true)
      ? ['--invite lets Cognito make the passwords and mail them; leave the other password flags out.']
      : []),
    ...(noPlace
      ? [
          '--result <file> is missing: the generated passwords are written there and nowhere else. Or let Cognito mail them: --invite.',
        ]
      : []),
  ];
}

/** The file of results, by either of its two names: a file that is written is --output in every other command. */
export const resultOf = ({ result, output }: Answers): string | undefined => result ?? output;
