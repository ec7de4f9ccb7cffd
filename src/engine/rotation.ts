import type { Aws } from '../aws/clients.ts';
import { isNamed, isUnclear } from '../aws/outcome.ts';
import { CliError, EXIT } from '../errors.ts';
import type { AppClient } from '../resources/app-client-settings.ts';
import {
  addClientSecret,
  type ClientSecretEntry,
  findNewSecret,
  listClientSecrets,
  removeClientSecret,
} from '../resources/client-secrets.ts';
import type { Secret } from '../secret.ts';

/** What `status` and `doctor` say of it, with the command that ends it behind. */
export const ROTATION_BEGUN =
  'The app client has two secrets: its rotation has begun. When Mendix signs users in with the newer one, this removes the older one:';

/** The two secrets of a client whose change to the newer one was begun. */
export interface SecretPair {
  readonly older: ClientSecretEntry;
  readonly newer: ClientSecretEntry;
}

/** Pure: the two secrets, or undefined while there are not two. */
export function pairOf([older, newer]: readonly ClientSecretEntry[]): SecretPair | undefined {
  return older === undefined || newer === undefined ? undefined : { older, newer };
}

/** When a secret was created, for people. */
export function madeAt({ createdAt }: ClientSecretEntry): string {
  return createdAt === undefined
    ? 'created at an unknown time'
    : `created ${createdAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/**
 * @param commands how the two ways out are typed
 * @returns the error of a run that would need a third secret
 */
export function twoSecrets(
  client: Pick<AppClient, 'name'>,
  { older, newer }: SecretPair,
  commands: { readonly finish: readonly string[]; readonly cancel: readonly string[] },
): CliError {
  return new CliError(
    [
      `The app client “${client.name}” has two secrets, and Cognito allows no third:`,
      `- the older one, ${madeAt(older)} (${older.id})`,
      `- the newer one, ${madeAt(newer)} (${newer.id})`,
    ].join('\n'),
    {
      code: 'TWO_SECRETS',
      hint: [
        {
          act: 'Mendix signs users in with the newer one? This removes the older one:',
          run: commands.finish,
        },
        {
          act: 'Nobody has noted the newer one? This removes it, and then you can begin again:',
          run: commands.cancel,
        },
      ],
      exitCode: EXIT.differs,
    },
  );
}

/** What a secret that nobody got is taken back with: the run's own calls end with the run. */
type Cleanup = () => Promise<Pick<Aws, 'cognito' | 'signal'>>;

/**
 * Adds a second secret and hands it to `keep`. When the run ends before that was done, by Ctrl-C, a lost connection or a
 * file that cannot be written, the secret is taken back: one that nobody has would be in the way of the next run.
 *
 * @throws CliError TWO_SECRETS by `full`, when another run was quicker
 */
export async function addSecondSecret(
  aws: Pick<Aws, 'cognito' | 'cognitoOnce' | 'signal'>,
  client: AppClient,
  before: readonly ClientSecretEntry[],
  secret: Secret,
  how: {
    readonly keep: () => Promise<void>;
    readonly cleanup: Cleanup;
    readonly full: (pair: SecretPair) => CliError;
  },
): Promise<ClientSecretEntry> {
  let made: ClientSecretEntry | undefined;
  try {
    made = await addClientSecret(aws, client, secret, before);
    await how.keep();
    return made;
  } catch (error) {
    if (made === undefined && isNamed(error, 'LimitExceededException')) {
      const pair = pairOf(await listClientSecrets(aws, client));
      if (pair !== undefined) throw how.full(pair);
    }
    // After a plain refusal nothing of ours is there, and what is there now is another run's.
    if (made !== undefined || isUnclear(error) || aws.signal.aborted) {
      await takeBack(await how.cleanup(), client, before, made);
    }
    throw error;
  }
}

/** The error that led here is the one to report: when this fails as well, the next run finds two secrets and says so. */
async function takeBack(
  aws: Pick<Aws, 'cognito' | 'signal'>,
  client: AppClient,
  before: readonly ClientSecretEntry[],
  made: ClientSecretEntry | undefined,
): Promise<void> {
  try {
    const found = made ?? (await findNewSecret(aws, client, before));
    if (found !== undefined) await removeClientSecret(aws, client, found.id);
  } catch {}
}
