import { readCaller } from '../../aws/caller.ts';
import type { Aws } from '../../aws/clients.ts';
import type { Context, Place } from '../../run/context.ts';
import type { Secret } from '../../secret.ts';
import { NARROW, padded, widest, wrapped } from '../../ui/layout.ts';
import { printable } from '../../ui/printable.ts';
import type { Choice, Help } from '../../ui/prompts.ts';
import { renderCaller } from '../../ui/render-plan.ts';
import type { InputName, Wishes } from '../definitions.ts';
import { appClient } from './app-client.ts';
import { choosePool } from './choose-pool.ts';
import { Draft } from './draft.ts';
import { email } from './email.ts';
import { mendixApp } from './mendix-app.ts';
import type { Fold, Question, Step } from './question.ts';
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
const QUESTIONS = STEPS.flatMap(({ questions }) => questions);

/** One answer in the list. */
interface Line {
  readonly group: string;
  readonly label: string;
  readonly help?: Help;
  readonly shown: string;
  readonly follows?: readonly { readonly label: string; readonly shown: string }[] | undefined;
  readonly change: () => Promise<void>;
}

/** Asks for what flags and environment left open, lets answers be changed, and keeps them for another round. */
export class Wizard {
  readonly #context: Context;
  readonly #given: Wishes;
  readonly #draft: Draft;
  /** Where it was asked for; undefined when flags and environment said it. */
  #place: Place | undefined;
  /** The questions that were answered, by the user or by a flag. */
  readonly #settled: Set<Question>;
  readonly #byFlag: ReadonlySet<Question>;
  readonly #reported = new Set<string>();

  private constructor(context: Context, aws: Aws, given: Wishes, place: Place | undefined) {
    this.#context = context;
    this.#given = given;
    this.#draft = new Draft(context, aws, given);
    this.#place = place;
    const isGiven = (name: InputName) => given[name] !== undefined;
    this.#byFlag = new Set(QUESTIONS.filter(({ inputs }) => inputs.some(isGiven)));
    this.#settled = new Set(this.#byFlag);
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
    const what =
      'You create a user pool: the list of people who can sign in, with a sign-in page. You also create an app client: the ID and secret that your app signs in with.';
    const how = 'Nothing changes until you say yes to the plan. Type ? for help, Ctrl-C to stop.';
    terminal.say(wrapped(context.options.yes ? what : `${what} ${how}`, terminal.columns));
    return new Wizard(context, aws, given, where?.place);
  }

  /** Asks what has no default, then shows all answers until they are right. */
  async run(): Promise<WizardAnswers> {
    const open = QUESTIONS.filter((question) => question.needed === true && !this.#settled.has(question));
    while (!(await this.#askEach(open)));
    await this.#reportFound();
    if (!this.#context.options.yes) {
      do {
        for (const question of QUESTIONS) {
          if (!this.#settled.has(question)) await question.presume?.(this.#draft);
        }
        await this.#forgetIdle();
      } while (await this.#review());
    }
    const { answers, password, alias } = this.#draft;
    return { answers: { ...answers, alias, ...this.#place }, password };
  }

  /**
   * Takes back what was answered to a question that another answer has left without a meaning: nobody sees it at the
   * review, and it would be carried out all the same. A flag stays.
   */
  async #forgetIdle(): Promise<void> {
    const live = new Set<InputName>();
    const idle = new Set<InputName>();
    for (const question of QUESTIONS) {
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
    const found = `Found the user pool “${printable(pool.Name)}” (${pool.Id}): this run uses it.`;
    terminal.say(wrapped(found, terminal.columns));
  }

  /** Asks, with the answer of before offered. @returns false when the question was left, and all is as it was */
  async #ask(question: Question): Promise<boolean> {
    const prompts = await this.#context.prompts();
    const restore = this.#draft.remember();
    this.#draft.takeBack(question.inputs);
    const answered = await prompts.leavable(() => question.ask(this.#draft, prompts));
    if (answered) this.#settled.add(question);
    else restore();
    return answered;
  }

  /**
   * Asks them in their order; who leaves one comes back to the one before.
   *
   * @param before called before each
   * @returns false when the first was left
   */
  async #askEach(questions: readonly Question[], before?: (question: Question) => void): Promise<boolean> {
    const asked: number[] = [];
    for (let index = 0; index < questions.length; ) {
      const question = questions[index];
      if (question === undefined || !(await question.applies(this.#draft))) {
        index += 1;
        continue;
      }
      before?.(question);
      if (await this.#ask(question)) {
        asked.push(index);
        index += 1;
        continue;
      }
      const last = asked.pop();
      if (last === undefined) return false;
      index = last;
    }
    return true;
  }

  /** Those questions of a line that opens which can be asked now. */
  async #openable(fold: Fold, which: (question: Question) => boolean): Promise<Question[]> {
    const able: Question[] = [];
    for (const question of QUESTIONS) {
      if (question.fold === fold && which(question) && (await question.applies(this.#draft))) {
        able.push(question);
      }
    }
    return able;
  }

  /** Lists the choices of a line that opens, until they are right. */
  async #open(fold: Fold, which: (question: Question) => boolean = () => true): Promise<void> {
    const prompts = await this.#context.prompts();
    for (;;) {
      const questions = await this.#openable(fold, which);
      const width = widest(questions.map(({ label }) => label)) + 2;
      const choices: Choice<Question | undefined>[] = [{ name: 'That is right', value: undefined }];
      for (const question of questions) {
        const shown = printable(await question.shown(this.#draft));
        choices.push({
          name: padded(question.label, width) + shown,
          help: question.help,
          value: question,
        });
      }
      const chosen = await prompts.choose<Question | undefined>(fold.label, choices, undefined, fold.help);
      if (chosen === undefined) return;
      await this.#askAgain(chosen);
    }
  }

  /** The same from the list, to which Esc leads back. */
  async #openLeavable(fold: Fold): Promise<void> {
    const prompts = await this.#context.prompts();
    await prompts.leavable(() => this.#open(fold));
  }

  /** The further choices of a line that opens, as one question of those that are asked one after the other. */
  #opened(fold: Fold): Question {
    const isFurther = (question: Question) => question.folded === true && !this.#byFlag.has(question);
    return {
      ...fold,
      inputs: [],
      applies: async () => (await this.#openable(fold, isFurther)).length > 0,
      ask: () => this.#open(fold, isFurther),
    };
  }

  /** Asks every question that has a default and that no flag has answered, step by step. */
  async #askAll(): Promise<void> {
    const { terminal } = this.#context;
    const { bold, dim } = terminal.colour.err;
    let titled: Step | undefined;
    const stepOf = new Map<Question, Step>();
    for (const step of STEPS) {
      for (const question of step.questions) {
        const { fold, folded } = question;
        const isLast = step.questions.findLast((each) => each.fold === fold && each.folded) === question;
        if (folded !== true) stepOf.set(question, step);
        else if (fold !== undefined && isLast) stepOf.set(this.#opened(fold), step);
      }
    }
    await this.#askEach(
      [...stepOf.keys()].filter((question) => question.needed !== true && !this.#byFlag.has(question)),
      (question) => {
        const step = stepOf.get(question);
        if (step === undefined || step === titled) return;
        titled = step;
        terminal.say();
        terminal.say(bold(`${STEPS.indexOf(step) + 1} of ${STEPS.length} · ${step.title}`));
        terminal.say(dim(wrapped(step.help, terminal.columns)));
      },
    );
  }

  /** Asks once more, and then what stands on the answer. */
  async #askAgain(question: Question): Promise<void> {
    const restore = this.#draft.remember();
    this.#draft.takeBack(question.inputs);
    if (!(await question.applies(this.#draft))) return;
    if (!(await this.#ask(question))) return restore();
    await this.#reportFound();
    for (const next of question.leadsTo?.(this.#draft) ?? []) await this.#askAgain(next);
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

  /** Goes back to the question before the list. */
  async #askLast(): Promise<void> {
    for (const question of QUESTIONS.toReversed()) {
      if (question.needed !== true || this.#byFlag.has(question)) continue;
      if (await question.applies(this.#draft)) return this.#askAgain(question);
    }
  }

  /** Every answer as a line, by the step that it belongs to. */
  async #lines(): Promise<readonly Line[]> {
    const lines: Line[] = [];
    const folds = new Set<Fold>();
    if (this.#place !== undefined) {
      const { aws } = this.#draft;
      const { account } = await readCaller(aws);
      const shown = `${account} in ${aws.region}`;
      lines.push({ group: 'AWS', label: 'Account', shown, change: () => this.#moveElsewhere() });
    }
    for (const { group, questions } of STEPS) {
      for (const question of questions) {
        if (!(await question.applies(this.#draft))) continue;
        const { label, help, fold } = question;
        if (fold !== undefined) {
          if (folds.has(fold)) continue;
          folds.add(fold);
          const change = () => this.#openLeavable(fold);
          const shown = printable(await fold.shown(this.#draft));
          lines.push({ group, label: fold.label, help: fold.help, shown, change });
          continue;
        }
        const shown = printable(await question.shown(this.#draft));
        const follows = question.follows?.(this.#draft);
        lines.push({ group, label, help, shown, follows, change: () => this.#askAgain(question) });
      }
    }
    return lines;
  }

  /**
   * Lists every answer, and has one changed.
   *
   * @returns false when they are right
   */
  async #review(): Promise<boolean> {
    const { terminal } = this.#context;
    const lines = await this.#lines();
    const wide = terminal.columns >= NARROW;
    const groupWidth = wide ? widest(lines.map(({ group }) => group)) + 2 : 0;
    const labels = lines.flatMap(({ label, follows = [] }) => [label, ...follows.map((each) => each.label)]);
    const row = ({ label, shown }: Pick<Line, 'label' | 'shown'>) =>
      padded(label, widest(labels) + 2) + shown;
    const choices = lines.map((line, index) => {
      const { group, help, change, follows = [] } = line;
      const begins = lines[index - 1]?.group !== group;
      return wide
        ? {
            name: padded(begins ? group : '', groupWidth) + row(line),
            below: follows.map((each) => ({ text: row(each), hang: groupWidth })),
            ...{ help, value: change },
          }
        : { name: line.label, below: [{ text: line.shown, hang: 1 }], ...{ help, value: change } };
    });
    const prompts = await this.#context.prompts();
    const goOn = undefined;
    let chosen: (() => Promise<void>) | undefined;
    const answered = await prompts.leavable(async () => {
      chosen = await prompts.choose<(() => Promise<void>) | undefined>(
        'Is this right?',
        [
          { name: this.#given.printConfig === true ? 'Yes, print it' : 'Yes, show the plan', value: goOn },
          { name: 'Go through every question', value: () => this.#askAll() },
          ...choices,
        ],
        goOn,
        {
          line: 'The rest is filled in. Press Enter to go on, or choose a line to change it.',
          more: 'Nothing has been changed yet. Go to a line with the arrow keys, or type its number: ? explains it, and Enter lets you change it and brings you back here. Esc returns to the previous question.',
        },
      );
    });
    if (!answered) chosen = () => this.#askLast();
    await chosen?.();
    return !answered || chosen !== undefined;
  }
}

/** After a no to the plan: whether to go over the answers once more. */
export async function wantsOtherAnswers(context: Context): Promise<boolean> {
  const prompts = await context.prompts();
  return prompts.choose('What next?', [
    { name: 'Stop here, with nothing changed', value: false },
    { name: 'Go back to the answers', value: true },
  ]);
}
