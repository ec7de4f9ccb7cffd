import type { Aws } from '../../aws/clients.ts';
import { type Observed, observe } from '../../engine/observe.ts';
import { listAppClients } from '../../resources/app-client.ts';
import { readUser } from '../../resources/user.ts';
import { listUserPools } from '../../resources/user-pool.ts';
import type { User } from '../../resources/user-settings.ts';
import type { Context } from '../../run/context.ts';
import type { Secret } from '../../secret.ts';
import type { InputName, Wishes } from '../definitions.ts';
import { selectorOf, targetOf } from '../desired.ts';

/** Id and name of a pool or an app client, as AWS lists them. */
export interface Listed {
  readonly id: string;
  readonly name: string;
}

/** The answers so far, and what is in the account for them. What is read is read once for the same answers. */
export class Draft {
  readonly context: Context;
  aws: Aws;
  readonly answers: { -readonly [Name in InputName]?: Wishes[Name] };
  /** Wishes that were taken back: they are offered when the question is asked again. */
  before: Wishes = {};
  /** The password that was typed. */
  password: Secret | undefined;
  /** The name of the app client that is taken over. */
  picked: string | undefined;
  readonly #read = new Map<string, Promise<unknown>>();

  constructor(context: Context, aws: Aws, given: Wishes) {
    this.context = context;
    this.aws = aws;
    this.answers = { ...given };
  }

  /** What follows from the answers: the alias too, when it was not asked for. */
  get alias(): string {
    return selectorOf(this.answers).alias ?? '';
  }

  /** Takes answers back; their questions offer them again. */
  takeBack(names: readonly InputName[]): void {
    const taken = names.filter((name) => this.answers[name] !== undefined);
    this.before = { ...this.before, ...Object.fromEntries(taken.map((name) => [name, this.answers[name]])) };
    for (const name of taken) delete this.answers[name];
  }

  /** @returns what puts the answers back as they are now */
  remember(): () => void {
    const { before, password, picked } = this;
    const answers = { ...this.answers };
    return () => {
      for (const name of Object.keys(this.answers) as InputName[]) delete this.answers[name];
      Object.assign(this.answers, answers);
      Object.assign(this, { before, password, picked });
    };
  }

  /** Goes on in another account or Region, where nothing is known yet. */
  moveTo(aws: Aws): void {
    this.aws = aws;
    this.#read.clear();
  }

  async #once<T>(what: readonly unknown[], read: () => Promise<T>): Promise<T> {
    const key = JSON.stringify(what);
    const known = this.#read.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const progress = await this.context.progress();
    const reading = progress.during('Looking for what is there already', read);
    this.#read.set(key, reading);
    return reading;
  }

  /** What is there for the alias, or in the pool that was picked: its values are the defaults of what follows. */
  present(): Promise<Observed> {
    const selector = selectorOf(this.answers);
    return this.#once(['present', selector, this.answers.clientName], () =>
      observe(this.aws, targetOf(this.answers, { selector })),
    );
  }

  /** Every user pool of the account and Region. */
  pools(): Promise<readonly Listed[]> {
    return this.#once(['pools'], () => listUserPools(this.aws));
  }

  /** Every app client of the pool; none when there is no pool yet. */
  async clients(): Promise<readonly Listed[]> {
    const { pool } = await this.present();
    if (pool === undefined) return [];
    return this.#once(['clients', pool.Id], () => listAppClients(this.aws, pool.Id));
  }

  /** The user of that address, when pool and user are there. */
  async user(): Promise<User | undefined> {
    const { userEmail, username } = this.answers;
    const { pool } = await this.present();
    if (pool === undefined || userEmail === undefined) return undefined;
    return this.#once(['user', pool.Id, userEmail, username], () =>
      readUser({ aws: this.aws, poolId: pool.Id }, { email: userEmail, username }),
    );
  }
}
