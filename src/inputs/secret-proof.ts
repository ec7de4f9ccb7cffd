import type { Aws } from '../aws/clients.ts';
import { signInByPassword } from '../engine/password-sign-in.ts';
import { UsageError } from '../errors.ts';
import type { MendixSettings } from '../mendix/settings.ts';
import type { AppClient } from '../resources/app-client-settings.ts';
import type { Context } from '../run/context.ts';
import type { Wishes } from './definitions.ts';
import { readSecrets } from './given-secrets.ts';
import { checkOf } from './resolve.ts';

const isWanted = ({ passwordStdin, secretStdin }: Wishes): boolean =>
  passwordStdin === true || secretStdin === true;

async function userToProve(context: Context, answers: Wishes): Promise<string | undefined> {
  const { userEmail } = answers;
  if (!context.terminal.interactive) return isWanted(answers) ? userEmail : undefined;
  if (userEmail !== undefined || context.options.yes) return userEmail;
  const check = checkOf('userEmail');
  const ask = await context.prompts();
  const email = await ask.text({
    message: 'Email address of a user to sign in with as proof (Enter for none)',
    check: (text) => (text.trim() === '' ? undefined : check(text)),
  });
  return email.trim() === '' ? undefined : email.trim();
}

/**
 * Signs a user in by password with the secret that the user brings, which is to be the newer one.
 *
 * @returns the address of who signed in, or undefined when nobody was named
 * @throws UsageError SECRET_IS_OLDER; CliError of the sign-in: SECRET_REFUSED, SIGN_IN_REFUSED, …
 */
export async function proveNewer(
  context: Context,
  answers: Wishes,
  rotation: {
    readonly aws: Aws;
    /** `secret` is the one that AWS shows, when it shows one: the original, and so the older one. */
    readonly client: Pick<AppClient, 'secret'>;
    readonly settings: MendixSettings;
  },
): Promise<string | undefined> {
  const email = await userToProve(context, answers);
  if (email === undefined) return undefined;
  const { password, clientSecret } = await readSecrets(context, ['password', 'clientSecret']);
  if (password === undefined || clientSecret === undefined) return undefined;
  if (clientSecret.reveal() === rotation.client.secret?.reveal()) {
    throw new UsageError(
      ['This is the older secret, the one that --finish removes.'],
      'Give the one that rotate-secret showed when it created it.',
      'SECRET_IS_OLDER',
    );
  }
  const progress = await context.progress();
  await progress.during('Signing in with the newer secret', () =>
    signInByPassword(rotation.aws, { ...rotation.settings, clientSecret }, { email }, password),
  );
  return email;
}
