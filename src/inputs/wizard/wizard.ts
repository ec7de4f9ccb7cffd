import { readCaller } from '../../aws/caller.ts';
import type { Aws } from '../../aws/clients.ts';
import type { Context, Place } from '../../run/context.ts';
import type { Secret } from '../../secret.ts';
import { padded, widest, wrapped } from '../../ui/layout.ts';
import { printable } from '../../ui/printable.ts';
import { renderCaller } from '../../ui/render-plan.ts';
import type { InputName, Wishes } from '../definitions.ts';
import { appClient } from './app-client.ts';
import { choosePool } from './choose-pool.ts';
import { Draft } from './draft.ts';
import { email } from './email.ts';
import { mendixApp } from './mendix-app.ts';
import type { Question, Step } from './question.ts';
import { user } from './user.ts';
import { userPool } from './user-pool.ts';
import { askWhere, isPlaceOpen } from './where.ts';

/** What the wizard comes back with. */
export interface WizardAnswers {
  readonly answers: Wishes;
  /** The password that was typed, or undefined when one is to be generated. */
  readonly password: Secret | undefined;
}

const STEPS: readonly Step[] = [mendixApp, userPool, email, user, appClient];

/** Asks for what flags and environment left open, lets answers be changed, and keeps them for another round. */
export class Wizard {
  readonly #context: Context;
  readonly #given: Wishes;
  readonly #draft: Draft;
  /** Where it was asked for; undefined when flags and environment said it. */
  #place: Place | undefined;
  /** The questions that were answered, by the user or by a flag. */
  readonly #settled = new Set<Question>();

  readonly #reported = new Set<string>();

  private constructor(context: Context, aws: Aws, given: Wishes, place: Place | undefined) {
    this.#context = context;
    this.#given = given;
    this.#draft = new Draft(context, aws, given);
    this.#place = place;
    for (const question of STEPS.flatMap(({ questions }) => questions)) {
      if (question.inputs.some((name) => given[name] !== undefined)) this.#settled.add(question);
    }
  }

  /** Begins: finds out which account and Region it is about, and says so. */
  static async open(context: Context, given: Wishes): Promise<Wizard> {
    const { terminal } = context;
    const name = 'mendix-cognito: Amazon Cognito for the OIDC SSO module of Mendix';
    terminal.say(terminal.colour.err.bold(wrapped(name, terminal.columns)));
    const where = (await isPlaceOpen(context, given)) ? await askWhere(context, given) : undefined;
    const aws = where?.aws ?? (await context.aws());
    const progress = await context.progress();
    const caller = await progress.during('Asking AWS who you are', () => readCaller(aws));
    terminal.say(renderCaller(aws, caller, terminal.columns));
    terminal.say(
      wrapped(
        context.options.yes
          ? 'Makes a sign-in page, a user and a client for your app.'
          : 'Five short steps make a sign-in page, a user and a client for your app. Nothing is changed before you say yes to the plan. A question mark as answer tells more, Ctrl-C ends.',
        terminal.columns,
      ),
    );
    return new Wizard(context, aws, given, where?.place);
  }

  /** Asks what is still open, then shows the answers until they are right. */
  async run(): Promise<WizardAnswers> {
    for (const [index, step] of STEPS.entries()) {
      await this.#askStep(step, index + 1);
      if (step === mendixApp) await this.#reportFound();
    }
    do await this.#forgetIdle();
    while (!this.#context.options.yes && (await this.#review()));
    const { answers, password } = this.#draft;
    return { answers: { ...answers, ...this.#place }, password };
  }

  /**
   * Takes back what was answered to a question that another answer has left without a meaning: nobody sees it at the
   * review, and it would be carried out all the same. A flag stays.
   */
  async #forgetIdle(): Promise<void> {
    const live = new Set<InputName>();
    const idle = new Set<InputName>();
    for (const question of STEPS.flatMap(({ questions }) => questions)) {
      const names = (await question.applies(this.#draft)) ? live : idle;
      for (const name of question.inputs) names.add(name);
    }
    this.#draft.takeBack(
      [...idle].filter((name) => !live.has(name) && this.#given[name] !== this.#draft.answers[name]),
    );
  }

  /** Says that the alias has a pool already, once for each. */
  async #reportFound(): Promise<void> {
    const { poolId } = this.#draft.answers;
    const { pool } = await this.#draft.present();
    if (pool === undefined || poolId !== undefined || this.#reported.has(pool.Id)) return;
    this.#reported.add(pool.Id);
    const { terminal } = this.#context;
    const found = `Found the user pool “${printable(pool.Name)}” (${pool.Id}): it is used, and its values are offered.`;
    terminal.say(wrapped(found, terminal.columns));
  }

  async #askStep({ title, help, questions }: Step, number: number): Promise<void> {
    const { terminal, options } = this.#context;
    const { bold, dim } = terminal.colour.err;
    const prompts = await this.#context.prompts();
    let titled = false;
    for (const question of questions) {
      if (this.#settled.has(question) || (options.yes && question.needed !== true)) continue;
      this.#settled.add(question);
      if (!(await question.applies(this.#draft))) continue;
      if (!titled) {
        terminal.say();
        terminal.say(bold(`${number} of ${STEPS.length} · ${title}`));
        terminal.say(dim(wrapped(help, terminal.columns)));
        titled = true;
      }
      await question.ask(this.#draft, prompts);
    }
  }

  /** Asks once more, and then what stands on the answer. */
  async #askAgain(question: Question): Promise<void> {
    this.#draft.takeBack(question.inputs);
    if (!(await question.applies(this.#draft))) return;
    await question.ask(this.#draft, await this.#context.prompts());
    await this.#reportFound();
    for (const next of question.leadsTo?.(this.#draft) ?? []) {
      if (await next.applies(this.#draft)) await this.#askAgain(next);
    }
  }

  async #moveElsewhere(): Promise<void> {
    const { place, aws } = await askWhere(this.#context, this.#given, this.#place);
    this.#place = place;
    this.#draft.moveTo(aws);
    const { terminal } = this.#context;
    terminal.say(renderCaller(aws, await readCaller(aws), terminal.columns));
    // What was picked is of the other account.
    if (this.#draft.picked !== undefined) this.#draft.takeBack(['clientName']);
    if (this.#given.poolId === undefined) await this.#askAgain(choosePool);
    await this.#reportFound();
  }

  /**
   * Lists every answer, and has one changed.
   *
   * @returns false when they are right
   */
  async #review(): Promise<boolean> {
    const { terminal } = this.#context;
    const entries: {
      readonly label: string;
      readonly shown: string;
      readonly change: () => Promise<void>;
    }[] = [];
    if (this.#place !== undefined) {
      const { aws } = this.#draft;
      const { account } = await readCaller(aws);
      entries.push({
        label: 'AWS account',
        shown: `${account} in ${aws.region}`,
        change: () => this.#moveElsewhere(),
      });
    }
    for (const question of STEPS.flatMap(({ questions }) => questions)) {
      if (!(await question.applies(this.#draft))) continue;
      const shown = printable(await question.shown(this.#draft));
      entries.push({ label: question.label, shown, change: () => this.#askAgain(question) });
    }
    const width = widest(entries.map(({ label }) => label));
    terminal.say();
    terminal.say(terminal.colour.err.bold('Your answers'));
    const prompts = await this.#context.prompts();
    const chosen = await prompts.choose(
      'Is this right?',
      [
        { name: this.#given.printConfig === true ? 'Yes, print them' : 'Yes, show the plan', value: -1 },
        ...entries.map(({ label, shown }, index) => ({
          name: `${padded(label, width)}  ${shown}`,
          value: index,
        })),
      ],
      -1,
      {
        line: 'Enter goes on; choose a line to change its answer.',
        more: 'Nothing was changed yet. Go to a line with the arrow keys, or type its number, and press Enter: its question is asked again, with your answer offered, and then you are back here.',
      },
    );
    const entry = entries[chosen];
    if (entry === undefined) return false;
    await entry.change();
    return true;
  }
}

/** After a no to the plan: whether to look at the answers once more. */
export async function wantsOtherAnswers(context: Context): Promise<boolean> {
  const prompts = await context.prompts();
  return prompts.choose('And then?', [
    { name: 'Stop here, with nothing changed', value: false },
    { name: 'Go back to the answers', value: true },
  ]);
}
