/** True where nobody waits for the tests. Elsewhere a share of the cases runs that are generated or listed by a program. */
export const ALL_CASES = process.env.CI === 'true';
