import type { Context } from '../context.ts';
import { look } from '../converge.ts';
import { poolNotFound } from '../engine/plan.ts';
import { requireSettings } from '../engine/settings.ts';
import { requireComplete } from '../inputs/ask.ts';
import { nothingDesired, selectorOf } from '../inputs/desired.ts';
import { prepareOutput, writeOutput } from '../inputs/output-file.ts';
import { type Format, settingsEnv, settingsJson } from '../mendix/formats.ts';
import type { MendixSettings } from '../mendix/settings.ts';
import type { Invocation, Result } from '../result.ts';
import { renderNextInMendix, renderScreen, SCREEN_TITLE } from '../ui/render-card.ts';

function formatted(format: Format, settings: MendixSettings, columns: number | undefined): string {
  switch (format) {
    case 'screen':
      return `${renderScreen(settings, true, columns)}\n`;
    case 'json':
      return `${JSON.stringify(settingsJson(settings, true), undefined, 2)}\n`;
    case 'env':
      return settingsEnv(settings);
  }
}

/** `mendix-config`: the values for the Mendix screen, secret included; showing it is what this command is for. */
export async function run(context: Context, invocation: Invocation): Promise<Result> {
  const { answers } = invocation;
  await requireComplete(context, invocation, []);
  if (answers.output !== undefined) await prepareOutput(context, answers.output);
  const aws = await context.aws();
  const desired = nothingDesired(selectorOf(answers), answers);
  const observed = await look(context, aws, desired);
  if (observed.pool === undefined) throw poolNotFound(desired);
  const settings = requireSettings(aws, observed.alias ?? '', observed);
  const format = answers.format ?? 'screen';
  const columns = answers.output === undefined ? context.terminal.outColumns : undefined;
  const text = formatted(format, settings, columns);
  const early =
    settings.domain === undefined
      ? [
          'The sign-in domain is missing or not active yet: do not import the configuration into Mendix before mendix-cognito status says it is.',
        ]
      : [];
  if (answers.output !== undefined) {
    await writeOutput(answers.output, text);
    return {
      json: { mendix: settingsJson(settings, true), output: answers.output },
      text: '',
      next: [`Written to ${answers.output}, readable only for you.`, ...early].join('\n'),
    };
  }
  const guide = format === 'screen' ? [renderNextInMendix(settings, context.terminal.columns)] : [];
  return {
    json: { mendix: settingsJson(settings, true) },
    ...(format === 'screen' ? { title: SCREEN_TITLE } : {}),
    text,
    next: [...early, ...guide].join('\n'),
  };
}
