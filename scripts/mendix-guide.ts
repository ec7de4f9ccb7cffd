import { type ChecklistPart, checklistOf, type Route } from '../src/mendix/checklist.ts';
import { loginPagesOf, MENDIX_FORM } from '../src/mendix/login-pages.ts';
import type { ModuleVersion } from '../src/mendix/module-version.ts';
import { callbackUrlOf, loginPathOf, mendixSettings, signOutUrlsOf } from '../src/mendix/settings.ts';
import { snippetsOf } from '../src/mendix/snippets.ts';

const APP = 'https://myapp.mendixcloud.com';
const POOL = 'eu-central-1_AbCdEfGhI';
const ISSUER = `https://cognito-idp.eu-central-1.amazonaws.com/${POOL}`;

/** A setup as it could be, for the values in the steps. */
const SETTINGS = mendixSettings({
  alias: 'myapp',
  clientId: '1example23456789abcdefghij',
  clientSecret: undefined,
  callbackUrls: [callbackUrlOf(APP)],
  signOutUrls: signOutUrlsOf(APP),
  automaticConfigurationUrl: `${ISSUER}/.well-known/openid-configuration`,
  issuer: ISSUER,
  domain: 'https://myapp.auth.eu-central-1.amazoncognito.com',
  userPoolId: POOL,
});

const commands = (route: Route) => {
  const form = route === 'screen' ? '' : ' --format <format>';
  return {
    values: `npx mendix-cognito mendix-config${form}`,
    snippets: 'npx mendix-cognito mendix-config --snippets',
    newApp: `npx mendix-cognito mendix-config${form} --new-app`,
    testLogin: 'npx mendix-cognito test-login',
  };
};

/** A part as a numbered list; a value stands in a block of its own below its step. */
function list({ title, steps }: ChecklistPart, heading: string): string {
  return [
    `${heading} ${title}`,
    '',
    ...steps.map(({ text, values = [] }, index) => {
      const block =
        values.length === 0
          ? ''
          : `\n\n   \`\`\`text\n${values.map((value) => `   ${value}\n`).join('')}   \`\`\`\n`;
      // What stands between angle brackets would be taken for HTML.
      return `${index + 1}. ${text.replaceAll('<', '&lt;').replaceAll('_', '\\_')}${block}`;
    }),
  ].join('\n');
}

const part = (route: Route, index: number, version?: ModuleVersion): string => {
  const found = checklistOf(route, SETTINGS, version, commands(route))[index];
  return found === undefined ? '' : list(found, index === 1 ? '###' : '##');
};

/** What turns groups into roles, in the newest version of the module. */
const ROLES = snippetsOf(SETTINGS, undefined).rolesFromGroups;

/** docs/mendix.md: everything that is to be done in Mendix, from the steps that `mendix-config --checklist` prints. */
export function mendixGuide(): string {
  return `<!-- Written by npm run docs. -->
# In Mendix

The AWS half of a sign-in is set up and proved by \`mendix-cognito\`; this is the other half, step by step.
\`npx mendix-cognito mendix-config --checklist\` prints it with the values of your own setup, \`--format <format>\` for an app
that takes its configuration as constants, \`--module-version <version>\` in the words of an older OIDC SSO module. None of it
was tried with a live Mendix app; the values and words are those of Mendix's documentation and of the module itself.

${part('screen', 0)}

## The configuration

An app takes it in one of two ways. On its **screen** an administrator types it in while the app runs. As **constants** the
deployment brings it along; such a configuration is read only on the screen ("You cannot modify as it is created from
deployment"), so advice that needs the screen does not help there.

${part('screen', 1)}

#### Up to version 4.4 of the module

${part('screen', 1, [4, 4]).split('\n').slice(2).join('\n')}

${part('constants', 1)}

| deployment | \`--format\` | what to know |
| --- | --- | --- |
| Mendix Cloud | \`mendix-cloud\` | deploy the app once with the module, so that the environment knows its constants; the deploy API needs API Rights and Transport Rights; a Free App takes its constants from Studio Pro |
| Portable Runtime | \`portable\` | the standard from Mendix 12 on, also on Cloud Foundry and Kubernetes; \`bin/start etc/Default oidc.conf\`, and a second file for the secret |
| Mendix on Kubernetes | \`kubernetes\` | a patch of the MendixApp; an environment that the portal manages takes constants there (Model Options → Constants → Apply Changes); in Azure Key Vault the key is \`mx-const-OIDC-ClientSecret\` |
| Docker Buildpack image | \`docker\` | ends with Mendix 11 |
| Cloud Foundry buildpack | \`cloudfoundry\` | ends with Mendix 11 |
| server with m2ee | \`m2ee\` | ends with Mendix 11 |
| Studio Pro, on your own computer | \`studio-pro\` | App → Settings → Configurations → Edit → Constants |

\`mendix-config --format <format> --output <file>\` writes what the target reads, and prints the steps from there; \`json\` and \`env\`
are the same values for scripts.

- \`--secret-file <file>\` keeps the secret apart, in the form in which the target takes it: a second env-file or HOCON file, variables
  of \`cf push --vars-file\`, a file for your secret store with the key that the Mendix Operator looks for.
- \`--single-variable\` (docker, cloudfoundry) puts all constants into the one variable \`CONSTANTS\`.
- \`--new-app\` also creates the encryption key of 32 characters, which the screen needs as much as constants do. Only for a new
  app: another key makes unreadable what an app has stored.
- \`--module-version 4.2\` has the words of an older screen. A value that a format cannot express is an error, and nothing is written.

${part('screen', 2)}

By constants the nanoflow of the sign-out button most likely ends on an error page of Cognito, since the End session endpoint
cannot be changed there: \`--snippets\` has a link that signs out at Cognito.

## login.html

\`mendix-config --snippets\` prints two pages to replace \`login.html\` of the theme with. Both keep the page that somebody wanted to open,
and work for an app below a path. This one sends people to Cognito at once:

\`\`\`html
${loginPagesOf(loginPathOf(SETTINGS.alias)).automatic.trimEnd()}
\`\`\`

The other lets people choose between Cognito and a Mendix account; the page that it replaces stays as \`${MENDIX_FORM}\`.

## Several addresses of one app

Each address (cloud, custom domain, a path, localhost) needs its callback URL on the app client: \`create-client --app-url <url>\`
for each. What is on the app client already stays; \`--remove-app-url <url>\` removes one, and never the last. In Mendix the constants
\`OIDC.EnableMultiDomainSupport\` and \`OIDC.AllowedHosts\` (4.5 and later) let each of them be used, whichever way the
configuration came; without them Mendix only ever sends the callback URL of ApplicationRootUrl. \`mendix-config\` writes them
when the app client has several public addresses.

## Groups and roles

Cognito puts a user's groups into both tokens as \`cognito:groups\`, and the module does nothing with them: everybody gets
the default role. \`add-user --groups Editors,Team\` (and the column \`groups\` of a file) puts users into groups. For roles from
them:

${ROLES.steps.map((step, place) => `${place + 1}. ${step}`).join('\n')}

## Constants worth knowing

| constant | default | with Cognito |
| --- | --- | --- |
| \`OIDC.PrincipalIdPAttribute\` | sub | \`email\` makes the email address the name of a user in Mendix |
| \`OIDC.NamedUserIdentifier\` | Name | what Mendix counts users by: \`email\` is usually right, since Name is another ID in each user pool |
| \`OIDC.UserType\` | Internal | the user type of new users, which Mendix counts too |
| \`OIDC.DeleteAuthAttemptsInMinutes\` | 5 | a sign-in that takes longer fails: raise it when people must choose a password first |
| \`OIDC.NonceCookieSameSite\` | Lax | None for an app inside a frame (4.6 and later) |
| \`OIDC.JWKConnectTimeout\`, \`OIDC.JWKReadTimeout\` | 1000, 2000 | milliseconds for fetching Cognito's keys |

## Module versions

4.0 and later are known here. Versions below 4.0 belong to Mendix 9: their screen has other words, constants exist since 2.3.0, and
before 3.1 the after-startup microflow is \`OIDC.Startup\`. [Mendix's documentation](https://docs.mendix.com/appstore/modules/oidc/)
describes them. Apps that used the module *Mendix SSO*, which left the Marketplace on 1 November 2026, move to OIDC SSO with
their user roles.

When something fails, \`mendix-cognito doctor --explain "<text>"\` says what an error of the browser or the Mendix log means, and
\`--explain - < mendix.log\` reads a whole log. Set log node OIDC to TRACE first: people see "Authentication failed!" for every
failure.
`;
}
