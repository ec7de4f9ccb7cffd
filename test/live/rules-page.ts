import type { Chapter } from './chapter.ts';

const HEAD = `# Rules of the sandbox

\`--sandbox\` stands in for Amazon Cognito, Amazon SES and AWS STS where there is no AWS account. Each rule names what it
stands on:

- **recorded**: somebody met this answer of AWS and wrote it down; the source is the issue (repository#number) or says who
  measured it. Where records and documentation differ, the record wins.
- **documented**: AWS's documentation says so.
- **guess**: neither says it, and the sandbox takes the stricter reading.

**This project has confirmed none of it against a live account.** Whoever has one can do so in one command, which creates a
few small user pools under a random name, compares each answer with the sandbox's, and deletes the pools again:

\`\`\`text
MENDIX_COGNITO_LIVE=1 AWS_REGION=eu-central-1 npm run test:live
\`\`\`

What a request may hold (lengths, ranges, patterns, required members) follows AWS's own service models. The tests write this
page from the rules that they ask; *answers* is the name of the error.
`;

const TAIL = `
## Rules that are not asked

These depend on time, on a certificate, or on something that the AWS SDK does not send. The sandbox's own tests hold them.

| rule | basis | source |
| --- | --- | --- |
| A domain that is being created or updated cannot be deleted: \`InvalidParameterException\`. | recorded | alchemy, UserPoolDomain |
| A custom domain takes longer than a prefix (here 3 seconds), and discovery names it alone while it is active. | documented | Developer guide, Configuring a user pool domain |
| A custom domain keeps its certificate at an update: "Cannot convert custom domain to prefix domain." | recorded | terraform-provider-aws#43252 |
| An account has four custom domains in a Region. | documented | Developer guide, Quotas in Amazon Cognito |
| A sender that a policy of its SES identity denies to Cognito: \`InvalidEmailRoleAccessPolicyException\`, at every update. | recorded | CloudTrail record of October 2025 |
| A pool sends with an SES identity of its own Region, us-east-1, us-west-2 or eu-west-1. | documented | Developer guide, Email settings for user pools |
| An update that has no word of the sender checks the present one, and then resets it. | guess | Not documented |
| Email MFA needs a sender of one's own, and a recovery that is not email alone. | documented | Developer guide, SMS and email message MFA |
| A client secret in AWS Secrets Manager is shown as \`ClientSecretArn\` alone, rotated at once and every 7 days, and left where it is by an update that has no word of it. | documented | API reference, UpdateUserPoolClient |
| With a secret there, AddUserPoolClientSecret and DeleteUserPoolClientSecret are refused. | guess | Not documented |
| The document of each of a pool's two issuers (here \`/<pool>\` and \`/_issuer/<pool>\`) names its own. | guess | Not documented |
| The sandbox sends codes by email only, and prefers a user's app to email; it has no choice between factors (SELECT_MFA_TYPE) and no set-up by access token. | guess | Not documented |
| A code of an app is good once, half a minute early or late; five wrong ones lock out as wrong passwords do. | recorded | moto, in tests that ran on AWS; developer guide, TOTP software token MFA |
| A code for a sign-up is good for 24 hours, one for a forgotten password for one. | documented | Developer guide, Quotas in Amazon Cognito |
| On the pages, who has just signed up is not asked for a second factor yet; who is not confirmed, or has to reset the password, goes on with that. | documented | Developer guide, Adding MFA |
| A user who is COMPROMISED signs in as a disabled one does: not. | guess | API reference, UserType |
| In the SES sandbox, emails of a pool with a sender of its own reach verified addresses only. | documented | SES developer guide |

AWS's rate quotas are held when asked for: \`mendix-cognito sandbox --quotas 1\` answers \`TooManyRequestsException\` to what
is above the default quotas of an account (by category, and five writes a second in one user pool; SES answers status 429
above one call a second), \`--quotas 10\` to what is above ten times these. A sandbox that runs already takes another factor,
or \`null\` for none, by \`curl -d '{"scale": 0.2}' http://127.0.0.1:9400/_sandbox/quotas\`. A user is put into a state that
no call leads to by \`curl -d '{"poolId": "…", "user": "…", "status": "COMPROMISED"}' http://127.0.0.1:9400/_sandbox/users\`. The
search for tags stays as it is, as AWS's can lag behind, by \`curl -d '{"late": true}' http://127.0.0.1:9400/_sandbox/tags\`,
until that is set to \`false\`.
`;

/** The rules as the page docs/sandbox.md. */
export function renderRules(chapters: readonly Chapter[]): string {
  const tables = chapters.map(({ title, rules }) => {
    const rows = rules.map(
      ({ says, answer, basis, source }) =>
        `| ${says} | ${answer === 'ok' ? 'no error' : `\`${answer}\``} | ${basis} | ${source} |`,
    );
    return `\n## ${title}\n\n| rule | answers | basis | source |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return `${HEAD}${tables.join('')}${TAIL}`;
}
