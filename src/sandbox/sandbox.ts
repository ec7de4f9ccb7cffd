import { AwsError } from './errors.ts';
import { Quotas } from './quotas.ts';
import { emptyState, type Pool, type State } from './state.ts';
import { saveState } from './state-file.ts';

/** One AWS account has 12 digits; this is the one of AWS's own examples. */
export const ACCOUNT_ID = '123456789012';

/** Pools with their tags, as the search for tags knows them. */
export type TagIndex = readonly Pick<Pool, 'id' | 'region' | 'tags'>[];

export interface SandboxSettings {
  /** Where the state is kept, as JSON; without it the state ends with the process. */
  readonly stateFile?: string;
  /** Whether the sandbox lives inside a command; `GET /_sandbox` shows it. */
  readonly embedded: boolean;
  /** Takes failures of the sandbox itself. */
  readonly log: (line: string) => void;
  /** How long a new domain is CREATING, and a deleted one DELETING. */
  readonly domainActivationMs: number;
  /** The same for custom domains. */
  readonly customDomainActivationMs: number;
  /** What AWS's rate quotas are multiplied with (1: the real figures); without it they are not held. */
  readonly quotaScale?: number;
  /** The clock, in epoch milliseconds. */
  readonly now: () => number;
}

/** The state with its rules for time, turns and saving. Every area of the sandbox works on one of these. */
export class Sandbox {
  readonly settings: SandboxSettings;
  readonly quotas: Quotas;
  state: State;
  /** What the search for tags answers while it is late: as everything was then. */
  lateTags: TagIndex | undefined;
  /** Where the sandbox listens; issuers and links start with it. */
  url = '';
  #turn: Promise<unknown> = Promise.resolve();
  #saving: Promise<void> | undefined;
  #nextSave: Promise<void> | undefined;

  constructor(settings: SandboxSettings, state: State) {
    this.settings = settings;
    this.quotas = new Quotas(settings.quotaScale, settings.now);
    this.state = state;
  }

  now(): number {
    return this.settings.now();
  }

  /** Logs a failure of the sandbox itself. */
  report(error: unknown): void {
    this.settings.log(
      `internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  }

  /**
   * The error as AWS answers it.
   *
   * @param internal what the service calls a failure of its own, which is reported
   */
  asAwsError(error: unknown, internal: string): AwsError {
    if (error instanceof AwsError) return error;
    this.report(error);
    return new AwsError(internal, 'The sandbox failed.', 500);
  }

  /**
   * Runs one operation at a time, so that none sees another's half-done work, and answers only when what it changed is
   * on disk.
   */
  async inTurn<T>(work: () => T | Promise<T>, writes: boolean): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    const value = await result;
    if (writes) await this.save();
    return value;
  }

  /** Resolves when everything up to now is on disk. Calls that arrive during a write share the next one. */
  save(): Promise<void> {
    const file = this.settings.stateFile;
    if (file === undefined) return Promise.resolve();
    if (this.#saving === undefined) {
      this.#saving = saveState(file, this.state).finally(() => {
        this.#saving = undefined;
      });
      return this.#saving;
    }
    this.#nextSave ??= this.#saving
      .catch(() => undefined)
      .then(() => {
        this.#nextSave = undefined;
        return this.save();
      });
    return this.#nextSave;
  }

  reset(): void {
    this.state = emptyState();
    this.lateTags = undefined;
  }
}
