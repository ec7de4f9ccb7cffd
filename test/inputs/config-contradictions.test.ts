import { describe, expect, it } from 'vitest';
import { configContradictions } from '../../src/inputs/config-contradictions.ts';
import type { Answers } from '../../src/inputs/definitions.ts';

describe('contradictions of mendix-config', () => {
  it.each<[Answers, RegExp[]]>([
    [{}, []],
    [{ format: 'docker', singleVariable: true }, []],
    [
      { format: 'm2ee', singleVariable: true },
      [/--single-variable goes with --format docker, cloudfoundry; m2ee/],
    ],
    [{ singleVariable: true }, [/screen has nothing for it/]],
    [{ format: 'studio-pro', newApp: true }, []],
    [{ format: 'json', newApp: true }, [/--new-app goes with --format mendix-cloud, docker,/]],
    [{ output: 'oidc.env', secretFile: 'secret.env' }, []],
    [{ snippets: true, output: 'links.txt' }, []],
    [{ snippets: true, format: 'env', secretFile: 'x' }, [/--snippets .*leave out --format, --secret-file/]],
  ])('of %j are %j', (answers, says) => {
    const problems = configContradictions({ answers, problems: [], notes: [], sources: {}, wrong: [] });
    expect(problems).toEqual(says.map((each) => expect.stringMatching(each)));
  });

  it('are none of a format that is wrong itself', () => {
    const answers = { singleVariable: true, newApp: true };
    expect(
      configContradictions({ answers, problems: [], notes: [], sources: {}, wrong: ['format'] }),
    ).toEqual([]);
  });
});
