import { CreateEmailIdentityCommand, GetEmailIdentityCommand } from '@aws-sdk/client-sesv2';
import { describe, expect } from 'vitest';
import { it, SETUP, type World } from '../support/world.ts';

interface Mail {
  readonly to: string;
  readonly link: string | null;
}

const inbox = async ({ sandbox }: World) =>
  (await (await fetch(`${sandbox.url}/_sandbox/inbox.json`)).json()) as Mail[];

async function openLink(world: World, address: string): Promise<void> {
  await expect.poll(async () => (await inbox(world)).some(({ to }) => to === address)).toBe(true);
  const mail = (await inbox(world)).find(({ to }) => to === address);
  await fetch(mail?.link ?? '');
}

describe('verify-email', () => {
  it('has SES send the email, explains the SES sandbox, and is content the second time', async ({
    world,
  }) => {
    const first = await world.run(['verify-email', 'a@example.com', 'b@example.com', '--yes']);
    expect(first.code).toBe(0);
    expect(first.stdout).toContain('a@example.com  waiting for the link');
    expect(first.said).toContain('production access');
    expect((await inbox(world)).map(({ to }) => to)).toEqual(['b@example.com', 'a@example.com']);
    world.recorder.clear();
    const second = await world.run(['verify-email', 'a@example.com', '--yes', '--json']);
    expect(second.json()).toMatchObject({
      changes: [],
      sesSandbox: true,
      identities: [{ address: 'a@example.com', verified: false, status: 'PENDING' }],
    });
    expect(world.recorder.writes).toEqual([]);
  });

  it('waits until the link was opened', async ({ world }) => {
    const [run] = await Promise.all([
      world.run(['verify-email', 'a@example.com', '--yes', '--json', '--wait', '--timeout', '9']),
      openLink(world, 'a@example.com'),
    ]);
    expect(run.code).toBe(0);
    expect(run.json()).toMatchObject({ identities: [{ verified: true, status: 'SUCCESS' }] });
  });

  it('sends the email again only while the address is not verified', async ({ world }) => {
    await world.run(['verify-email', 'a@example.com', '--yes']);
    await world.run(['verify-email', 'a@example.com', '--yes', '--resend']);
    expect(await inbox(world)).toHaveLength(2);
    await openLink(world, 'a@example.com');
    world.recorder.clear();
    const run = await world.run(['verify-email', 'a@example.com', '--yes', '--resend']);
    expect(run.stdout).toContain('a@example.com  verified');
    expect(world.recorder.writes).toEqual([]);
  });

  it('deletes nothing in a dry run', async ({ world }) => {
    await world.run(['verify-email', 'a@example.com', '--yes']);
    world.recorder.clear();
    await world.run(['verify-email', 'a@example.com', '--resend', '--dry-run']);
    expect(world.recorder.writes).toEqual([]);
  });

  it('needs no user pool, and no choice between several', async ({ world }) => {
    await world.run(['create-pool', '--yes', '--alias', 'one']);
    await world.run(['create-pool', '--yes', '--alias', 'two']);
    expect((await world.run(['verify-email', 'a@example.com', '--yes'])).code).toBe(0);
  });

  it('lets the pool send through the address once it is verified, and says so until then', async ({
    world,
  }) => {
    const command = ['create-pool', '--yes', '--json', '--alias', 'demo', '--email-from', 'a@example.com'];
    await world.run(['verify-email', 'a@example.com', '--yes', '--alias', 'demo']);
    const early = await world.run(command);
    expect(early.said).toContain('Until SES has verified a@example.com');
    await openLink(world, 'a@example.com');
    const late = await world.run(command);
    expect(late.json()).toMatchObject({ changes: [{ resource: 'user-pool', action: 'update' }] });
    world.recorder.clear();
    await world.run(command);
    expect(world.recorder.writes).toEqual([]);
  });

  it('is gone with its alias, and an address of somebody else is not', async ({ world }) => {
    await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: 'theirs@example.com' }));
    await world.run(['verify-email', 'ours@example.com', '--yes', '--alias', 'demo']);
    const run = await world.run(['destroy', '--yes', '--json', '--alias', 'demo']);
    expect(run.json()).toMatchObject({
      changes: [{ resource: 'email-identity', action: 'delete', id: 'ours@example.com' }],
    });
    const theirs = await world.ses.send(new GetEmailIdentityCommand({ EmailIdentity: 'theirs@example.com' }));
    expect(theirs.VerificationStatus).toBe('PENDING');
  });
});

describe('what was not sent', () => {
  it('is not spoken of as sent: a dry run of an address that SES does not know', async ({ world }) => {
    const run = await world.run(['verify-email', 'new@example.com', '--dry-run']);
    expect(run.stdout).toBe('new@example.com  not in Amazon SES yet\n');
    expect(run.stderr).not.toContain('inbox');
    const json = (await world.run(['verify-email', 'new@example.com', '--dry-run', '--json'])).json();
    expect(json).toMatchObject({ identities: [{ verified: false, status: null }] });
  });

  it('has to be sent first, says the plan of a pool that is to send from it', async ({ world }) => {
    const run = await world.run([...SETUP, '--email-from', 'new@example.com']);
    expect(run.stderr.replace(/\s+/g, ' ')).toContain(
      'mendix-cognito verify-email new@example.com --wait --alias demo --sandbox',
    );
    expect(run.stderr).not.toContain('Open the link');
  });
});

describe('an address that waits', () => {
  it('shows how the email is sent again: its link may be old', async ({ world }) => {
    await world.run(['verify-email', 'a@example.com', '--yes']);
    const run = await world.run(['verify-email', 'a@example.com', '--yes']);
    expect(run.said).toMatch(/A link works for 24 hours.*verify-email a@example\.com --resend/);
  });

  it('is reported where Amazon SES has given it up', async ({ world }) => {
    await world.run(['verify-email', 'a@example.com', '--yes']);
    world.recorder.rewrite = (body, request) =>
      request?.operation === 'GetEmailIdentity'
        ? body.replace('"VerificationStatus":"PENDING"', '"VerificationStatus":"FAILED"')
        : body;
    const run = await world.run(['verify-email', 'a@example.com', '--yes']);
    expect(run.stdout).toContain('not opened within 24 hours');
    expect(run.said).toMatch(/verify-email a@example\.com --resend/);
  });

  it('needs no email where its domain is verified, and that is said', async ({ world }) => {
    await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: 'example.com' }));
    world.recorder.rewrite = (body, request) =>
      request?.operation === 'GetEmailIdentity' && request.input.EmailIdentity === 'example.com'
        ? body
            .replace('"VerifiedForSendingStatus":false', '"VerifiedForSendingStatus":true')
            .replace('"VerificationStatus":"PENDING"', '"VerificationStatus":"SUCCESS"')
        : body;
    const run = await world.run(['verify-email', 'a@example.com', '--yes', '--wait']);
    expect(run).toMatchObject({ code: 0, stdout: 'a@example.com  verified with its domain\n' });
    expect(run.said).toContain('Amazon SES has verified its domain, example.com');
    expect(world.recorder.writes).toEqual([]);
    const check = ['status', '--alias', 'demo', '--json', '--verify-email', 'a@example.com'];
    expect((await world.run(check)).json().resources).toContainEqual(
      expect.objectContaining({ resource: 'email-identity', state: 'ok' }),
    );
  });
});

describe('--resend', () => {
  it('is in the plan, also of a dry run, and leaves the address whose it is', async ({ world }) => {
    const address = 'noreply@example.com';
    await world.run(['verify-email', address, '--alias', 'demo', '--yes']);
    world.recorder.clear();
    const dry = await world.run(['verify-email', address, '--resend', '--dry-run', '--json']);
    expect(dry.json()).toMatchObject({
      changes: [{ resource: 'email-identity', action: 'update', fields: [{ field: 'mail' }] }],
    });
    expect(world.recorder.writes).toEqual([]);
    expect(await world.run(['verify-email', address, '--resend', '--yes'])).toMatchObject({ code: 0 });
    const { Tags } = await world.ses.send(new GetEmailIdentityCommand({ EmailIdentity: address }));
    expect(Tags).toEqual([{ Key: 'mendix-cognito:app:demo', Value: 'email-identity' }]);
    const inbox = (await (await fetch(`${world.sandbox.url}/_sandbox/inbox.json`)).json()) as unknown[];
    expect(inbox).toHaveLength(2);
  });
});
