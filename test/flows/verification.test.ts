import { CreateEmailIdentityCommand } from '@aws-sdk/client-sesv2';
import { describe, expect } from 'vitest';
import { openAws } from '../../src/aws/clients.ts';
import { waitForLinks } from '../../src/flows/verification.ts';
import type { Context } from '../../src/run/context.ts';
import { silentProgress } from '../../src/ui/progress.ts';
import { hinting } from '../support/repairs.ts';
import { UNICODE } from '../support/terminal.ts';
import { it, type World } from '../support/world.ts';

const ADDRESS = 'noreply@example.com';

/** The emails that went to the address, the newest first. */
async function mailsTo({ sandbox }: World): Promise<readonly { readonly link: string | null }[]> {
  return (await (await fetch(`${sandbox.url}/_sandbox/inbox.json`)).json()) as { link: string | null }[];
}

/** A run at which somebody sits who answers what is chosen from with these lines, one after the other. */
async function runWith(world: World, interactive: boolean, answers: readonly string[]) {
  await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: ADDRESS }));
  const stop = new AbortController();
  const said: string[] = [];
  const left = [...answers];
  const choose = async <T>(_message: string, choices: readonly { name: string; value: T }[]): Promise<T> => {
    const wanted = left.shift();
    const chosen = choices.find(({ name }) => name === wanted);
    if (chosen === undefined) throw new Error(`“${wanted}” is not offered`);
    return chosen.value;
  };
  const context = {
    terminal: { ...UNICODE, interactive, say: (line = '') => said.push(line) },
    options: { json: false, yes: false },
    signal: stop.signal,
    progress: async () => silentProgress,
    prompts: async () => ({ choose }),
  } as unknown as Context;
  const aws = await openAws({ region: 'eu-central-1', sandboxUrl: world.sandbox.url, signal: stop.signal });
  // A third of a second.
  const wait = () => waitForLinks(context, aws, { addresses: [ADDRESS], minutes: 0.005, alias: undefined });
  return { wait, said, left };
}

describe('the wait for a link', () => {
  it('says which inbox and how long the link works, and where nobody is, how to send it again', async ({
    world,
  }) => {
    const { wait, said } = await runWith(world, false, []);
    await expect(wait()).rejects.toMatchObject({
      code: 'EMAIL_PENDING',
      repairs: hinting(`mendix-cognito verify-email ${ADDRESS} --wait --resend`),
    });
    expect(said.join(' ').replace(/\s+/g, ' ')).toMatch(
      /The email to noreply@example\.com .*works for 24 hours/,
    );
  });

  it('offers to send the email again when it has lasted too long, and then waits on', async ({ world }) => {
    const { wait, left } = await runWith(world, true, ['Wait on', 'Send the email again', 'Stop waiting']);
    await expect(wait()).rejects.toMatchObject({
      code: 'CANCELLED',
      repairs: hinting(`mendix-cognito verify-email ${ADDRESS} --wait`),
    });
    expect(left).toEqual([]);
    expect(await mailsTo(world)).toHaveLength(2);
  });

  it('ends when the link of the email that was sent again is opened', async ({ world }) => {
    const { wait } = await runWith(world, true, ['Send the email again', ...Array(50).fill('Wait on')]);
    const waiting = wait();
    await expect.poll(async () => (await mailsTo(world)).length).toBe(2);
    await fetch((await mailsTo(world))[0]?.link ?? '');
    const identities = await waiting;
    expect(identities.get(ADDRESS)).toMatchObject({ verified: true });
  });
});
