/**
 * One line of the table.
 *
 * @typedef {object} Row
 * @property {string} what is measured
 * @property {string} against what it is compared with, or ''
 * @property {string} goal in words, or '' where there is none
 * @property {string} measured in words
 * @property {boolean | undefined} holds undefined where there is no goal, or it could not be measured
 */

/** A ratio of medians that is to stay under a limit. */
export function atMost(what, against, limit, { ratio, one, other }) {
  return {
    what,
    against,
    goal: `≤ ${limit} ×`,
    measured: `${ratio.toFixed(2)} × (${ms(one)} / ${ms(other)})`,
    holds: ratio <= limit,
  };
}

/** Something that is not measured here, and why. */
export const skipped = (what, against, goal, why) => ({
  what,
  against,
  goal,
  measured: why,
  holds: undefined,
});

export const ms = (value) => (value < 10_000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(0)} s`);
