import { resolve } from 'node:path';
import { type Shell, shellWord } from '../../engine/command-line.ts';
import { appWords } from '../../engine/locate.ts';
import { poolNotFound } from '../../engine/plan.ts';
import { requireSettings, secretAdvice, secretNotShown } from '../../engine/settings.ts';
import type { Repair } from '../../errors.ts';
import type { InvocationOf, Result } from '../../flows/command.ts';
import { readCurrent } from '../../flows/read-current.ts';
import { requireComplete } from '../../inputs/ask.ts';
import { targetOf } from '../../inputs/desired.ts';
import { readSecrets } from '../../inputs/given-secrets.ts';
import { prepareOutput, requireApart, writeOutput } from '../../inputs/output-file.ts';
import { checklistOf } from '../../mendix/checklist.ts';
import {
  constantsFor,
  defaultConstants,
  encryptionKeyName,
  generateEncryptionKey,
} from '../../mendix/constants.ts';
import type { Deployment, Written } from '../../mendix/deployment.ts';
import { CONSTANT_FORMATS, screenFields, settingsJson } from '../../mendix/formats.ts';
import { appUrlsOf, type CompleteSettings, type MendixSettings } from '../../mendix/settings.ts';
import { snippetsOf } from '../../mendix/snippets.ts';
import { writeFormat } from '../../mendix/write-format.ts';
import type { Context } from '../../run/context.ts';
import { NOT_SHOWN, renderFields, renderNextInMendix, SCREEN_TITLE } from '../../ui/render-card.ts';
import { renderChecklist } from '../../ui/render-checklist.ts';
import { repairsText } from '../../ui/render-repair.ts';
import { renderSnippets } from '../../ui/render-snippets.ts';
import type { mendixConfigCommand } from './command.ts';

type Call = InvocationOf<typeof mendixConfigCommand>;

const AT_START =
  'The module reads its constants when the app starts, if OIDC.ASU_OIDC_Startup is in the after-startup microflow.';

/** The settings as AWS and the user give them. */
interface Found {
  readonly settings: MendixSettings;
  /** The flags with which another command finds the app. */
  readonly app: readonly string[];
  /** What to do about a secret that neither of them gives; empty when there is one. */
  readonly advice: readonly Repair[];
}

/** What a deployment reads is of no use without the secret, and of harm with an empty one. */
function requireSecret({ settings, advice }: Found): CompleteSettings {
  const { clientSecret } = settings;
  if (clientSecret === undefined) throw secretNotShown(advice);
  return { ...settings, clientSecret };
}

function deploymentOf(answers: Call['wishes'], settings: CompleteSettings, shell: Shell): Deployment {
  const { output, secretFile } = answers;
  const source = {
    settings,
    version: answers.moduleVersion,
    encryptionKey: answers.newApp === true ? generateEncryptionKey() : undefined,
  };
  return {
    settings,
    constants: constantsFor(source),
    defaults: defaultConstants(source),
    singleVariable: answers.singleVariable === true,
    file: output === undefined ? undefined : shellWord(output, shell),
    secretFile:
      secretFile === undefined
        ? undefined
        : { path: resolve(secretFile), word: shellWord(secretFile, shell) },
  };
}

function screen({ terminal, shell }: Context, answers: Call['wishes'], found: Found): Written {
  const { output, secretFile, moduleVersion, newApp } = answers;
  const settings = secretFile === undefined ? found.settings : requireSecret(found);
  const seen = output === undefined && terminal.resultSeen;
  const value = settings.clientSecret?.reveal();
  const secret = secretFile === undefined ? (value ?? NOT_SHOWN) : `(in ${shellWord(secretFile, shell)})`;
  const fields = screenFields(settings, secret, moduleVersion);
  if (newApp === true) {
    const label = `Constant ${encryptionKeyName(moduleVersion)}`;
    fields.push({ label, value: generateEncryptionKey().reveal(), secret: true });
  }
  return {
    text: `${renderFields(fields, seen ? terminal : undefined)}\n`,
    secretText: secretFile === undefined ? undefined : value,
    steps: [],
  };
}

/** What a person has to know of these settings, whatever is done with them. */
function warnings(context: Context, answers: Call['wishes'], { settings, app }: Found): string[] {
  const local = appUrlsOf(settings.callbackUrls).some((url) => url.startsWith('http://'));
  return [
    ...(settings.domain === undefined
      ? [
          `The sign-in domain is missing or not active yet: do not import the configuration into Mendix, or start the app with it, before this says that it is:\n  ${context.again(['status', ...app])}`,
        ]
      : []),
    ...(answers.newApp === true
      ? [
          'A key was created for a new app, and each run creates another: keep this one. In an app that has stored secrets already, another key makes them unreadable.',
        ]
      : []),
    ...(answers.format === 'studio-pro' && !local
      ? [
          `The app client lists no app on localhost yet. This adds it:\n  ${context.again(['create-client', ...app, '--app-url', 'http://localhost:8080'])}`,
        ]
      : []),
  ];
}

/** @returns what is said of each file */
async function writeFiles(answers: Call['wishes'], text: string, secretText?: string): Promise<string[]> {
  const { output, secretFile } = answers;
  if (answers.dryRun === true) {
    return [secretText === undefined ? undefined : secretFile, output]
      .filter((file) => file !== undefined)
      .map((file) => `Nothing was written to ${file} (--dry-run).`);
  }
  const messages: string[] = [];
  if (secretFile !== undefined && secretText !== undefined) {
    await writeOutput(secretFile, secretText, '--secret-file');
    messages.push(`The secret is in ${secretFile}, readable only by you.`);
  }
  if (output !== undefined) {
    await writeOutput(output, text);
    messages.push(`Written to ${output}, readable only by you.`);
  }
  return messages;
}

async function settingsFor(context: Context, answers: Call['wishes']): Promise<Found> {
  const aws = await context.aws();
  const target = targetOf(answers);
  const observed = await readCurrent(context, aws, target);
  const { pool, client, alias } = observed;
  if (pool === undefined) throw poolNotFound(aws, target);
  const found = requireSettings(aws, alias, { ...observed, pool });
  const given = await readSecrets(context, answers.secretStdin === true ? ['clientSecret'] : []);
  const settings = { ...found, clientSecret: given.clientSecret ?? found.clientSecret };
  const missing = settings.clientSecret === undefined && client !== undefined;
  const app = appWords(alias, pool);
  return { settings, app, advice: missing ? secretAdvice(client, alias, app) : [] };
}

/** The steps of the route that the format takes. */
async function checklist(context: Context, answers: Call['wishes'], found: Found): Promise<Result> {
  const { settings, app } = found;
  const { format = 'screen', moduleVersion } = answers;
  const again = (...words: string[]) => context.again(['mendix-config', ...app, ...words]);
  const form = format === 'screen' ? [] : ['--format', format];
  const constants = CONSTANT_FORMATS.includes(format);
  const steps = checklistOf(constants ? 'constants' : 'screen', settings, moduleVersion, {
    values: again(...form),
    snippets: again('--snippets'),
    newApp: again('--new-app', ...(constants ? form : [])),
    testLogin: context.again(['test-login', ...app]),
  });
  const text = `${renderChecklist(steps, context.terminal.columns)}\n`;
  const messages = await writeFiles(answers, text);
  return {
    json: { mendix: settingsJson(settings, false), checklist: steps },
    text: answers.output === undefined ? text : '',
    next: [...messages, ...warnings(context, answers, found)].join('\n'),
  };
}

async function addresses(
  context: Context,
  answers: Call['wishes'],
  { settings, app }: Found,
): Promise<Result> {
  const snippets = snippetsOf(settings, answers.moduleVersion);
  const text = `${renderSnippets(snippets, app, context.terminal.columns, context.again)}\n`;
  const messages = await writeFiles(answers, text);
  return {
    json: { mendix: settingsJson(settings, true), snippets },
    text: answers.output === undefined ? text : '',
    next: messages.join('\n'),
  };
}

/**
 * `mendix-config`: the values for Mendix in the form that a deployment takes, secret included; showing it is what this
 * command is for.
 */
export async function run(context: Context, invocation: Call): Promise<Result> {
  const { answers } = invocation;
  await requireComplete(context, invocation, []);
  const { output, secretFile, format } = answers;
  const { dryRun } = context.options;
  if (output !== undefined && secretFile !== undefined) await requireApart(output, secretFile);
  if (output !== undefined) await prepareOutput(context, output, answers);
  if (secretFile !== undefined) await prepareOutput(context, secretFile, answers, '--secret-file');
  const found = await settingsFor(context, answers);
  const { settings, advice } = found;
  if (answers.snippets === true) return addresses(context, answers, found);
  if (answers.checklist === true) return checklist(context, answers, found);

  const hints = advice.length === 0 ? [] : [repairsText(advice, context.again)];
  const written =
    format === 'screen'
      ? screen(context, answers, found)
      : writeFormat(format, deploymentOf(answers, requireSecret(found), context.shell));
  const messages = await writeFiles(answers, written.text, written.secretText);
  const guide =
    format === 'screen' && output === undefined
      ? [renderNextInMendix(settings, found.app, context, answers.moduleVersion)]
      : [...written.steps, ...(CONSTANT_FORMATS.includes(format) ? [AT_START] : [])];
  return {
    json: {
      mendix: settingsJson(settings, secretFile === undefined),
      ...(invocation.wishes.format === undefined ? {} : { format, text: written.text }),
      // The files that were written.
      ...(output === undefined || dryRun ? {} : { output }),
      ...(secretFile === undefined || dryRun ? {} : { secretFile }),
      ...(hints.length === 0 ? {} : { hints }),
    },
    title: format === 'screen' && output === undefined ? SCREEN_TITLE : undefined,
    text: output === undefined ? written.text : '',
    next: [...messages, ...hints, ...warnings(context, answers, found), ...guide].join('\n'),
  };
}
