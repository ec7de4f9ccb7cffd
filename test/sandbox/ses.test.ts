import {
  CreateEmailIdentityCommand,
  DeleteEmailIdentityCommand,
  GetEmailIdentityCommand,
} from '@aws-sdk/client-sesv2';
import { describe, expect, test } from 'vitest';
import { readInbox, verifyAddress } from '../support/cognito.ts';
import { type Clients, openSandbox, raw, refusal } from '../support/sandbox.ts';

const ADDRESS = 'sender@example.com';
const DAY = 24 * 60 * 60 * 1000;

const create = ({ ses }: Pick<Clients, 'ses'>, EmailIdentity = ADDRESS) =>
  ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
const read = ({ ses }: Pick<Clients, 'ses'>, EmailIdentity = ADDRESS) =>
  ses.send(new GetEmailIdentityCommand({ EmailIdentity }));

describe('an email identity', () => {
  test('is pending until the link in its email is opened', async () => {
    const sandbox = await openSandbox();

    const made = await create(sandbox);

    expect(made).toMatchObject({ IdentityType: 'EMAIL_ADDRESS', VerifiedForSendingStatus: false });
    expect(await read(sandbox)).toMatchObject({
      VerificationStatus: 'PENDING',
      VerifiedForSendingStatus: false,
    });
    const [mail] = await readInbox(sandbox.url);
    expect(mail).toMatchObject({
      to: ADDRESS,
      from: 'no-reply-aws@amazon.com',
      sentAt: new Date(sandbox.clock.now).toISOString(),
      expiresAt: new Date(sandbox.clock.now + DAY).toISOString(),
    });
    const page = await raw(mail?.link ?? '');
    expect([page.status, page.text.includes('sender@example.com is verified')]).toEqual([200, true]);
    expect(await read(sandbox)).toMatchObject({
      VerificationStatus: 'SUCCESS',
      VerifiedForSendingStatus: true,
    });
  });

  test('has failed after 24 hours, and the link then is of no use', async () => {
    const sandbox = await openSandbox();
    await create(sandbox);
    const link = (await readInbox(sandbox.url))[0]?.link ?? '';

    sandbox.clock.advance(DAY - 1);
    expect((await read(sandbox)).VerificationStatus).toBe('PENDING');
    sandbox.clock.advance(1);

    expect((await raw(link)).status).toBe(410);
    expect(await read(sandbox)).toMatchObject({
      VerificationStatus: 'FAILED',
      VerifiedForSendingStatus: false,
    });
    expect(await refusal(create(sandbox))).toBe('AlreadyExistsException');
  });

  test('stays verified after the link ran out', async () => {
    const sandbox = await openSandbox();
    await verifyAddress(sandbox, ADDRESS);

    sandbox.clock.advance(2 * DAY);

    expect((await read(sandbox)).VerificationStatus).toBe('SUCCESS');
  });

  test('is made once: a second time is AlreadyExistsException, without another email', async () => {
    const sandbox = await openSandbox();
    await create(sandbox);

    expect(await refusal(create(sandbox))).toBe('AlreadyExistsException');
    expect(await readInbox(sandbox.url)).toHaveLength(1);
  });

  test('that was deleted and made again has a link of its own', async () => {
    const sandbox = await openSandbox();
    await create(sandbox);
    const old = (await readInbox(sandbox.url))[0]?.link ?? '';
    await sandbox.ses.send(new DeleteEmailIdentityCommand({ EmailIdentity: ADDRESS }));
    expect(await refusal(read(sandbox))).toBe('NotFoundException');
    sandbox.clock.advance(1_000);

    await create(sandbox);

    expect((await raw(old)).status).toBe(404);
    expect((await read(sandbox)).VerificationStatus).toBe('PENDING');
    await raw((await readInbox(sandbox.url))[0]?.link ?? '');
    expect((await read(sandbox)).VerificationStatus).toBe('SUCCESS');
  });

  test('that was made again in the same millisecond is not verified by the old link', async () => {
    const sandbox = await openSandbox();
    await create(sandbox);
    const old = (await readInbox(sandbox.url))[0]?.link ?? '';
    await sandbox.ses.send(new DeleteEmailIdentityCommand({ EmailIdentity: ADDRESS }));
    await create(sandbox);

    await raw(old);

    expect((await read(sandbox)).VerificationStatus).toBe('PENDING');
  });

  test('is the Region’s own', async () => {
    const sandbox = await openSandbox();
    await verifyAddress(sandbox, ADDRESS);
    const elsewhere = sandbox.inRegion('us-east-1');

    expect(await refusal(read(elsewhere))).toBe('NotFoundException');
    await create(elsewhere);
    expect((await read(elsewhere)).VerificationStatus).toBe('PENDING');
  });

  test.each(['ada', 'ada@', '@example.com', 'a b@example.com', 'ada@example', 'ada@exa_mple.com', '-x.com'])(
    'is an address or a domain, not “%s”',
    async (name) => {
      const sandbox = await openSandbox();

      expect(await refusal(create(sandbox, name))).toBe('BadRequestException');
    },
  );

  test('may be a domain, which waits for its DNS records and gets no email', async () => {
    const sandbox = await openSandbox();

    expect(await create(sandbox, 'example.com')).toMatchObject({ IdentityType: 'DOMAIN' });
    sandbox.clock.advance(DAY);

    expect((await read(sandbox, 'example.com')).VerificationStatus).toBe('PENDING');
    expect(await readInbox(sandbox.url)).toEqual([]);
  });

  test('may have signs in its name that stand encoded in a path', async () => {
    const sandbox = await openSandbox();
    const name = "o'hara+test/%2f#?&=@example.com";
    await create(sandbox, name);

    expect(await refusal(read(sandbox, name))).toBe('none');
    await sandbox.ses.send(new DeleteEmailIdentityCommand({ EmailIdentity: name }));
    expect(await refusal(read(sandbox, name))).toBe('NotFoundException');
  });
});

describe('a verification link', () => {
  test.each(['', '?token=', '?token=made-up', '?token=__proto__'])(
    'of nobody verifies nothing: %s',
    async (query) => {
      const sandbox = await openSandbox();
      await create(sandbox);

      expect((await raw(`${sandbox.url}/_sandbox/verify${query}`)).status).toBe(404);
      expect((await read(sandbox)).VerificationStatus).toBe('PENDING');
    },
  );
});
