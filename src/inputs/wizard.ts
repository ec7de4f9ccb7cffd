import type { Aws } from '../aws/clients.ts';
import type { Context } from '../context.ts';
import type { PoolSelector } from '../engine/desired.ts';
import { type Observed, observe } from '../engine/observe.ts';
import { callbackUrlOf } from '../mendix/settings.ts';
import { derivedPrefix } from '../resources/domain-prefix.ts';
import { readUser } from '../resources/user.ts';
import type { Secret } from '../secret.ts';
import { wrapped } from '../ui/layout.ts';
import { printable } from '../ui/printable.ts';
import type { Check, Prompts } from '../ui/prompts.ts';
import { questionFor } from './ask.ts';
import { type Answers, INPUTS, type InputName } from './definitions.ts';
import { aliasFrom, nothingDesired, selectorOf } from './desired.ts';
import { freePrefix, goodPassword } from './late-checks.ts';
import { checkOf } from './resolve.ts';

/** What the wizard comes back with. */
export interface WizardAnswers {
  readonly answers: Answers;
  /** The password that was typed, or undefined when one is to be generated. */
  readonly password: Secret | undefined;
}

const STEPS = ['Mendix app', 'User pool', 'Email', 'User', 'App client'] as const;

type Draft = { -readonly [Name in InputName]?: Answers[Name] };

/** Asks for what flags and environment left open, each answer checked as it is given. */
class Wizard {
  readonly #context: Context;
  readonly #aws: Aws;
  readonly #ask: Prompts;
  readonly #answers: Draft;
  /** The answers of the round before: they are offered again. */
  readonly #before: Answers;
  #password: Secret | undefined;

  constructor(context: Context, aws: Aws, ask: Prompts, given: Answers, before: Answers) {
    this.#context = context;
    this.#aws = aws;
    this.#ask = ask;
    this.#answers = { ...given };
    this.#before = before;
  }

  /** With `--yes`, only what has no default is asked. */
  get #quick(): boolean {
    return this.#context.options.yes;
  }

  #title(step: (typeof STEPS)[number], help: string): void {
    const { terminal } = this.#context;
    const { bold, dim } = terminal.colour.err;
    terminal.say();
    terminal.say(bold(`${STEPS.indexOf(step) + 1} of ${STEPS.length} · ${step}`));
    terminal.say(dim(wrapped(help, terminal.columns)));
  }

  async #text(
    name: InputName,
    message: string,
    byDefault: string | undefined,
    check: Check = checkOf(name),
  ): Promise<string> {
    const answer = await this.#ask.text({ message, default: byDefault, check });
    return answer.trim();
  }

  /** A question that may be left open: with Enter, or with a hyphen where Enter takes the answer of before. */
  async #optional(name: InputName, message: string, before: string | undefined): Promise<string | undefined> {
    const check = checkOf(name);
    const none = before === undefined ? '' : '-';
    const answer = await this.#ask.text({
      message: `${message} (${none || 'Enter'} for none)`,
      default: before,
      check: (text) => (text.trim() === none ? undefined : check(text)),
    });
    return answer.trim() === none ? undefined : answer.trim();
  }

  async run(): Promise<WizardAnswers> {
    await this.#askApp();
    const selector = selectorOf(this.#answers);
    const present = await this.#present(selector);
    await this.#askPool(selector.alias ?? '', present);
    await this.#askEmail();
    await this.#askUser(present);
    await this.#askClient(selector.alias ?? '', present);
    return { answers: this.#answers, password: this.#password };
  }

  async #askApp(): Promise<void> {
    this.#title('Mendix app', 'Where the app runs; for one on your own computer http://localhost:8080.');
    const answers = this.#answers;
    if (answers.appUrl === undefined) {
      const text = await this.#ask.text({ ...questionFor('appUrl'), default: this.#before.appUrl?.[0] });
      answers.appUrl = [INPUTS.appUrl.parse(text.trim())];
    }
    const { appUrl, alias } = this.#before;
    const chosen = alias === aliasFrom(appUrl?.[0]) ? undefined : alias;
    const suggested = chosen ?? aliasFrom(answers.appUrl[0]);
    if (answers.alias === undefined && !this.#quick) {
      answers.alias = await this.#text('alias', questionFor('alias').message, suggested);
    }
  }

  /** What the alias has already: its values are the defaults of what follows. */
  async #present(selector: PoolSelector): Promise<Observed> {
    const progress = await this.#context.progress();
    const present = await progress.during('Looking for what is there already', () =>
      observe(this.#aws, nothingDesired(selector, this.#answers)),
    );
    if (present.pool !== undefined) {
      this.#context.terminal.say(
        `Found the user pool “${printable(present.pool.Name)}” (${present.pool.Id}): it is used, and its values are offered.`,
      );
    }
    return present;
  }

  async #askPool(alias: string, { pool, domain }: Observed): Promise<void> {
    const answers = this.#answers;
    this.#title('User pool', 'The list of people who may sign in, and the address of the sign-in page.');
    if (this.#quick) return;
    if (answers.poolName === undefined) {
      const byDefault = pool?.Name ?? alias.slice(0, 128);
      const offered = this.#before.poolName ?? byDefault;
      const name = await this.#text('poolName', 'Name of the user pool', offered);
      if (name !== byDefault) answers.poolName = name;
    }
    if (answers.domainPrefix === undefined && domain === undefined) {
      const derived = derivedPrefix(alias);
      const offered = this.#before.domainPrefix ?? derived;
      const check = freePrefix(this.#aws, derived);
      const prefix = await this.#text('domainPrefix', 'First part of the sign-in address', offered, check);
      // The derived one may be replaced by its suffixed form when it is taken; one of the user's own may not.
      if (prefix !== derived) answers.domainPrefix = prefix;
    }
    if (answers.selfSignUp === undefined) {
      const now = pool === undefined ? false : pool.AdminCreateUserConfig?.AllowAdminCreateUserOnly !== true;
      const offered = this.#before.selfSignUp ?? now;
      const open = await this.#ask.yes('May anybody on the internet make an account for the app?', offered);
      if (open !== now) answers.selfSignUp = open;
    }
  }

  async #askEmail(): Promise<void> {
    this.#title('Email', 'Only for mails sent through Amazon SES; Cognito itself sends 50 a day without it.');
    if (this.#answers.verifyEmail !== undefined || this.#quick) return;
    const address = await this.#optional(
      'verifyEmail',
      'Address for Amazon SES to verify',
      this.#before.verifyEmail?.[0],
    );
    if (address === undefined) return;
    this.#answers.verifyEmail = [address];
    if (this.#answers.emailFrom !== undefined) return;
    const sent = this.#before.emailFrom !== undefined;
    const sends = await this.#ask.yes('Send the mails of the user pool from it, once it is verified?', sent);
    if (sends) this.#answers.emailFrom = address;
  }

  async #askUser({ pool }: Observed): Promise<void> {
    const answers = this.#answers;
    this.#title('User', 'The first person who signs in. More can be added later with add-user.');
    answers.userEmail ??= await this.#text(
      'userEmail',
      questionFor('userEmail').message,
      this.#before.userEmail,
    );
    const user = pool === undefined ? undefined : await readUser(this.#aws, pool.Id, answers.userEmail);
    const decided = [answers.generatePassword, answers.passwordStdin, answers.temporaryPassword];
    const open = decided.every((answer) => answer === undefined) && !this.#quick;
    if (user !== undefined && answers.resetPassword !== true) {
      if (user.status === 'FORCE_CHANGE_PASSWORD') {
        if (open) await this.#askUnusedPassword();
      } else this.#context.terminal.say('This user is there already; the password is left alone.');
      return;
    }
    if (this.#quick) return;
    answers.userFullName ??= await this.#optional(
      'userFullName',
      'Full name, as Mendix shows it',
      this.#before.userFullName,
    );
    if (!open) return;
    const how = await this.#ask.choose('Password', [
      { name: 'Make one and show it at the end', value: 'generate' },
      { name: 'Type one', value: 'type' },
      { name: 'Make a temporary one: the user chooses their own at the first sign-in', value: 'temporary' },
    ]);
    if (how === 'temporary') answers.temporaryPassword = true;
    if (how !== 'type') return;
    const check = goodPassword(pool?.Policies?.PasswordPolicy);
    this.#password = await this.#ask.secret({ message: 'The password', check });
  }

  /** It was given to somebody, or the run that made the user ended before it could set a lasting one. */
  async #askUnusedPassword(): Promise<void> {
    this.#context.terminal.say(
      'This user is there already, with a temporary password that nobody has used yet.',
    );
    const replace = await this.#ask.yes('Replace it by a new one, which works at once?', false);
    if (!replace) this.#answers.temporaryPassword = true;
  }

  async #askClient(alias: string, { client }: Observed): Promise<void> {
    const answers = this.#answers;
    const callbacks = (answers.appUrl ?? []).map(callbackUrlOf).join(', ');
    this.#title('App client', `What Mendix signs in with. Callback: ${callbacks}`);
    if (this.#quick) return;
    if (answers.clientName === undefined) {
      const byDefault = client?.name ?? alias.slice(0, 128);
      const offered = this.#before.clientName ?? byDefault;
      const name = await this.#text('clientName', 'Name of the app client', offered);
      if (name !== byDefault) answers.clientName = name;
    }
    if (answers.sessionMinutes === undefined) {
      const now = String(client?.settings.AuthSessionValidity ?? 3);
      const offered = String(this.#before.sessionMinutes ?? now);
      const minutes = await this.#text('sessionMinutes', 'Minutes to complete a sign-in (3 to 15)', offered);
      if (minutes !== now) answers.sessionMinutes = INPUTS.sessionMinutes.parse(minutes);
    }
  }
}

/**
 * Runs the wizard on a terminal.
 *
 * @param given answers that are not asked for
 * @param before answers of an earlier round, offered as defaults
 */
export async function askSetup(
  context: Context,
  aws: Aws,
  given: Answers,
  before: Answers,
): Promise<WizardAnswers> {
  return new Wizard(context, aws, await context.prompts(), given, before).run();
}

/** After a no to the plan: whether to go through the questions once more. */
export async function wantsOtherAnswers(context: Context): Promise<boolean> {
  const ask = await context.prompts();
  return ask.choose('And then?', [
    { name: 'Stop here, with nothing changed', value: false },
    { name: 'Go through the questions again, with these answers offered', value: true },
  ]);
}
