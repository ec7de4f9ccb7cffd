import { describe, expect } from 'vitest';
import { it, SETUP } from '../support/world.ts';
import recorded from './answers.json' with { type: 'json' };

/** What AWS was recorded to describe, with its source, and what an update makes of it. */
interface RecordedAnswer {
  readonly what: string;
  readonly source: string;
  readonly operation: string;
  /** The member of the answer that has the members below besides its own. */
  readonly member: string;
  readonly has: Readonly<Record<string, unknown>>;
  readonly before?: readonly string[];
  readonly run: readonly string[];
  readonly update: string;
  readonly sends: Readonly<Record<string, unknown>>;
  /** Members that stand nowhere in the update. */
  readonly never: readonly string[];
}

describe('what AWS was recorded to describe', () => {
  it.for(recorded as readonly RecordedAnswer[])('$what ($source)', async (row, { world }) => {
    await world.run(SETUP);
    const common = ['--yes', '--alias', 'demo'];
    if (row.before !== undefined) await world.run([...row.before, ...common]);
    world.recorder.rewrite = (body, request) => {
      if (request?.operation !== row.operation || request.error !== undefined) return body;
      const answer = JSON.parse(body) as Record<string, object>;
      const described = answer[row.member] ?? {};
      // Nothing is there: nothing to add to.
      if (Object.keys(described).length === 0) return body;
      return JSON.stringify({ ...answer, [row.member]: { ...described, ...row.has } });
    };

    // It is in step with that answer as well.
    world.recorder.clear();
    expect(await world.run([...SETUP, '--json'])).toMatchObject({ code: 0 });
    expect(world.recorder.writes).toEqual([]);

    expect(await world.run([...row.run, ...common])).toMatchObject({ code: 0 });
    const update = world.recorder.writes.find(({ operation }) => operation === row.update);
    expect(update?.input).toMatchObject(row.sends);
    for (const name of row.never) expect(JSON.stringify(update?.input)).not.toContain(`"${name}"`);

    world.recorder.clear();
    expect(await world.run([...row.run, ...common])).toMatchObject({ code: 0 });
    expect(world.recorder.writes).toEqual([]);
  });
});
