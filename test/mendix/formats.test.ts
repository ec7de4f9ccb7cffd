import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { plain } from '../../src/mendix/deployment.ts';
import { FORMATS, type Format, screenFields } from '../../src/mendix/formats.ts';
import type { ModuleVersion } from '../../src/mendix/module-version.ts';
import { writeFormat } from '../../src/mendix/write-format.ts';
import { Secret } from '../../src/secret.ts';
import { DISCOVERY, deployment } from '../support/deployment.ts';
import { readEnvFile } from '../support/env-file.ts';
import { readHocon } from '../support/hocon.ts';
import { hinting } from '../support/repairs.ts';

type Written = Exclude<Format, 'screen'>;
type Values = Readonly<Record<string, string>>;

const VERSIONS: readonly ModuleVersion[] = [
  [4, 2],
  [4, 5],
  [4, 7],
];
const APART = { path: '/secrets/oidc secret', word: '"oidc secret"' };

/** What a POSIX shell has in its variables after it has read the text. */
function inShell(text: string): Values {
  const names = [...text.matchAll(/^(OIDC_\w+)=/gm)].map(([, name = '']) => name);
  const print = names.map((name) => `printf '%s\\0' "$${name}"`).join('\n');
  const values = execFileSync('sh', ['-c', `set -eu\n${text}\n${print}`], { encoding: 'utf8' }).split('\0');
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
}

/** From `MX_OIDC_ClientID` and `CONSTANTS` to the names of the constants, as the Mendix buildpack looks them up. */
function asConstants(variables: Values): Values {
  const known = deployment({ encryptionKey: 'k' }).constants.map(({ name }) => name);
  const { CONSTANTS = '{}' } = variables;
  const fromJson = JSON.parse(CONSTANTS) as Values;
  return Object.fromEntries(
    known.flatMap((name) => {
      const value = variables[`MX_${name.replace('.', '_')}`] ?? fromJson[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** YAML as Kubernetes, PyYAML (1.1) and others (1.2) read it: they have to agree. */
function yaml(text: string): unknown {
  // YAML 1.1, 5.1 (c-printable) and 5.4 (line breaks): PyYAML refuses or folds what the reader here lets pass.
  expect(text).toMatch(
    /^[\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]*$/u,
  );
  const [old, now] = (['1.1', '1.2'] as const).map((version) => parseYaml(text, { version }) as unknown);
  expect(old).toEqual(now);
  return now;
}

interface ConstantRow {
  readonly Name: string;
  readonly DataType: string;
  readonly Value: string;
}

/** The parser of each target: the constants that it finds in the text. */
const READ: Readonly<Record<Exclude<Written, 'json' | 'env' | 'portable'>, (text: string) => Values>> = {
  'mendix-cloud': (text) => {
    const { Constants } = JSON.parse(text) as { Constants: ConstantRow[] };
    for (const row of Constants) expect(row.DataType).toBe('String');
    return Object.fromEntries(Constants.map(({ Name, Value }) => [Name, Value]));
  },
  docker: (text) => {
    const raw = readEnvFile(text, false);
    expect(readEnvFile(text, true)).toEqual(raw);
    return asConstants(raw);
  },
  cloudfoundry: (text) => asConstants((yaml(text) as { env: Values }).env),
  kubernetes: (text) =>
    (yaml(text) as { spec: { runtime: { microflowConstants: Values } } }).spec.runtime.microflowConstants,
  m2ee: (text) => (yaml(text) as { mxruntime: { MicroflowConstants: Values } }).mxruntime.MicroflowConstants,
  'studio-pro': (text) =>
    Object.fromEntries(
      text
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.search(/ [^ ]|$/) + 1)]),
    ),
};

/** The constants that the Portable Runtime reads from its files: a later one is merged over an earlier one. */
async function inPortableRuntime(...files: readonly string[]): Promise<Values> {
  const { runtime } = (await readHocon(files.join('\n'))) as {
    runtime: { params: { MicroflowConstants: Values } };
  };
  return runtime.params.MicroflowConstants;
}
const TARGETS = Object.keys(READ) as (keyof typeof READ)[];

const SIX = {
  'OIDC.ClientAlias': 'demo',
  'OIDC.ClientID': 'client1',
  'OIDC.ClientSecret': 'example-secret',
  'OIDC.AutomaticConfigurationURL': DISCOVERY,
  'OIDC.ClientAuthenticationMethod': 'client_secret_post',
  'OIDC.SelectedScope': 'openid profile email',
};

describe('each format', () => {
  it.each(TARGETS)('%s holds every constant that Cognito needs', (format) => {
    const { text, secretText } = writeFormat(format, deployment());
    expect(READ[format](text)).toEqual(SIX);
    expect(secretText).toBeUndefined();
  });

  it.each(TARGETS)('%s takes the key of a new app, under the name that its version has', (format) => {
    const given = (version: ModuleVersion) => deployment({ version, encryptionKey: 'k'.repeat(32) });
    const { 'OIDC.EncryptionKey': key } = READ[format](writeFormat(format, given([4, 4])).text);
    expect(key).toBe('k'.repeat(32));
    expect(writeFormat(format, given([4, 3])).text).not.toMatch(/OIDC.EncryptionKey/);
    expect(writeFormat(format, given([4, 3])).text).toMatch(/Encryption.EncryptionKey/);
  });

  it.each(
    FORMATS.filter((format) => format !== 'screen').flatMap((format) =>
      VERSIONS.map((version) => [format, version.join('.'), version] as const),
    ),
  )('%s for module version %s is what it was', async (format, name, version) => {
    const { text, steps } = writeFormat(format, deployment({ version }));
    await expect(text).toMatchFileSnapshot(`golden/${format}-${name}.txt`);
    if (version[1] === 5) {
      const printed = `${steps.join('\n')}\n`;
      await expect(printed).toMatchFileSnapshot(`golden/${format}-steps.txt`);
    }
  });

  it.each(['docker', 'cloudfoundry'] as const)('%s has one variable for all of them', async (format) => {
    const { text } = writeFormat(format, deployment({ more: { singleVariable: true } }));
    expect(READ[format](text)).toEqual(SIX);
    expect(text).not.toContain('MX_OIDC');
    await expect(text).toMatchFileSnapshot(`golden/${format}-single-variable.txt`);
  });
});

describe('an app with several addresses', () => {
  const at = (version: ModuleVersion, ...urls: readonly string[]) =>
    READ.kubernetes(
      writeFormat(
        'kubernetes',
        deployment({ version, source: { callbackUrls: urls.map((url) => `${url}/oauth/v2/callback`) } }),
      ).text,
    );

  it('gets them allowed from 4.5 on, which otherwise sends one callback URL only', () => {
    expect(at([4, 5], 'https://a.example', 'https://b.example/shop', 'https://a.example/x')).toEqual({
      ...SIX,
      'OIDC.EnableMultiDomainSupport': 'True',
      'OIDC.AllowedHosts': 'a.example,b.example',
    });
    expect(at([4, 4], 'https://a.example', 'https://b.example')).toEqual(SIX);
  });

  it('is not one that also runs on localhost', () => {
    expect(at([4, 5], 'https://a.example', 'http://localhost:8080')).toEqual(SIX);
  });
});

describe('a secret apart', () => {
  const written = (format: Written, more = {}) =>
    writeFormat(format, deployment({ encryptionKey: 'k'.repeat(32), more: { secretFile: APART, ...more } }));
  const apart = { 'OIDC.ClientSecret': 'example-secret', 'OIDC.EncryptionKey': 'k'.repeat(32) };
  const { 'OIDC.ClientSecret': _, ...open } = SIX;

  it.each(
    FORMATS.filter((format) => format !== 'screen').flatMap((format) =>
      [false, true].map((singleVariable) => [format, singleVariable] as const),
    ),
  )('is not in the text of %s (one variable: %s), nor in its steps', (format, singleVariable) => {
    const { text, secretText, steps } = written(format, { singleVariable });
    for (const secret of ['example-secret', 'k'.repeat(32)]) {
      expect(text + steps.join('\n')).not.toContain(secret);
    }
    expect(secretText).toContain('example-secret');
  });

  it.each(['mendix-cloud', 'docker', 'm2ee', 'studio-pro'] as const)(
    'of %s has the form of the rest',
    (format) => {
      const { text, secretText = '' } = written(format);
      expect(READ[format](text)).toEqual(open);
      expect(READ[format](secretText)).toEqual(apart);
    },
  );

  it('of docker goes with one variable for the rest, which the buildpack takes second', () => {
    const { text, secretText = '' } = written('docker', { singleVariable: true });
    expect(asConstants(readEnvFile(`${text}${secretText}`, false))).toEqual({ ...open, ...apart });
  });

  it('of portable is a file that is merged over the other', async () => {
    const { text, secretText = '' } = written('portable');
    expect(await inPortableRuntime(text)).toEqual(open);
    expect(await inPortableRuntime(text, secretText)).toEqual({ ...open, ...apart });
  });

  it('of cloudfoundry is a variable of cf push', () => {
    const { text, secretText = '' } = written('cloudfoundry');
    const vars = yaml(secretText) as Values;
    const { env } = yaml(text) as { env: Values };
    // What cf push does with a manifest: https://docs.cloudfoundry.org/devguide/deploy-apps/manifest.html
    const pushed = Object.entries(env).map(([name, value]) => [
      name,
      value.replace(/\(\((\w+)\)\)/g, (whole, variable) => vars[variable] ?? whole),
    ]);
    expect(asConstants(Object.fromEntries(pushed))).toEqual({ ...open, ...apart });
  });

  it.each(['portable', 'docker', 'cloudfoundry', 'kubernetes'] as const)(
    'of %s is referred to as it was',
    async (format) => {
      const { text, steps } = writeFormat(format, deployment({ more: { secretFile: APART } }));
      await expect(`${text}${steps.join('\n')}\n`).toMatchFileSnapshot(`golden/${format}-secret-apart.txt`);
    },
  );

  it('of kubernetes is JSON under the keys of the SecretProviderClass, and the patch names them', () => {
    const { text, secretText = '' } = written('kubernetes');
    expect(READ.kubernetes(text)).toEqual(open);
    expect(JSON.parse(secretText)).toEqual({
      'mx-const-OIDC.ClientSecret': 'example-secret',
      'mx-const-OIDC.EncryptionKey': 'k'.repeat(32),
    });
    expect(text).toContain('objectAlias: "mx-const-OIDC.ClientSecret"');
  });

  it('of env is named by a variable, and of JSON it is null', () => {
    expect(inShell(written('env').text)).toMatchObject({ OIDC_CLIENT_SECRET_FILE: APART.path });
    expect(JSON.parse(written('json').text)).toMatchObject({ clientId: 'client1', clientSecret: null });
    // To the letter, without a line break that would become part of it.
    for (const format of ['env', 'json'] as const) expect(written(format).secretText).toBe('example-secret');
  });
});

describe('a value that has to be quoted or escaped', () => {
  const AWKWARD = [
    ...[
      'yes',
      'No',
      'on',
      'off',
      'true',
      'null',
      '~',
      '012',
      '0x1F',
      '1e3',
      '1:20',
      '.5',
      '=',
      '<<',
      '-',
      '?',
    ],
    ...[
      '',
      ' ',
      ' a',
      'a ',
      '# a',
      'a #b',
      'a: b',
      'a:',
      '- a',
      '!a',
      '&a',
      '*a',
      '%a',
      '@a',
      '`a',
      '|',
      '>',
    ],
    ...[
      "'a'",
      '"a"',
      '"',
      "'",
      "it's",
      '$HOME',
      '$\u007bHOME}',
      '$(id)',
      '`id`',
      '\\n',
      'a\\',
      '\\',
      '((a))',
      '((',
      '=a',
    ],
    ...[
      'a\nb',
      '\n',
      'a\r\nb',
      'a\r',
      '\t',
      '\u0000',
      '\u0007',
      '\u0085',
      '\u2028',
      '\ufeff',
      '\u007f',
      '\uffff',
    ],
    ...['ä', '李', '😀', '\u200f', '{"a":1}', '[a]', 'a,b', 'a'.repeat(200)],
  ];
  const value = fc.oneof(
    fc.constantFrom(...AWKWARD),
    fc.array(fc.constantFrom(...AWKWARD), { maxLength: 6 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 40 }).filter((text) => !/[\ud800-\udfff]/u.test(text)),
  );
  const given = (alias: string, secret: string, more = {}) =>
    deployment({ source: { alias, clientSecret: new Secret(secret) }, more });

  /** What a form cannot hold, as its own rules have it. */
  const CANNOT: Readonly<Partial<Record<Format, RegExp>>> = {
    docker: /[\n\r\0]|^(["']).*\1$/s,
    cloudfoundry: /\0|\(\(!?[-/.\w\p{L}]+\)\)/u,
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a field takes none of
    'studio-pro': /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/,
    env: /\0/,
  };

  /** Writes it, or expects the refusal where there has to be one. */
  function writeOrRefuse(format: Written, alias: string, secret: string): string | undefined {
    const write = () => writeFormat(format, given(alias, secret)).text;
    if (![alias, secret].some((text) => CANNOT[format]?.test(text))) return write();
    expect(write).toThrow(expect.objectContaining({ code: 'FORMAT_CANNOT_EXPRESS' }));
    return undefined;
  }

  it.each(TARGETS.filter((format) => format !== 'studio-pro'))(
    'comes back equal from %s, or is refused',
    (format) => {
      fc.assert(
        fc.property(value, value, (alias, secret) => {
          const text = writeOrRefuse(format, alias, secret);
          if (text === undefined) return;
          expect(READ[format](text)).toEqual({
            ...SIX,
            'OIDC.ClientAlias': alias,
            'OIDC.ClientSecret': secret,
          });
        }),
        { numRuns: 400 },
      );
    },
  );

  it('comes back equal from portable, secret apart or not', async () => {
    await fc.assert(
      fc.asyncProperty(value, value, fc.boolean(), async (alias, secret, isApart) => {
        const { text, secretText = '' } = writeFormat(
          'portable',
          given(alias, secret, isApart ? { secretFile: APART } : {}),
        );
        expect(await inPortableRuntime(text, secretText)).toEqual({
          ...SIX,
          'OIDC.ClientAlias': alias,
          'OIDC.ClientSecret': secret,
        });
      }),
      { numRuns: 400 },
    );
  });

  it('stands to the letter behind the name in the list for Studio Pro, or is refused', () => {
    fc.assert(
      fc.property(value, value, (alias, secret) => {
        const lines = writeOrRefuse('studio-pro', alias, secret)?.split('\n');
        if (lines === undefined) return;
        expect(lines).toHaveLength(7);
        expect(lines[0]).toBe(`${'OIDC.ClientAlias'.padEnd(33)}${alias}`);
        expect(lines[2]).toBe(`${'OIDC.ClientSecret'.padEnd(33)}${secret}`);
      }),
    );
  });

  it('comes back equal from a shell, or is refused', () => {
    fc.assert(
      fc.property(value, value, (alias, secret) => {
        const text = writeOrRefuse('env', alias, secret);
        if (text === undefined) return;
        expect(inShell(text)).toMatchObject({ OIDC_ALIAS: alias, OIDC_CLIENT_SECRET: secret });
      }),
      { numRuns: 60 },
    );
  });

  it('comes back equal from JSON', () => {
    fc.assert(
      fc.property(value, value, (alias, secret) => {
        const text = writeOrRefuse('json', alias, secret) ?? '';
        expect(JSON.parse(text)).toMatchObject({ alias, clientSecret: secret });
      }),
    );
  });

  it('comes back equal from the one variable of docker, line breaks too', () => {
    fc.assert(
      fc.property(value, value, (alias, secret) => {
        const { text } = writeFormat('docker', given(alias, secret, { singleVariable: true }));
        expect(READ.docker(text)).toMatchObject({ 'OIDC.ClientAlias': alias, 'OIDC.ClientSecret': secret });
      }),
    );
  });

  it('comes back equal from the secret file of each form that has one of its own, or is refused', () => {
    const read: Partial<Record<Written, (text: string) => string | undefined>> = {
      'mendix-cloud': (text) => READ['mendix-cloud'](text)['OIDC.ClientSecret'],
      docker: (text) => READ.docker(text)['OIDC.ClientSecret'],
      m2ee: (text) => READ.m2ee(text)['OIDC.ClientSecret'],
      kubernetes: (text) => (JSON.parse(text) as Values)['mx-const-OIDC.ClientSecret'],
      cloudfoundry: (text) => (yaml(text) as Values).mx_oidc_clientsecret,
      env: (text) => text,
    };
    fc.assert(
      fc.property(
        fc.constantFrom(...(Object.keys(read) as (keyof typeof read)[])),
        value,
        (format, secret) => {
          const write = () =>
            writeFormat(format, given('demo', secret, { secretFile: APART })).secretText ?? '';
          if (format !== 'env' && CANNOT[format]?.test(secret)) expect(write).toThrow();
          else expect(read[format]?.(write())).toBe(secret);
        },
      ),
      { numRuns: 600 },
    );
  });

  it('is named only where it is refused, with a way out', () => {
    const write = () => writeFormat('docker', given('demo', 'line one\nline two'));
    expect(write).toThrow(
      'MX_OIDC_ClientSecret holds a line break or NUL, which an env-file of Docker cannot express. Nothing was written.',
    );
    expect(write).toThrow(expect.objectContaining({ repairs: hinting('--single-variable') }));
    expect(write).not.toThrow('line one');
  });

  it('in a file name ends no comment', () => {
    const secretFile = { path: '/a\nb', word: '"a\nMX_OIDC_ClientID=other"' };
    const { text } = writeFormat('docker', deployment({ more: { secretFile } }));
    expect(READ.docker(text)['OIDC.ClientID']).toBe('client1');
  });
});

describe('the fields of the screen', () => {
  const labels = (version?: ModuleVersion) =>
    screenFields(deployment().settings, 'shown', version).map(({ label }) => label);

  it('have PKCE from 4.5 on, behind the client ID', () => {
    expect(labels([4, 5])).toEqual([
      'Alias',
      'Automatic configuration URL',
      'Client ID',
      'Enable PKCE',
      'Client authentication method',
      'Client secret',
      'Scopes',
    ]);
    expect(labels([5, 0])).toEqual(labels([4, 5]));
  });

  it('are without it before, and where the version is not known', () => {
    expect(labels([4, 4])).not.toContain('Enable PKCE');
    expect(labels()).toEqual(labels([4, 2]));
  });
});

it('no constant is a secret that is not marked as one', () => {
  const { constants } = deployment({ encryptionKey: 'k'.repeat(32) });
  expect(constants.filter(({ value: it }) => it instanceof Secret).map(({ name }) => name)).toEqual([
    'OIDC.ClientSecret',
    'OIDC.EncryptionKey',
  ]);
  expect(JSON.stringify(constants)).not.toContain('example-secret');
  expect(constants.map(plain)).toContain('example-secret');
});
