import { readUserPool } from '../../resources/user-pool.ts';
import { diffUserPool } from '../../resources/user-pool-settings.ts';
import { printable } from '../../ui/printable.ts';
import { desiredPool } from '../desired.ts';
import { chooseClient } from './app-client.ts';
import type { Draft } from './draft.ts';
import { pick } from './pick.ts';
import type { Question } from './question.ts';
import { username } from './user.ts';

/** Why a pool cannot serve, or undefined when it can. */
async function whyNot(draft: Draft, id: string): Promise<string | undefined> {
  const pool = await readUserPool(draft.aws, id);
  if (pool === undefined) return 'It is gone: somebody has just deleted it.';
  const creates = { clients: [], domain: undefined };
  const wanted = { ...desiredPool(draft.answers, draft.alias), email: undefined, creates };
  const difference = diffUserPool(pool, wanted);
  return difference.action === 'blocked' ? difference.blocked.map(({ why }) => why).join(' ') : undefined;
}

/** Whether a pool is created or one that is there is taken over; not asked where the alias has one. */
export const choosePool: Question = {
  label: 'User pool',
  help: {
    line: 'Create a new one, or use one of this account: its users can then sign in to your app.',
    more: 'The app gets an app client of its own in that pool, and its users need no other password. The pool itself stays as it is, except for its tags, and a sign-in domain where it has none; the plan shows both. Other apps that use the pool go on working.',
  },
  inputs: ['poolId', 'adopt'],
  async applies(draft) {
    if (draft.answers.poolId !== undefined) return true;
    const { pool } = await draft.present();
    return pool === undefined && (await draft.pools()).length > 0;
  },
  async ask(draft, prompts) {
    const pools = await draft.pools();
    const chosen = await pick(draft, prompts, {
      message: 'Which user pool?',
      fresh: 'Create a new one',
      listed: pools,
      before: draft.before.poolId,
      whyNot: (id) => whyNot(draft, id),
      help: this.help,
    });
    if (chosen === undefined) return;
    draft.answers.poolId = chosen;
    draft.answers.adopt = true;
  },
  async shown(draft) {
    const { poolId } = draft.answers;
    if (poolId === undefined) {
      const others = (await draft.pools()).length;
      return `a new one; ${others === 1 ? 'another is' : `${others} others are`} in this account`;
    }
    const { pool } = await draft.present();
    return `${printable(pool?.Name)} (${poolId})`;
  },
  leadsTo: ({ answers }) => [...(answers.username === undefined ? [username] : []), chooseClient],
};
