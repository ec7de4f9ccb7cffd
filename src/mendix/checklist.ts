import { encryptionKeyName } from './constants.ts';
import { importButton } from './formats.ts';
import { isSince, type ModuleVersion, NEW_SCREEN } from './module-version.ts';
import { type MendixSettings, publicHosts } from './settings.ts';
import { snippetsOf } from './snippets.ts';

/** How the values get into the app: typed into its configuration screen, or as constants of its deployment. */
export type Route = 'screen' | 'constants';

/** One thing to do in Mendix. */
export interface ChecklistStep {
  readonly text: string;
  /** What is typed or pasted there, each on a line of its own. */
  readonly values?: readonly string[];
}

/** What belongs together, in the order in which it is done. */
export interface ChecklistPart {
  readonly title: string;
  readonly steps: readonly ChecklistStep[];
}

/** The commands that steps name, as they have to be typed. */
export interface ChecklistCommands {
  /** Prints the values for the screen, or for the deployment. */
  readonly values: string;
  readonly snippets: string;
  readonly newApp: string;
  readonly testLogin: string;
}

/** What the module depends on, by version. */
function modules(version: ModuleVersion | undefined): string {
  const newest = 'User Commons, Community Commons and Events';
  if (isSince(version, [4, 4])) return newest;
  const old = `${newest}, Encryption and Nanoflow Commons`;
  return isSince(version, [4, 3]) ? old : `${old}, and up to 4.2.1 Mx Model Reflection`;
}

function before(version: ModuleVersion | undefined, commands: ChecklistCommands): ChecklistPart {
  return {
    title: 'Once for each app, in Studio Pro',
    steps: [
      {
        text: `Add the module OIDC SSO from the Marketplace (120371), and what it depends on: ${modules(version)}. Replace its layouts whose names end with _REPLACEME by those of your app.`,
      },
      {
        text: 'App → Settings → Runtime: have the after-startup microflow call OIDC.ASU_OIDC_Startup.',
      },
      {
        text: `Set the constant ${encryptionKeyName(version)} to exactly 32 characters: the client secret is encrypted with it. An app that has such a key keeps it, since stored secrets cannot be read with another one. For a new app this prints one:`,
        values: [commands.newApp],
      },
      {
        text: 'App security: give the user role Administrator the module roles OIDC.Administrator and UserCommons.Administrator, and the user role User the module role OIDC.User.',
      },
      {
        text: 'Put the page OIDC.OIDC_Client_Overview into the navigation of administrators, and run or deploy the app.',
      },
    ],
  };
}

function newScreen(settings: MendixSettings, endSession: readonly string[]): ChecklistStep[] {
  return [
    {
      text: 'Sign in to the running app as an administrator (in Studio Pro as MxAdmin), and open the page IdP Integration (OIDC). Choose the tab “IdPs for SSO and API security”. The tab beside it, “IdPs for API security only”, is the wrong one.',
    },
    {
      text: 'Create a configuration: enter the alias and the automatic configuration URL, and choose “Import IdP-metadata”.',
      values: [settings.alias, settings.automaticConfigurationUrl],
    },
    {
      text: `Tab Endpoints: the import has filled it.${endSession.length === 0 ? '' : ' To make sign-out work, try this as End session endpoint, with the # at its end (not confirmed with a live app).'} Choose Next.`,
      values: endSession,
    },
    {
      text: `Tab General Configuration: enter the client ID, and leave Enable PKCE on. Choose the client authentication method client_secret_post, and enter the client secret. Leave the callback response mode at Query, and select the scopes ${settings.scopes.join(', ')}. Each new import clears the selected scopes.`,
      values: [settings.clientId],
    },
    {
      text: 'Tab Creating User: the mapping sub → Name, email → Email, name → FullName is there already; choose the user role of new users. Choose Next.',
    },
    {
      text: 'Tab Assigning Role: leave it empty, so that everybody gets that user role. Groups of Cognito need a microflow of your own. Save.',
    },
    {
      text: 'In the list choose “Toggle Active”; with several configurations also “Make Default” for one.',
    },
  ];
}

function oldScreen(
  settings: MendixSettings,
  endSession: readonly string[],
  version: ModuleVersion,
): ChecklistStep[] {
  return [
    {
      text: 'Sign in to the running app as an administrator (in Studio Pro as MxAdmin), open the page OIDC.OIDC_Client_Overview, and choose New.',
    },
    {
      text: `Enter the alias and the automatic configuration URL, and choose ${importButton(version)}.`,
      values: [settings.alias, settings.automaticConfigurationUrl],
    },
    {
      text: `Enter the client ID, choose the client authentication method client_secret_post, enter the client secret, and select the scopes ${settings.scopes.join(', ')}. Each new import clears the selected scopes.`,
      values: [settings.clientId],
    },
    ...(endSession.length === 0
      ? []
      : [
          {
            text: 'To make sign-out work, try this as End session endpoint, with the # at its end (not confirmed with a live app).',
            values: endSession,
          },
        ]),
    {
      text: 'The mapping sub → Name, email → Email, name → FullName is there already; choose the user role of new users. Save, and activate the configuration.',
    },
  ];
}

function configuration(
  route: Route,
  settings: MendixSettings,
  version: ModuleVersion | undefined,
  commands: ChecklistCommands,
): ChecklistPart {
  if (route === 'constants') {
    return {
      title: 'The configuration, by constants',
      steps: [
        {
          text: 'Set the constants. This prints them, with the steps for your deployment:',
          values: [commands.values],
        },
        {
          text: 'Restart the app. While one of the four mandatory constants is empty (alias, client ID, secret, automatic configuration URL) the module creates no configuration, and logs nothing.',
        },
        {
          text: 'The configuration is read only on its screen: change the constants and restart instead. After a change of the alias there are two configurations.',
        },
        {
          text: 'Users get a Name only, Cognito’s ID of them, since Cognito does not list its claims. For the email address as name set OIDC.PrincipalIdPAttribute to email; for Email and FullName use a microflow (OIDC.CustomUserProvisioning, its name begins with UC_CustomProvisioning).',
        },
      ],
    };
  }
  const [app] = snippetsOf(settings, version).apps;
  const endSession = app?.endSessionEndpoint ?? undefined;
  const values = endSession === undefined ? [] : [endSession];
  const steps =
    version === undefined || isSince(version, NEW_SCREEN)
      ? newScreen(settings, values)
      : oldScreen(settings, values, version);
  return {
    title: 'The configuration, on its screen',
    steps: [
      { text: 'The values are printed by this, the client secret among them:', values: [commands.values] },
      ...steps,
    ],
  };
}

function pages(
  route: Route,
  settings: MendixSettings,
  version: ModuleVersion | undefined,
  commands: ChecklistCommands,
): ChecklistPart {
  const { loginPath, apps, signOutNanoflow } = snippetsOf(settings, version);
  const hosts = publicHosts(settings.callbackUrls);
  return {
    title: 'Sign-in and sign-out, in Studio Pro',
    steps: [
      {
        text: 'Replace login.html in the theme of the app, and set Navigation → Authentication → Sign-in page to none: the setting alone shows the sign-in form of Mendix. This prints the file, with a choice too:',
        values: [commands.snippets],
      },
      {
        text: 'For a sign-in button on a page that anonymous users see: a button of the type “Open link” to',
        values: apps.length === 0 ? [loginPath] : apps.map(({ loginUrl }) => loginUrl),
      },
      {
        text: `The sign-out button calls the nanoflow ${signOutNanoflow}. The ordinary sign-out of Mendix leaves the session at Cognito open, and the next sign-in goes through without a password.${route === 'constants' ? ' With constants the nanoflow most likely ends on an error page of Cognito, since the End session endpoint cannot be changed on the screen: the snippets have a link that signs out at Cognito.' : ''}`,
      },
      ...(hosts.length > 1 && isSince(version, NEW_SCREEN)
        ? [
            {
              text: 'The app has several addresses: set the constants OIDC.EnableMultiDomainSupport to True and OIDC.AllowedHosts to their hosts, on either route. Otherwise Mendix only ever sends the callback URL of ApplicationRootUrl.',
              values: [hosts.join(',')],
            },
          ]
        : []),
      {
        text: 'If people choose a password at their first sign-in, raise the constant OIDC.DeleteAuthAttemptsInMinutes: a sign-in that takes longer than its 5 minutes fails.',
      },
      {
        text: 'Behind a custom domain or a proxy set ApplicationRootUrl to the address that people use, with https.',
      },
      {
        text: 'Deploy the app, and sign in. When it does not work, this proves the AWS half:',
        values: [commands.testLogin],
      },
    ],
  };
}

/** Everything that is to be done in Mendix, from an app without the module to a sign-in and a sign-out. */
export function checklistOf(
  route: Route,
  settings: MendixSettings,
  version: ModuleVersion | undefined,
  commands: ChecklistCommands,
): ChecklistPart[] {
  return [
    before(version, commands),
    configuration(route, settings, version, commands),
    pages(route, settings, version, commands),
  ];
}
