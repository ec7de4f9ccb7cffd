import type { Aws } from '../aws/clients.ts';
import { flagWords } from '../engine/command-line.ts';
import type { Target } from '../engine/desired.ts';
import { appWords, joinWords, requireApp } from '../engine/locate.ts';
import { poolNotFound } from '../engine/plan.ts';
import { requireSettings } from '../engine/settings.ts';
import { CliError, EXIT } from '../errors.ts';
import type { MendixSettings } from '../mendix/settings.ts';
import { managedChoices } from '../resources/app-client-diff.ts';
import { type AppClient, secretState } from '../resources/app-client-settings.ts';
import { type ClientSecretEntry, listClientSecrets } from '../resources/client-secrets.ts';
import type { Context } from '../run/context.ts';
import { renderCaller } from '../ui/render-plan.ts';
import { readCurrent } from './read-current.ts';

/** One app client and its secrets, and what every step of a rotation reports of them. */
export interface Rotation {
  readonly aws: Aws;
  readonly client: AppClient;
  readonly settings: MendixSettings;
  /** The oldest first. */
  readonly secrets: readonly ClientSecretEntry[];
  /** Which client it is, for the JSON document. */
  readonly json: Readonly<Record<string, unknown>>;
  /** The same command with another step, as it is typed. */
  again(...step: readonly string[]): readonly string[];
}

/**
 * Looks for the app client that is desired, and for its secrets; people are shown whose account it is.
 *
 * @throws CliError POOL_NOT_FOUND, POOL_NOT_OURS, CLIENT_NOT_FOUND, SECRET_MISSING or SECRET_MANAGED
 */
export async function readRotation(context: Context, target: Target): Promise<Rotation> {
  const aws = await context.aws();
  const observed = await readCurrent(context, aws, target);
  const { pool, alias, caller } = observed;
  if (pool === undefined) throw poolNotFound(aws, target);
  requireApp(pool, alias, [
    {
      act: 'Take it over first; its changes are shown before anything is written:',
      run: ['create-client', ...joinWords(alias, pool), '--app-url', '<address of the app>'],
    },
  ]);
  const settings = requireSettings(aws, alias, { ...observed, pool });
  // Without a client there would be no settings.
  const client = observed.client as AppClient;
  if (secretState(client) === 'managed') {
    throw new CliError(
      `AWS Secrets Manager keeps the secret of the app client “${client.name}”, and Cognito changes it there by itself.`,
      {
        code: 'SECRET_MANAGED',
        hint: managedChoices(client, joinWords(alias, pool)),
        exitCode: EXIT.differs,
      },
    );
  }
  const secrets = await listClientSecrets(aws, client);
  const { terminal, options } = context;
  if (!options.json) terminal.say(`${renderCaller(aws, caller, terminal.columns)}\n`);
  return {
    aws,
    client,
    settings,
    secrets,
    json: { account: caller.account, region: aws.region, alias: alias ?? null, clientId: client.id },
    again: (...step) => [
      'rotate-secret',
      ...step,
      ...appWords(alias, pool),
      ...flagWords('--client-name', target.clientName),
    ],
  };
}
