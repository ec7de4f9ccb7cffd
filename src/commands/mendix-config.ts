import { resolve } from 'node:path';
import type { Context } from '../context.ts';
import { look } from '../converge.ts';
import { shellWord } from '../engine/command-line.ts';
import { poolNotFound } from '../engine/plan.ts';
import { requireSettings } from '../engine/settings.ts';
import { requireComplete } from '../inputs/ask.ts';
import { configContradictions } from '../inputs/config-contradictions.ts';
import type { Answers } from '../inputs/definitions.ts';
import { nothingDesired, selectorOf } from '../inputs/desired.ts';
import { prepareOutput, requireApart, writeOutput } from '../inputs/output-file.ts';
import { constantsFor, defaultConstants, generateEncryptionKey } from '../mendix/constants.ts';
import type { Deployment, Written } from '../mendix/deployment.ts';
import { CONSTANT_FORMATS, screenFields, settingsJson } from '../mendix/formats.ts';
import { appUrlsOf, type MendixSettings } from '../mendix/settings.ts';
import { snippetsOf } from '../mendix/snippets.ts';
import { writeFormat } from '../mendix/write-format.ts';
import type { Invocation, Result } from '../result.ts';
import { renderFields, renderNextInMendix, SCREEN_TITLE } from '../ui/render-card.ts';
import { renderSnippets } from '../ui/render-snippets.ts';

const AT_START =
  'The module reads its constants when the app starts, if OIDC.ASU_OIDC_Startup is in the after-startup microflow.';

function deploymentOf(answers: Answers, settings: MendixSettings): Deployment {
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
    file: output === undefined ? undefined : shellWord(output),
    secretFile:
      secretFile === undefined ? undefined : { path: resolve(secretFile), word: shellWord(secretFile) },
  };
}

function screen(context: Context, answers: Answers, { settings, secretFile }: Deployment): Written {
  const { terminal } = context;
  const seen = answers.output === undefined && terminal.resultSeen;
  const secret = secretFile === undefined ? settings.clientSecret.reveal() : `(in ${secretFile.word})`;
  return {
    text: `${renderFields(screenFields(settings, secret, answers.moduleVersion), seen ? terminal : undefined)}\n`,
    secretText: secretFile === undefined ? undefined : settings.clientSecret.reveal(),
    steps: [],
  };
}

/** What a person has to know of these settings, whatever is done with them. */
function warnings(context: Context, answers: Answers, settings: MendixSettings): string[] {
  const local = appUrlsOf(settings.callbackUrls).some((url) => url.startsWith('http://'));
  return [
    ...(settings.domain === undefined
      ? [
          'The sign-in domain is missing or not active yet: do not import the configuration into Mendix, or start the app with it, before mendix-cognito status says it is.',
        ]
      : []),
    ...(answers.newApp === true
      ? [
          'A key was made for a new app, and each run makes another: keep this one. In an app that has stored secrets already, another key makes them unreadable.',
        ]
      : []),
    ...(answers.format === 'studio-pro' && !local
      ? [
          `The app client lists no app on localhost yet. This adds it:\n  ${context.again('create-client', '--alias', settings.alias, '--app-url', 'http://localhost:8080')}`,
        ]
      : []),
  ];
}

async function writeFiles(answers: Answers, { text, secretText }: Written): Promise<string[]> {
  const { output, secretFile } = answers;
  if (answers.dryRun === true) {
    const files = [secretText === undefined ? undefined : secretFile, output].filter(
      (file) => file !== undefined,
    );
    return files.map((file) => `Nothing was written to ${file} (--dry-run).`);
  }
  const told: string[] = [];
  if (secretFile !== undefined && secretText !== undefined) {
    await writeOutput(secretFile, secretText, '--secret-file');
    told.push(`The secret is in ${secretFile}, readable only for you.`);
  }
  if (output !== undefined) {
    await writeOutput(output, text);
    told.push(`Written to ${output}, readable only for you.`);
  }
  return told;
}

async function settingsFor(context: Context, answers: Answers): Promise<MendixSettings> {
  const aws = await context.aws();
  const desired = nothingDesired(selectorOf(answers), answers);
  const observed = await look(context, aws, desired);
  if (observed.pool === undefined) throw poolNotFound(desired);
  return requireSettings(aws, observed.alias ?? '', observed);
}

async function addresses(context: Context, answers: Answers, settings: MendixSettings): Promise<Result> {
  const snippets = snippetsOf(settings, answers.moduleVersion);
  const text = `${renderSnippets(snippets, context.terminal.columns)}\n`;
  const told = await writeFiles(answers, { text, secretText: undefined, steps: [] });
  return {
    json: { mendix: settingsJson(settings, true), snippets },
    text: answers.output === undefined ? text : '',
    next: told.join('\n'),
  };
}

/**
 * `mendix-config`: the values for Mendix in the form that a deployment takes, secret included; showing it is what this
 * command is for.
 */
export async function run(context: Context, invocation: Invocation): Promise<Result> {
  const { answers } = invocation;
  await requireComplete(context, invocation, [], configContradictions(invocation));
  const { output, secretFile, format = 'screen' } = answers;
  if (output !== undefined && secretFile !== undefined) await requireApart(output, secretFile);
  if (output !== undefined) await prepareOutput(context, output);
  if (secretFile !== undefined) await prepareOutput(context, secretFile, '--secret-file');
  const settings = await settingsFor(context, answers);
  if (answers.snippets === true) return addresses(context, answers, settings);

  const deployment = deploymentOf(answers, settings);
  const written =
    format === 'screen' ? screen(context, answers, deployment) : writeFormat(format, deployment);
  const told = await writeFiles(answers, written);
  const guide =
    format === 'screen' && output === undefined
      ? [renderNextInMendix(settings, context.terminal.columns, answers.moduleVersion)]
      : [...written.steps, ...(CONSTANT_FORMATS.includes(format) ? [AT_START] : [])];
  return {
    json: {
      mendix: settingsJson(settings, secretFile === undefined),
      ...(answers.format === undefined ? {} : { format, text: written.text }),
      ...(output === undefined ? {} : { output }),
      ...(secretFile === undefined ? {} : { secretFile }),
    },
    ...(format === 'screen' && output === undefined ? { title: SCREEN_TITLE } : {}),
    text: output === undefined ? written.text : '',
    next: [...told, ...warnings(context, answers, settings), ...guide].join('\n'),
  };
}
