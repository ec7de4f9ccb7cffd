import { describe, expect } from 'vitest';
import { expectScreen, it } from '../support/screens.ts';
import { answer, NEEDED } from '../support/wizard.ts';
import { openWorld, type World } from '../support/world.ts';

const GIVEN = ['--app-url', NEEDED.app, '--alias', 'demo', '--user-email', NEEDED.email];

/** A world in which a domain stays on its way. */
const slow = it.extend<{ world: World }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest wants a destructured first parameter
  world: async ({}, use) => {
    const world = await openWorld({ domainActivationMs: 600_000 });
    await use(world);
    await world.close();
  },
});

describe('the screen after Ctrl-C', () => {
  for (const question of ['alias', 'password', 'review', 'confirm'] as const) {
    it(`at ${question}`, async ({ world, open }) => {
      const pty = open(['setup', '--sandbox']);
      await answer(pty, NEEDED, question);
      pty.press('ctrl-c');
      expect(await pty.exit).toMatchObject({ code: 130 });
      await expectScreen(pty, `cancelled-at-${question}`, world);
      expect(world.recorder.writes).toEqual([]);
    });
  }

  it('while a change is made', async ({ world, open }) => {
    world.recorder.fail = ({ operation }) => (operation === 'AdminCreateUser' ? 'stall' : undefined);
    const pty = open(['setup', '--sandbox', '--yes', ...GIVEN]);
    await pty.waitFor('Sign-in page style created');
    await pty.waitFor('Sign-in domain created');
    await pty.waitFor('Creating: User a@example.com');
    pty.press('ctrl-c');
    expect(await pty.exit).toMatchObject({ code: 130 });
    await expectScreen(pty, 'cancelled-while-made', world);
  });

  slow('while the domain is waited for', async ({ world, open }) => {
    const pty = open(['setup', '--sandbox', '--yes', ...GIVEN]);
    await pty.waitFor(/Waiting for the domain demo to be active \(\d+ (?:min|s) left\)/);
    pty.press('ctrl-c');
    expect(await pty.exit).toMatchObject({ code: 130 });
    await expectScreen(pty, 'cancelled-while-waiting', world);
  });

  it('while the link in an email is waited for; a second run takes the wait up', async ({ world, open }) => {
    const command = ['verify-email', 'noreply@example.com', '--wait', '--sandbox'];
    const pty = open([...command, '--yes']);
    await pty.waitFor(/Waiting for noreply@example\.com to be verified \(30 min left\)/);
    pty.press('ctrl-c');
    expect(await pty.exit).toMatchObject({ code: 130 });
    await expectScreen(pty, 'cancelled-while-mailed', world);

    const second = open(command);
    await second.waitFor('An email was sent to noreply@example.com earlier');
    await expectScreen(second, 'wait-again', world);
    second.type('2');
    await second.waitFor(/❯ 2\. Send the email again/);
    second.press('enter');
    await second.waitFor('Make this change?');
    second.type('y');
    second.press('enter');
    await second.waitFor('Waiting for noreply@example.com to be verified');
    const emails = (await (await fetch(`${world.sandbox.url}/_sandbox/inbox.json`)).json()) as {
      link: string | null;
    }[];
    expect(emails).toHaveLength(2);
    await fetch(emails[0]?.link ?? '');
    expect(await second.exit).toMatchObject({ code: 0 });
    expect(second.scrollback()).toContain('✔ Verified: noreply@example.com');
  });

  it('at the Region, before anything is known of an account', async ({ world, open }) => {
    const pty = open(['setup'], {
      env: { AWS_ENDPOINT_URL: world.recorder.url, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
    });
    await pty.waitFor('AWS Region');
    await pty.waitFor('❯ eu-central-1');
    await expectScreen(pty, 'region', world);
    pty.press('ctrl-c');
    expect(await pty.exit).toMatchObject({ code: 130 });
    expect(pty.screen()).toContain('nothing was changed');
    expect(world.recorder.requests).toEqual([]);
  });
});
