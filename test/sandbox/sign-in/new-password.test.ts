import { AdminGetUserCommand, AdminSetUserPasswordCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { EMAIL, PASSWORD, signIn, tokensOf } from '../../support/cognito.ts';
import { CALLBACK, openSignInPool, type SignInPool } from '../../support/sign-in-pool.ts';
import { alertOf, openPage, signInOnPages, type Visit, type Visitor } from '../../support/visitor.ts';

const NEW_PASSWORD = 'Difference-1822';
const MINUTE = 60_000;

/** Up to the page that asks for a new password. */
async function openNewPassword(pool: SignInPool): Promise<{ visitor: Visitor; page: Visit }> {
  const { visitor, page } = await openPage(pool);
  return { visitor, page: await visitor.submit(page, { username: EMAIL, password: PASSWORD }) };
}

describe('the new-password form', () => {
  it('comes after a temporary password, and signs in', async () => {
    const pool = await openSignInPool({ password: 'temporary' });
    const { visitor, page } = await openNewPassword(pool);
    expect(page.status).toBe(200);
    expect(page.text).toContain('<h1>Change password</h1>');
    const end = await visitor.submit(page, { new_password: NEW_PASSWORD, confirm_password: NEW_PASSWORD });
    expect(end.location).toContain(`${CALLBACK}?code=`);
    const user = await pool.cognito.send(
      new AdminGetUserCommand({ UserPoolId: pool.poolId, Username: EMAIL }),
    );
    expect(user.UserStatus).toBe('CONFIRMED');
    expect(tokensOf(await signIn(pool, pool.client, EMAIL, NEW_PASSWORD)).IdToken).toBeTruthy();
  });

  it('shows the pool’s password policy, and holds to it', async () => {
    const policy = { MinimumLength: 12, RequireSymbols: false, RequireUppercase: true };
    const pool = await openSignInPool({
      password: 'temporary',
      pool: { Policies: { PasswordPolicy: policy } },
    });
    const { visitor, page } = await openNewPassword(pool);
    const rules = [...page.text.matchAll(/<li>([^<]*)<\/li>/g)].map(([, rule]) => rule);
    expect(rules).toEqual(['at least 12 characters', 'an uppercase letter']);
    const refused = await visitor.submit(page, { new_password: 'Short', confirm_password: 'Short' });
    expect(alertOf(refused)).toBe('Password did not conform with policy: Password not long enough');
    const end = await visitor.submit(refused, {
      new_password: 'Long-enough-now',
      confirm_password: 'Long-enough-now',
    });
    expect(end.location).toContain('?code=');
  });

  it.each([
    ['two passwords that differ', NEW_PASSWORD, `${NEW_PASSWORD}x`, 'The two passwords are not the same.'],
    ['spaces', 'With spaces-1', 'With spaces-1', 'A password has 1 to 256 characters and no spaces.'],
    ['nothing', '', '', 'A password has 1 to 256 characters and no spaces.'],
  ])('refuses %s', async (_what, new_password, confirm_password, alert) => {
    const pool = await openSignInPool({ password: 'temporary' });
    const { visitor, page } = await openNewPassword(pool);
    expect(alertOf(await visitor.submit(page, { new_password, confirm_password }))).toBe(alert);
  });

  it('asks for required attributes that are missing, and keeps what was typed', async () => {
    const pool = await openSignInPool({
      password: 'temporary',
      pool: {
        Schema: [
          { Name: 'name', Required: true },
          { Name: 'birthdate', Required: true },
        ],
      },
    });
    const { visitor, page } = await openNewPassword(pool);
    expect(page.text).toContain('autocomplete="name"');
    const typed = {
      new_password: NEW_PASSWORD,
      confirm_password: NEW_PASSWORD,
      'userAttributes.name': '<Ada>',
    };
    const refused = await visitor.submit(page, { ...typed, 'userAttributes.birthdate': '' });
    expect(alertOf(refused)).toContain('birthdate');
    expect(refused.text).toContain('value="&lt;Ada&gt;"');
    const end = await visitor.submit(refused, { ...typed, 'userAttributes.birthdate': '1815-12-10' });
    expect(end.location).toContain('?code=');
    const user = await pool.cognito.send(
      new AdminGetUserCommand({ UserPoolId: pool.poolId, Username: EMAIL }),
    );
    expect(user.UserAttributes).toContainEqual({ Name: 'birthdate', Value: '1815-12-10' });
  });

  it('changes nothing that the user has already', async () => {
    const pool = await openSignInPool({ password: 'temporary' });
    const { visitor, page } = await openNewPassword(pool);
    const end = await visitor.submit(page, {
      new_password: NEW_PASSWORD,
      confirm_password: NEW_PASSWORD,
      'userAttributes.email': 'eve@example.com',
    });
    expect(end.text).toContain('Something went wrong');
  });

  it('is over when the client’s authentication session is', async () => {
    const pool = await openSignInPool({ password: 'temporary', client: { AuthSessionValidity: 3 } });
    const { visitor, page } = await openNewPassword(pool);
    pool.clock.advance(3 * MINUTE);
    const late = await visitor.submit(page, { new_password: NEW_PASSWORD, confirm_password: NEW_PASSWORD });
    expect(late.text).toContain('Something went wrong');
  });

  it('does not come where an administrator has set a permanent password meanwhile', async () => {
    const pool = await openSignInPool({ password: 'temporary' });
    await pool.cognito.send(
      new AdminSetUserPasswordCommand({
        UserPoolId: pool.poolId,
        Username: EMAIL,
        Password: PASSWORD,
        Permanent: true,
      }),
    );
    expect((await signInOnPages(pool)).searchParams.has('code')).toBe(true);
  });

  it('does not come for a temporary password that is too old', async () => {
    const pool = await openSignInPool({ password: 'temporary' });
    pool.clock.advance(7 * 24 * 60 * MINUTE);
    const { page } = await openNewPassword(pool);
    expect(alertOf(page)).toBe('Temporary password has expired and must be reset by an administrator.');
  });
});
