import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { UpdateUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { Aws } from '../aws/clients.ts';
import type { CustomEndpoint } from '../aws/missing-features.ts';
import { changeInTurn } from '../aws/outcome.ts';
import { readAppClient } from './app-client.ts';
import { type AppClient, updateInputOf } from './app-client-settings.ts';

/** A path that no Mendix app has: what a run left behind is known by it. Behind it: until which minute, and which computer. */
const PATH = /^\/mendix-cognito\/test-login(?:\/(?<until>[0-9a-z]{1,8})-(?<computer>[0-9a-f]{8}))?$/;

/** For the end of the sign-in, and for clocks of two computers that differ. */
const SPARE_MINUTES = 15;

const thisMinute = (): number => Math.floor(Date.now() / 60_000);

/** Distinguishes computers from each other, without giving their names. */
const thisComputer = (): string => createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/** The path of the callback URL of a run that waits so long. */
export function temporaryPath(minutes: number): string {
  const until = thisMinute() + minutes + SPARE_MINUTES;
  return `/mendix-cognito/test-login/${until.toString(36)}-${thisComputer()}`;
}

const partsOf = (callbackUrl: string) =>
  URL.canParse(callbackUrl) ? PATH.exec(new URL(callbackUrl).pathname) : null;

/** The callback URLs that only `test-login` puts on a client. */
export function temporaryIn(callbackUrls: readonly string[] | undefined): string[] {
  return (callbackUrls ?? []).filter((url) => partsOf(url) !== null);
}

/** Why a client has such a callback URL, as a sentence. */
export function temporaryWhy(callbackUrls: readonly string[]): string {
  return `The app client has a temporary callback URL of test-login: ${callbackUrls.join(', ')}. If no test-login is running, one was killed; the next test-login removes it.`;
}

/**
 * Whether the run that put it there has ended: it does not listen any more, or its time is over. A run on another computer
 * is known by its time only.
 *
 * @param listens whether anything answers on that port of this computer
 */
export async function isLeftOver(
  callbackUrl: string,
  listens: (port: number) => Promise<boolean>,
): Promise<boolean> {
  const { until, computer } = partsOf(callbackUrl)?.groups ?? {};
  if (until === undefined || Number.parseInt(until, 36) < thisMinute()) return true;
  return computer === thisComputer() && !(await listens(Number(new URL(callbackUrl).port)));
}

const ATTEMPTS = 5;

async function changeCallbacks(
  aws: Pick<Aws, 'cognito' | 'signal'> & CustomEndpoint,
  client: Pick<AppClient, 'poolId' | 'id'>,
  change: (present: readonly string[]) => string[],
): Promise<void> {
  const step = async (): Promise<boolean> => {
    const now = await readAppClient(aws, client.poolId, client.id);
    if (now === undefined) return true;
    const present = now.settings.CallbackURLs ?? [];
    const wanted = change(present);
    if (wanted.length === present.length) return true;
    await aws.cognito.send(new UpdateUserPoolClientCommand({ ...updateInputOf(now), CallbackURLs: wanted }));
    return false;
  };
  // An update sends the whole list: another run that read it before this one wrote undoes what this one did.
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    if (await changeInTurn(aws, step)) return;
  }
}

/** Puts one more callback URL on the client, beside all that is there. */
export async function addTemporaryCallback(
  aws: Pick<Aws, 'cognito' | 'signal'> & CustomEndpoint,
  client: Pick<AppClient, 'poolId' | 'id'>,
  url: string,
): Promise<void> {
  await changeCallbacks(aws, client, (present) => [...new Set([...present, url])]);
}

/** Takes those callback URLs off the client again; none there is success, and no call that writes. */
export async function removeTemporaryCallbacks(
  aws: Pick<Aws, 'cognito' | 'signal'> & CustomEndpoint,
  client: Pick<AppClient, 'poolId' | 'id'>,
  urls: readonly string[],
): Promise<void> {
  await changeCallbacks(aws, client, (present) => present.filter((url) => !urls.includes(url)));
}
