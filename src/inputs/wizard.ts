import type { Aws } from '../aws/clients.ts';
import type { Context } from '../context.ts';
import type { PoolSelector } from '../engine/desired.ts';
import { type Observed, observe } from '../engine/observe.ts';
import { callbackUrlOf } from '../mendix/settings.ts';
import { readDomain } from '../resources/domain.ts';
import { derivedPrefix } from '../resources/domain-prefix.ts';
import { passwordProblems } from '../resources/password.ts';
import { readUser } from '../resources/user.ts';
import type { Secret } from '../secret.ts';
import { wrapped } from '../ui/layout.ts';
import { printable } from '../ui/printable.ts';
import type { Check, Prompts } from '../ui/prompts.ts';
import { questionFor } from './ask.ts';
import { type Answers, INPUTS, type InputName } from './definitions.ts';
import { aliasFrom, nothingDesired, selectorOf } from './desired.ts';
import { checkOf } from './resolve.ts';

/** What the wizard comes back with. */
export interface WizardAnswers {
  readonly answers: Answers;
  /** The password that was typed, or undefined when one is to be generated. */
  readonly password: Secret | undefined;
}

/** The five steps that ask, and what each is about. */
const STEPS = ['Mendix app', 'User pool', 'Email', 'User', 'App client'] as const;

type Draft = { -readonly [Name in InputName]?: Answers[Name] };

/** Asks for what flags and environment left open, each answer checked as it is given. */
class Wizard {
  readonly #context: Context;
  readonly #aws: Aws;
  readonly #ask: Prompts;
  readonly #answers: Draft;
  #password: Secret | undefined;

  constructor(context: Context, aws: Aws, ask: Prompts, given: Answers) {
    this.#context = context;
    this.#aws = aws;
    this.#ask = ask;
    this.#answers = { ...given };
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

  /** A question whose empty answer means "none". */
  async #optional(name: InputName, message: string): Promise<string | undefined> {
    const check = checkOf(name);
    const answer = await this.#ask.text({
      message: `${message} (Enter for none)`,
      check: (text) => (text.trim() === '' ? undefined : check(text)),
    });
    return answer.trim() || undefined;
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
      const text = await this.#ask.text(questionFor('appUrl'));
      answers.appUrl = [INPUTS.appUrl.parse(text.trim())];
    }
    const suggested = aliasFrom(answers.appUrl[0]);
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
      const name = await this.#text('poolName', 'Name of the user pool', byDefault);
      if (name !== byDefault) answers.poolName = name;
    }
    if (answers.domainPrefix === undefined && domain === undefined) {
      const derived = derivedPrefix(alias);
      const prefix = await this.#text('domainPrefix', 'First part of the sign-in address', derived, (text) =>
        this.#prefixProblem(text.trim(), derived),
      );
      // The derived one may be replaced by its suffixed form when it is taken; one of the user's own may not.
      if (prefix !== derived) answers.domainPrefix = prefix;
    }
    if (answers.selfSignUp === undefined) {
      const now = pool === undefined ? false : pool.AdminCreateUserConfig?.AllowAdminCreateUserOnly !== true;
      const open = await this.#ask.yes('May anybody on the internet make an account for the app?', now);
      if (open !== now) answers.selfSignUp = open;
    }
  }

  /** Told here rather than after the last question; only AWS itself knows the prefixes of other accounts. */
  async #prefixProblem(prefix: string, derived: string): Promise<string | undefined> {
    const problem = await checkOf('domainPrefix')(prefix);
    if (problem !== undefined || prefix === derived) return problem;
    const holder = await readDomain(this.#aws, prefix);
    return holder === undefined
      ? undefined
      : `“${prefix}” belongs to another user pool of this account (${holder.poolId}).`;
  }

  async #askEmail(): Promise<void> {
    this.#title('Email', 'Only for mails sent through Amazon SES; Cognito itself sends 50 a day without it.');
    if (this.#answers.verifyEmail !== undefined || this.#quick) return;
    const address = await this.#optional('verifyEmail', 'Address for Amazon SES to verify');
    if (address === undefined) return;
    this.#answers.verifyEmail = [address];
    if (this.#answers.emailFrom !== undefined) return;
    const sends = await this.#ask.yes('Send the mails of the user pool from it, once it is verified?', false);
    if (sends) this.#answers.emailFrom = address;
  }

  async #askUser({ pool }: Observed): Promise<void> {
    const answers = this.#answers;
    this.#title('User', 'The first person who signs in. More can be added later with add-user.');
    answers.userEmail ??= await this.#text('userEmail', questionFor('userEmail').message, undefined);
    const user = pool === undefined ? undefined : await readUser(this.#aws, pool.Id, answers.userEmail);
    if (user !== undefined && answers.resetPassword !== true) {
      this.#context.terminal.say('This user is there already; the password is left alone.');
      return;
    }
    if (this.#quick) return;
    answers.userFullName ??= await this.#optional('userFullName', 'Full name, as Mendix shows it');
    const decided = [answers.generatePassword, answers.passwordStdin, answers.temporaryPassword];
    if (decided.some((answer) => answer !== undefined)) return;
    const how = await this.#ask.choose('Password', [
      { name: 'Make one and show it at the end', value: 'generate' },
      { name: 'Type one', value: 'type' },
      { name: 'Make a temporary one: the user chooses their own at the first sign-in', value: 'temporary' },
    ]);
    if (how === 'temporary') answers.temporaryPassword = true;
    if (how === 'type') await this.#askPassword(pool?.Policies?.PasswordPolicy);
  }

  async #askPassword(policy: Parameters<typeof passwordProblems>[1]): Promise<void> {
    this.#password = await this.#ask.secret({
      message: 'The password',
      check: (text) => {
        const problems = passwordProblems(text, policy);
        return problems.length === 0 ? undefined : `It needs ${problems.join(', ')}.`;
      },
    });
  }

  async #askClient(alias: string, { client }: Observed): Promise<void> {
    const answers = this.#answers;
    const callbacks = (answers.appUrl ?? []).map(callbackUrlOf).join(', ');
    this.#title('App client', `What Mendix signs in with. Callback: ${callbacks}`);
    if (this.#quick) return;
    if (answers.clientName === undefined) {
      const byDefault = client?.name ?? alias.slice(0, 128);
      const name = await this.#text('clientName', 'Name of the app client', byDefault);
      if (name !== byDefault) answers.clientName = name;
    }
    if (answers.sessionMinutes === undefined) {
      const now = String(client?.settings.AuthSessionValidity ?? 3);
      const minutes = await this.#text('sessionMinutes', 'Minutes to complete a sign-in (3 to 15)', now);
      if (minutes !== now) answers.sessionMinutes = INPUTS.sessionMinutes.parse(minutes);
    }
  }
}

/** Runs the wizard on a terminal. */
export async function askSetup(context: Context, aws: Aws, given: Answers): Promise<WizardAnswers> {
  return new Wizard(context, aws, await context.prompts(), given).run();
}
