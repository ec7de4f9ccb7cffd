import type { Aws } from '../aws/clients.ts';
import type { CompleteSettings } from '../mendix/settings.ts';
import { fetchTokenIssuer } from '../oidc/discovery.ts';
import { checkedClaims } from '../oidc/id-token.ts';
import type { SignedIn } from '../oidc/relying-party.ts';
import type { Identified } from '../resources/user-settings.ts';
import { signInUser, type UserSignIn } from '../resources/user-sign-in.ts';
import type { Secret } from '../secret.ts';

/**
 * Signs a user in by password, without the sign-in page, and checks the ID token as Mendix does.
 *
 * @throws CliError of `fetchTokenIssuer` or `signInUser`, or what a check of the ID token refuses
 */
export async function signInByPassword(
  aws: Pick<Aws, 'cognito' | 'network'>,
  settings: CompleteSettings,
  user: Identified,
  password: Secret,
  code?: UserSignIn['code'],
): Promise<SignedIn> {
  const issuer = await fetchTokenIssuer(aws.network, settings.automaticConfigurationUrl);
  const idToken = await signInUser(aws, {
    ...settings,
    email: user.email,
    username: user.username,
    password,
    code,
  });
  const claims = await checkedClaims(aws.network, idToken, issuer, settings.clientId);
  return { claims, userInfo: undefined };
}
