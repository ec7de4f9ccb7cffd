import { expect } from 'vitest';
import { linkForNpx, type TypedRun, typeInto } from '../support/npx.ts';
import { makeOthersPool } from '../support/others-pool.ts';
import { it, type World } from '../support/world.ts';

const APP = 'https://app.example.com';
const PASSWORD = 'Correct-Horse-9';
/** An address that a shell would make a lot of. */
const HOSTILE = "a`id`$HOME'!@example.com";

/** What the reader puts in place of what stands between < and >. */
const FILLED: Readonly<Record<string, string>> = {
  'address of your Mendix app': 'https://other.example.com',
  'address of the app': 'https://other.example.com',
  'another name': 'another',
  'error text': 'error=redirect_mismatch',
  address: 'new@example.com',
  email: 'new@example.com',
  name: 'New Name',
};

const COMMAND = /\bmendix-cognito (?:[a-z]+(?:-[a-z]+)*\b|--)/;
/** A line of its own, of which the screen indents all. */
const ALONE = /^(?: {2,})?((?:printf %s "\$PASSWORD" \| )?npx mendix-cognito (?:[a-z]|--).*)$/;
const WAITS = /Ctrl-C ends it|Open this address/;
/** Why a command that can be read may end with exit code 2: there is nobody to ask. */
const NOBODY_TO_ASK =
  /\bis missing\b|needs a terminal|Name at least one address|found no (?:password|client secret)|Which one\?/;

/** Every text in a JSON document. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** The commands that a run has proposed. Fails for one that does not stand on a line of its own. */
function proposedBy({ stdout, stderr }: TypedRun, isJson: boolean): string[] {
  const texts = isJson ? textsIn(JSON.parse(stdout)) : [stdout];
  return [...texts, stderr].flatMap((text) =>
    text.split('\n').flatMap((line) => {
      if (!COMMAND.test(line)) return [];
      const command = ALONE.exec(line)?.[1];
      expect(command, `not alone on its line: ${line}`).toBeDefined();
      if (!isJson || text === stderr) expect(line).toMatch(/^ {2}/);
      return command === undefined ? [] : [command];
    }),
  );
}

/** The command as its reader completes it; it then changes nothing, and opens no browser. */
function completed(command: string): string {
  const line = command.replace(/<([^<>]+)>/g, (whole, what: string) => FILLED[what] ?? whole);
  expect(line, 'a placeholder that nobody fills').not.toMatch(/<|>/);
  return `${line} ${/mendix-cognito test-login/.test(line) ? '--no-browser' : '--dry-run'}`;
}

/** Runs the program by npx, and then each command that it has proposed, as it was printed. */
class Reader {
  readonly #done = new Set<string>();
  readonly #world: World;
  readonly #env: Readonly<Record<string, string>>;

  private constructor(world: World, env: Readonly<Record<string, string>>) {
    this.#world = world;
    this.#env = env;
  }

  static async open(world: World): Promise<Reader> {
    return new Reader(world, { ...world.env, PASSWORD, ...(await linkForNpx(world.folder)) });
  }

  get proposed(): readonly string[] {
    return [...this.#done];
  }

  #type(line: string, input?: string): Promise<TypedRun> {
    const place = { cwd: this.#world.folder, env: this.#env, ...(input === undefined ? {} : { input }) };
    return typeInto(line, place, WAITS);
  }

  async run(args: string, input?: string): Promise<TypedRun> {
    const run = await this.#type(`npx mendix-cognito ${args} --sandbox`, input);
    for (const command of proposedBy(run, args.includes('--json'))) await this.#follow(command);
    return run;
  }

  /** Nothing that it proposes in turn is followed, but that stands alone as well. */
  async #follow(command: string): Promise<void> {
    if (this.#done.has(command)) return;
    this.#done.add(command);
    expect(command).toMatch(/ --sandbox\b|npx mendix-cognito (?:sandbox\b|\S+ --help|--help)/);
    const line = completed(command);
    const run = await this.#type(line);
    // The examples of the help are lines with pipes and files as well.
    if (!command.endsWith('--help')) proposedBy(run, false);
    if (run.code === 2) expect(run.stderr, line).toMatch(NOBODY_TO_ASK);
    expect([0, 1, 2, 3, 130], `${line}\n${run.stderr}`).toContain(run.code);
    expect(run.stderr, line).not.toMatch(/Unexpected|is no flag|not a flag of|There is no (?:flag|command)/);
  }
}

it('every command that is proposed to somebody who uses npx can be pasted', async ({ world }) => {
  const reader = await Reader.open(world);
  // Before there is anything.
  await reader.run('status');
  await reader.run('mendix-config --alias demo --json');
  await reader.run('setup --dry-run --alias demo');
  const setup = `setup --yes --alias demo --app-url ${APP} --user-email a@example.com`;
  await reader.run(`${setup} --dry-run`);
  await reader.run(setup);
  await reader.run(`${setup} --json`);
  await reader.run('verify-email noreply@example.com --yes');
  await reader.run('verify-email noreply@example.com --yes --wait --timeout 0.01 --json');
  // What is there.
  await reader.run('status');
  await reader.run('doctor');
  await reader.run('doctor --alias demo --user-email nobody@example.com --app-url https://new.example.com');
  await reader.run('doctor --alias demo --user-email nobody@example.com --json');
  await reader.run('doctor --explain error=redirect_mismatch');
  await reader.run('doctor --explain "nothing that is known" --json');
  await reader.run('create-pool --yes --alias demo');
  await reader.run(`create-client --yes --alias demo --app-url ${APP} --json`);
  await reader.run(`create-client --yes --alias demo --app-url ${APP}`);
  for (const more of ['', '--json', '--checklist', '--snippets', '--format docker', '--format studio-pro']) {
    await reader.run(`mendix-config --alias demo ${more}`);
  }
  await reader.run('add-user b@example.com --yes');
  await reader.run('add-user b@example.com c@example.com --yes --json');
  await reader.run('iam-policy');
  // What goes wrong.
  await reader.run('nonsense');
  await reader.run('status --nonsense --json');
  await reader.run('add-user b@example.com --password-stdin --yes');
  await reader.run('test-login --user-email a@example.com --password-stdin', 'wrong');
  await reader.run('test-login --user-email nobody@example.com --password-stdin --json', 'wrong');
  await reader.run('add-user a@example.com --password-stdin --reset-password --yes', PASSWORD);
  await reader.run('test-login --user-email a@example.com --password-stdin', PASSWORD);
  await reader.run('rotate-secret --finish --yes');
  await reader.run('rotate-secret --yes --output secret.txt');
  await reader.run('rotate-secret --yes --output other.txt --json');
  for (const args of ['status', 'doctor', 'mendix-config', 'mendix-config --json --format docker']) {
    await reader.run(args);
  }
  await reader.run('destroy --dry-run');
  await reader.run('sandbox');
  expect(reader.proposed.length).toBeGreaterThan(25);
});

it('also where several apps use a pool, and on one that somebody else has made', async ({ world }) => {
  const reader = await Reader.open(world);
  await reader.run(`setup --yes --alias demo --app-url ${APP} --user-email a@example.com`);
  const { userPoolId: shared } = (await world.run(['mendix-config', '--alias', 'demo', '--json'])).json()
    .mendix as { userPoolId: string };
  const { id: others } = await makeOthersPool(world);
  for (const [alias, id] of [
    ['two', shared],
    ['three', others],
  ] as const) {
    const one = `--alias ${alias} --pool-id ${id}`;
    await reader.run(`status ${one}`);
    await reader.run(`doctor ${one}`);
    await reader.run(
      `setup --yes ${one} --adopt --app-url https://${alias}.example.com --user-email ${alias}@example.com`,
    );
    for (const args of ['status', 'doctor', 'mendix-config', 'mendix-config --snippets --json']) {
      await reader.run(`${args} ${one}`);
    }
  }
  await reader.run('status');
  for (const command of reader.proposed) {
    expect(command.split('--pool-id').length, command).toBeLessThanOrEqual(2);
    if (/--alias (?:two|three)/.test(command)) expect(command).toContain('--pool-id');
  }
});

it('with values that a shell would take apart', async ({ world }) => {
  const reader = await Reader.open(world);
  await reader.run(`setup --yes --alias demo --app-url ${APP} --user-email a@example.com`);
  const email = `"a\\\`id\\\`\\$HOME'!@example.com"`;
  await reader.run(`status --alias demo --user-email ${email}`);
  await reader.run(`doctor --alias demo --user-email ${email}`);
  const created = await reader.run(`add-user ${email} --yes`);
  expect(created.stdout).toContain(HOSTILE);
  await reader.run(`add-user ${email} --yes --json`);
  const run = await reader.run(`test-login --user-email ${email} --password-stdin`, 'wrong');
  expect(run.stderr).toContain(HOSTILE);
  const proposals = reader.proposed.filter((command) => command.includes('`id`'));
  expect(proposals.length).toBeGreaterThan(1);
});

it('and without npx, without it', async ({ world }) => {
  const run = await world.run(['status']);
  expect(run.stderr).toMatch(/^ {2}mendix-cognito setup --sandbox$/m);
  expect(run.stderr).not.toContain('npx');
});
