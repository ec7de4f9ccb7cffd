import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { EMAIL, PASSWORD } from '../../support/cognito.ts';
import { authorizeUrl, CALLBACK, openSignInPool } from '../../support/sign-in-pool.ts';
import { alertOf, openPage, Visitor } from '../../support/visitor.ts';

const MINUTE = 60_000;

/** What differs from page to page of itself. */
function withoutTokens(text: string): string {
  return text.replaceAll(/interaction=[\w-]+|_csrf" value="[^"]+"/g, '');
}

describe('the sign-in form', () => {
  it('says that the password is wrong, keeps the name and forgets the password', async () => {
    const pool = await openSignInPool();
    const { visitor, page } = await openPage(pool);
    const refused = await visitor.submit(page, { username: EMAIL, password: 'Not-the-password-1' });
    expect(refused.status).toBe(400);
    expect(alertOf(refused)).toBe('Incorrect username or password.');
    expect(refused.text).toContain(`value="${EMAIL}"`);
    expect(refused.text).not.toContain('Not-the-password-1');
    const end = await visitor.submit(refused, { username: EMAIL, password: PASSWORD });
    expect(end.location).toContain(`${CALLBACK}?code=`);
  });

  it('looks the same for a wrong password and for a user who does not exist', async () => {
    const pool = await openSignInPool();
    await pool.cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: pool.poolId,
        Username: 'bob@example.com',
        MessageAction: 'SUPPRESS',
        TemporaryPassword: PASSWORD,
      }),
    );
    await pool.cognito.send(
      new AdminDisableUserCommand({ UserPoolId: pool.poolId, Username: 'bob@example.com' }),
    );
    const pages = await Promise.all(
      [EMAIL, 'eve@example.com', 'bob@example.com'].map(async (username) => {
        const { visitor, page } = await openPage(pool);
        const refused = await visitor.submit(page, { username, password: 'Not-the-password-1' });
        return [refused.status, withoutTokens(refused.text).replaceAll(username, 'NAME')];
      }),
    );
    expect(pages[1]).toEqual(pages[0]);
    expect(pages[2]).toEqual(pages[0]);
  });

  it('names a user who does not exist when the client has it so', async () => {
    const pool = await openSignInPool({ client: { PreventUserExistenceErrors: 'LEGACY' } });
    const { visitor, page } = await openPage(pool);
    const refused = await visitor.submit(page, { username: 'eve@example.com', password: PASSWORD });
    expect(alertOf(refused)).toBe('User does not exist.');
  });

  it('lets a disabled user know, after the right password', async () => {
    const pool = await openSignInPool();
    await pool.cognito.send(new AdminDisableUserCommand({ UserPoolId: pool.poolId, Username: EMAIL }));
    const { visitor, page } = await openPage(pool);
    const refused = await visitor.submit(page, { username: EMAIL, password: PASSWORD });
    expect(alertOf(refused)).toBe('User is disabled.');
  });

  it('takes the email in any case, and with spaces around it', async () => {
    const pool = await openSignInPool();
    const { visitor, page } = await openPage(pool);
    const end = await visitor.submit(page, { username: ` ${EMAIL.toUpperCase()} `, password: PASSWORD });
    expect(end.location).toContain('?code=');
  });

  it('shows what was typed as text', async () => {
    const pool = await openSignInPool();
    const { visitor, page } = await openPage(pool);
    const refused = await visitor.submit(page, { username: `"><img src=x onerror='1'>&`, password: 'x' });
    expect(refused.text).toContain('value="&quot;&gt;&lt;img src=x onerror=&#39;1&#39;&gt;&amp;"');
    expect(refused.text).not.toContain('<img');
  });

  it('is over after five minutes', async () => {
    const pool = await openSignInPool();
    const { visitor, page } = await openPage(pool);
    pool.clock.advance(5 * MINUTE - 1);
    expect((await visitor.ask(page.url)).status).toBe(200);
    pool.clock.advance(1);
    const late = await visitor.submit(page, { username: EMAIL, password: PASSWORD });
    expect([late.status, late.text.includes('Something went wrong')]).toEqual([400, true]);
  });

  it('that is sent again, or gone back to, says that the sign-in is complete', async () => {
    const pool = await openSignInPool();
    const { visitor, page } = await openPage(pool);
    await visitor.submit(page, { username: EMAIL, password: PASSWORD });
    pool.clock.advance(20 * MINUTE);
    const again = await visitor.submit(page, { username: EMAIL, password: PASSWORD });
    const back = await visitor.ask(page.url);
    for (const { status, text } of [again, back]) {
      expect(status).toBe(200);
      expect(text).toContain('This sign-in is complete');
      expect(text).toContain(`You signed in as ${EMAIL}.`);
      expect(text).toContain('<a href="http://localhost:8080/">localhost:8080</a>');
    }
    expect((await new Visitor().ask(page.url)).text).not.toContain(EMAIL);
  });

  it('works in two tabs of one browser', async () => {
    const pool = await openSignInPool();
    const { visitor, page } = await openPage(pool);
    const second = await visitor.follow(authorizeUrl(pool, { state: 'second' }));
    const first = await visitor.submit(page, { username: EMAIL, password: PASSWORD });
    expect(first.location).toContain('&state=state+of');
    const other = await visitor.submit(second, { username: EMAIL, password: PASSWORD });
    expect(other.location).toContain('&state=second');
  });

  it('is refused without the token of its page', async () => {
    const pool = await openSignInPool();
    const { visitor, page } = await openPage(pool);
    for (const _csrf of ['', 'another']) {
      const refused = await visitor.submit(page, { username: EMAIL, password: PASSWORD, _csrf });
      expect([refused.status, refused.text.includes('Something went wrong')]).toEqual([400, true]);
    }
  });

  it('is of no use in another browser: nobody can be made to sign in for someone else', async () => {
    const pool = await openSignInPool();
    const { page } = await openPage(pool);
    const victim = new Visitor();
    await victim.follow(authorizeUrl(pool));
    expect((await victim.ask(page.url)).text).toContain('Something went wrong');
    expect((await victim.submit(page, { username: EMAIL, password: PASSWORD })).text).toContain(
      'Something went wrong',
    );
  });

  it.each([
    ['JSON', { 'content-type': 'application/json' }, '{"username":"x"}'],
    ['a field twice', { 'content-type': 'application/x-www-form-urlencoded' }, 'username=a&username=b'],
    ['nothing', {}, ''],
  ])('refuses %s', async (_what, headers, body) => {
    const pool = await openSignInPool();
    const { visitor, page } = await openPage(pool);
    const answer = await visitor.ask(page.url, { method: 'POST', headers, body });
    expect(answer.status).toBe(400);
    expect(pool.log).toEqual([]);
  });

  it('ends at a pool that requires text messages', async () => {
    const pool = await openSignInPool({
      pool: { SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::123456789012:role/sms' } },
    });
    await pool.cognito.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: pool.poolId,
        SmsMfaConfiguration: {},
        MfaConfiguration: 'ON',
      }),
    );
    const { visitor, page } = await openPage(pool);
    const end = await visitor.submit(page, { username: EMAIL, password: PASSWORD });
    expect(end.text).toContain('A second factor is required');
  });

  it('allows no script, no frame, and no form to anywhere but here and the app', async () => {
    const pool = await openSignInPool();
    const { page } = await openPage(pool);
    expect(page.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' http://localhost:8080",
    );
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.text).not.toContain('<script');
  });
});
