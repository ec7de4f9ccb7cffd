import {
  AssociateSoftwareTokenCommand,
  RespondToAuthChallengeCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { Secret as OtpSecret, TOTP } from 'otpauth';
import { type ClientKeys, secretHash, signIn } from './cognito.ts';
import type { World } from './world.ts';

/**
 * Sets up an authenticator app at the first sign-in, as the sign-in page does.
 *
 * @returns the code that the app shows so many half minutes later
 */
export async function setUpApp(
  world: Pick<World, 'cognito'>,
  client: ClientKeys,
  email: string,
  password: string,
): Promise<(later: number) => string> {
  const first = await signIn(world, client, email, password);
  const name = first.ChallengeParameters?.USER_ID_FOR_SRP ?? '';
  const { SecretCode = '', Session } = await world.cognito.send(
    new AssociateSoftwareTokenCommand({ Session: first.Session }),
  );
  const totp = new TOTP({ secret: OtpSecret.fromBase32(SecretCode) });
  const code = (later: number) => totp.generate({ timestamp: Date.now() + later * 30_000 });
  const verified = await world.cognito.send(new VerifySoftwareTokenCommand({ Session, UserCode: code(-1) }));
  await world.cognito.send(
    new RespondToAuthChallengeCommand({
      ClientId: client.id,
      ChallengeName: 'MFA_SETUP',
      Session: verified.Session,
      ChallengeResponses: { USERNAME: name, SECRET_HASH: secretHash(client, name) },
    }),
  );
  return code;
}
