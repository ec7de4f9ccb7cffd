import { addSecondSecret, madeAt, pairOf, type SecretPair, twoSecrets } from '../../engine/rotation.ts';
import { CliError } from '../../errors.ts';
import type { InvocationOf, Result } from '../../flows/command.ts';
import { confirmWrites } from '../../flows/converge.ts';
import { type Rotation, readRotation } from '../../flows/secret-rotation.ts';
import { requireComplete } from '../../inputs/ask.ts';
import { targetOf } from '../../inputs/desired.ts';
import { prepareOutput, reserveOutput } from '../../inputs/output-file.ts';
import { proveNewer } from '../../inputs/secret-proof.ts';
import { generateClientSecret, removeClientSecret } from '../../resources/client-secrets.ts';
import type { Context } from '../../run/context.ts';
import { wrapped } from '../../ui/layout.ts';
import { printable } from '../../ui/printable.ts';
import { renderPair, renderSecretSteps } from '../../ui/render-rotation.ts';
import type { rotateSecretCommand } from './command.ts';

type Call = InvocationOf<typeof rotateSecretCommand>;

const changed = (action: 'create' | 'delete', id: string | null) => ({
  resource: 'client-secret',
  action,
  id,
});

/** A secret and the end of its line. */
const MOST_BYTES = 128;
const DRY_RUN = 'Nothing was changed (--dry-run).';

async function begin(context: Context, rotation: Rotation, { output }: Call['wishes']): Promise<Result> {
  const { aws, client, secrets, settings, json } = rotation;
  const commands = { finish: rotation.again('--finish'), cancel: rotation.again('--cancel') };
  const full = (pair: SecretPair) => twoSecrets(client, pair, commands);
  const present = pairOf(secrets);
  if (present !== undefined) throw full(present);
  const plan = `The app client ${printable(client.name)} gets a second secret beside the one ${secrets.map(madeAt).join('')}.`;
  context.terminal.say(wrapped(plan, context.terminal.columns));
  if (context.options.dryRun) {
    return { json: { ...json, changes: [changed('create', null)] }, text: '', next: DRY_RUN };
  }
  await confirmWrites(context, 'Add it? Both work until the older one is removed.', false);
  const secret = generateClientSecret();
  // Before there is a secret that a full disk would lose.
  const reserved = output === undefined ? undefined : await reserveOutput(output, MOST_BYTES);
  const made = await context.undoing(
    () =>
      addSecondSecret(aws, client, secrets, secret, {
        keep: async () => reserved?.keep(`${secret.reveal()}\n`),
        cleanup: context.cleanupAws,
        full,
      }),
    async () => reserved?.release(),
  );
  const shown = output === undefined && context.showSecrets;
  const written = output === undefined ? [] : [`Written to ${output}, readable only by you.`];
  return {
    json: {
      ...json,
      changes: [changed('create', made.id)],
      clientSecret: shown ? secret.reveal() : null,
      ...(output === undefined ? {} : { output }),
    },
    text: shown ? `Client secret  ${secret.reveal()}\n` : '',
    next: [
      ...written,
      renderSecretSteps(settings.alias, context.again(commands.finish), context.terminal.columns),
    ].join('\n'),
  };
}

async function finish(context: Context, rotation: Rotation, answers: Call['wishes']): Promise<Result> {
  const { aws, client, json } = rotation;
  const pair = pairOf(rotation.secrets);
  if (pair === undefined && client.secret !== undefined) {
    throw new CliError(`The app client “${client.name}” has one secret only: there is nothing to finish.`, {
      code: 'NOT_ROTATING',
      hint: [{ act: 'This begins a new one:', run: rotation.again() }],
    });
  }
  if (pair === undefined) {
    return {
      json: { ...json, changes: [], proved: false },
      text: '',
      next: 'The older secret was already removed.',
    };
  }
  context.terminal.say(`${renderPair(client.name, pair, 'older', context.terminal)}\n`);
  const changes = [changed('delete', pair.older.id)];
  if (context.options.dryRun) return { json: { ...json, changes }, text: '', next: DRY_RUN };
  const proved = await proveNewer(context, answers, rotation);
  if (proved !== undefined) {
    context.terminal.say(
      `${context.terminal.symbols.done} ${printable(proved)} signs in with the newer secret.`,
    );
  }
  await confirmWrites(
    context,
    proved === undefined ? 'Does Mendix sign users in with the newer secret?' : 'Remove the older secret?',
    false,
  );
  await removeClientSecret(aws, client, pair.older.id);
  return {
    json: { ...json, changes, proved: proved !== undefined },
    text: '',
    next: 'The older secret was removed. AWS does not show the newer one: keep what you noted.',
  };
}

async function cancel(context: Context, rotation: Rotation): Promise<Result> {
  const { aws, client, json } = rotation;
  const pair = pairOf(rotation.secrets);
  if (pair === undefined) {
    const next = `The app client ${printable(client.name)} has one secret only: there is nothing to remove.`;
    return { json: { ...json, changes: [] }, text: '', next };
  }
  context.terminal.say(`${renderPair(client.name, pair, 'newer', context.terminal)}\n`);
  const changes = [changed('delete', pair.newer.id)];
  if (context.options.dryRun) return { json: { ...json, changes }, text: '', next: DRY_RUN };
  await confirmWrites(
    context,
    'Does Mendix still use the older secret, so that the newer one can be removed?',
    false,
  );
  await removeClientSecret(aws, client, pair.newer.id);
  return {
    json: { ...json, changes },
    text: '',
    next: 'The newer secret was removed; the older one still works.',
  };
}

/** `rotate-secret`: adds a second secret; `--finish` removes the older one, `--cancel` the newer. */
export async function run(context: Context, invocation: Call): Promise<Result> {
  const { answers } = invocation;
  await requireComplete(context, invocation, []);
  if (answers.output !== undefined && !context.options.dryRun) {
    await prepareOutput(context, answers.output, answers);
  }
  const rotation = await readRotation(context, targetOf(answers));
  if (answers.finish === true) return finish(context, rotation, answers);
  return answers.cancel === true ? cancel(context, rotation) : begin(context, rotation, answers);
}
