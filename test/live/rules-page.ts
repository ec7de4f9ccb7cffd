import type { Chapter } from './chapter.ts';

const HEAD = `# What the sandbox holds to

\`--sandbox\` stands for Amazon Cognito, Amazon SES and AWS STS where there is no AWS account. It follows what AWS documents;
where the documentation leaves a question open it takes the stricter reading. **None of it was confirmed against a live
account yet.** Whoever has one can do so in one command, which makes two small user pools under a random name, compares
each answer with the sandbox's, and takes them down again:

\`\`\`text
MENDIX_COGNITO_LIVE=1 AWS_REGION=eu-central-1 npm run test:live
\`\`\`

What a request may hold (lengths, ranges, patterns, required members) follows AWS's own service models. This page is
written by the tests from the rules that they ask; *answers* is the name of the error.

AWS's rate quotas are held when asked for: \`mendix-cognito sandbox --quotas 1\` answers \`TooManyRequestsException\` to what
is above the default quotas of an account, \`--quotas 10\` to what is above ten times these. A sandbox that runs already takes
another factor, or \`null\` for none, by \`curl -d '{"scale": 0.2}' http://127.0.0.1:9400/_sandbox/quotas\`.
`;

/** The rules as the page docs/sandbox.md. */
export function renderRules(chapters: readonly Chapter[]): string {
  const tables = chapters.map(({ title, rules }) => {
    const rows = rules.map(
      ({ says, answer, source }) =>
        `| ${says} | ${answer === 'ok' ? 'no error' : `\`${answer}\``} | ${source} |`,
    );
    return `\n## ${title}\n\n| rule | answers | documented in |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return `${HEAD}${tables.join('')}`;
}
