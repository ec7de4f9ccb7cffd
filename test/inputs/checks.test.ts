import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as checks from '../../src/inputs/checks.ts';
import { FORMATS } from '../../src/mendix/formats.ts';

const from3To15 = checks.wholeNumber(3, 15);
const aPort = checks.wholeNumber(0, 65_535);
const tenths = checks.numberFrom(0.1, 600);
const oneOfFormats = checks.oneOf(FORMATS);
const oneOfTiers = checks.oneOf(['lite', 'essentials', 'plus']);

type Parse = (text: string) => unknown;

const long = (length: number, rest = ''): string => 'a'.repeat(length - rest.length) + rest;

/** What is taken, and as what. */
const GOOD: readonly (readonly [Parse, string, unknown])[] = [
  [checks.parseAppUrl, 'https://app.example.com', 'https://app.example.com'],
  [checks.parseAppUrl, 'https://app.example.com/', 'https://app.example.com'],
  [checks.parseAppUrl, 'https://app.example.com///', 'https://app.example.com'],
  [checks.parseAppUrl, 'HTTPS://App.Example.COM', 'https://app.example.com'],
  [checks.parseAppUrl, 'https://app.example.com:443', 'https://app.example.com'],
  [checks.parseAppUrl, 'https://app.example.com/portal/', 'https://app.example.com/portal'],
  [checks.parseAppUrl, 'http://localhost:8080', 'http://localhost:8080'],
  [checks.parseAppUrl, 'http://127.0.0.1:8080/', 'http://127.0.0.1:8080'],
  [checks.parseAppUrl, 'http://[::1]:8080', 'http://[::1]:8080'],
  [checks.parseAppUrl, 'app.example.com', 'https://app.example.com'],
  [checks.parseAppUrl, 'app.example.com:8443/portal/', 'https://app.example.com:8443/portal'],
  [checks.parseAppUrl, '//app.example.com', 'https://app.example.com'],
  [checks.parseAppUrl, 'localhost:8080', 'http://localhost:8080'],
  [checks.parseAppUrl, 'LOCALHOST', 'http://localhost'],
  [checks.parseAppUrl, '127.0.0.1:8080/index.html', 'http://127.0.0.1:8080'],
  [checks.parseAppUrl, '[::1]:8080', 'http://[::1]:8080'],
  [checks.parseAppUrl, 'https://localhost:8443', 'https://localhost:8443'],
  [checks.parseAppUrl, 'https://app.example.com/index.html', 'https://app.example.com'],
  [
    checks.parseAppUrl,
    'https://app.example.com/index.html?profile=Responsive#/home',
    'https://app.example.com',
  ],
  [checks.parseAppUrl, 'https://app.example.com/login.html?ret=a/b', 'https://app.example.com'],
  [checks.parseAppUrl, 'https://app.example.com/p/home', 'https://app.example.com'],
  [checks.parseAppUrl, 'https://app.example.com/p/order/17/', 'https://app.example.com'],
  [checks.parseAppUrl, 'https://app.example.com/link/order/17', 'https://app.example.com'],
  [checks.parseAppUrl, 'https://app.example.com/sub/path/p/home', 'https://app.example.com/sub/path'],
  [checks.parseAppUrl, 'https://app.example.com//index.html', 'https://app.example.com'],
  [checks.parseAppUrl, 'https://app.example.com/p', 'https://app.example.com/p'],
  [checks.parseAppUrl, 'https://app.example.com/portal/linked', 'https://app.example.com/portal/linked'],
  [checks.parseAppUrl, 'https://app.example.com/oauth/v2/callback', 'https://app.example.com'],
  [checks.parseAppUrl, 'https://app.example.com/a/oauth/v2/login?idp=x', 'https://app.example.com/a'],
  [checks.parseAppUrl, 'https://app.example.com/?a=1', 'https://app.example.com'],
  [checks.parseAppUrl, 'https://app.example.com/?', 'https://app.example.com'],
  [checks.parseAppUrl, 'https://app.example.com/#x', 'https://app.example.com'],
  [checks.parseAppUrl, ' “https://app.example.com/” ', 'https://app.example.com'],
  [checks.parseAppUrl, '"https://app.example.com"', 'https://app.example.com'],
  [checks.parseAppUrl, "'app.example.com'", 'https://app.example.com'],
  [checks.parseAppUrl, '<https://app.example.com>', 'https://app.example.com'],
  [checks.parseAppUrl, `https://a.example/index.html?${long(2000)}`, 'https://a.example'],
  [checks.parseRemovedAppUrl, 'https://app.example.com/index.html', 'https://app.example.com/index.html'],
  [checks.parseRemovedAppUrl, 'https://*.example.com/', 'https://*.example.com'],
  [checks.parseCallbackUrl, 'https://a.example/cb?x=1', 'https://a.example/cb?x=1'],
  [checks.parseCallbackUrl, 'https://a.example/', 'https://a.example/'],
  [checks.parseCallbackUrl, 'HTTPS://A.example/cb', 'HTTPS://A.example/cb'],
  [checks.parseAlias, 'My.App_1-x', 'My.App_1-x'],
  [checks.parseAlias, long(100), long(100)],
  [checks.parseName, 'My app +=,.@-_1', 'My app +=,.@-_1'],
  [checks.parseName, long(128), long(128)],
  [checks.parsePoolId, 'eu-central-1_AbCdEfGhI', 'eu-central-1_AbCdEfGhI'],
  [checks.parseDomainPrefix, 'a', 'a'],
  [checks.parseDomainPrefix, 'my-app-1', 'my-app-1'],
  [checks.parseDomainPrefix, long(63), long(63)],
  [from3To15, '3', 3],
  [from3To15, '15', 15],
  [tenths, '0.1', 0.1],
  [tenths, '600', 600],
  [aPort, '0', 0],
  [aPort, '65535', 65_535],
  [checks.parseEmail, 'ann@example.com', 'ann@example.com'],
  [checks.parseEmail, "o'neil+mendix@mail.example.co.uk", "o'neil+mendix@mail.example.co.uk"],
  [checks.parseEmail, long(128, '@example.com'), long(128, '@example.com')],
  [checks.parseFullName, ' Ann Lee ', 'Ann Lee'],
  [checks.parseFullName, 'Åsa Öberg 李', 'Åsa Öberg 李'],
  [oneOfFormats, 'ENV', 'env'],
  [oneOfTiers, 'plus', 'plus'],
  [checks.parseModuleVersion, '4.5', [4, 5]],
  [checks.parseModuleVersion, '4.10.2', [4, 10]],
  [checks.parseModuleVersion, 'v4.2.1', [4, 2]],
  [checks.parsePath, 'oidc.env', 'oidc.env'],
  [checks.parseRegion, 'eu-central-1', 'eu-central-1'],
  [checks.parseProfile, 'work', 'work'],
];

/** What is refused, and what the message has to say. */
const BAD: readonly (readonly [Parse, string, string])[] = [
  [checks.parseAppUrl, '', 'is empty; give the address of the app'],
  [checks.parseAppUrl, 'https://app.example.com/a b', 'has a space in it'],
  [checks.parseAppUrl, 'https://app.example.com/a\tb', 'has a space in it'],
  [checks.parseAppUrl, 'nowhere', '“nowhere” is not an address'],
  [checks.parseAppUrl, 'ftp://app.example.com', 'does not begin with https://'],
  [checks.parseAppUrl, 'javascript:alert(1)', 'does not begin with https://'],
  [checks.parseAppUrl, '/p/home', 'is not an address'],
  [checks.parseAppUrl, '""', 'is empty; give the address of the app'],
  [checks.parseAppUrl, 'http://app.example.com/index.html', 'takes for localhost only; use https://'],
  [checks.parseAppUrl, 'https://*.example.com', 'has a wildcard (*)'],
  [checks.parseAppUrl, '*.example.com', 'has a wildcard (*)'],
  [checks.parseAppUrl, 'https://app.example.com/*', 'has a wildcard (*)'],
  [checks.parseAppUrl, 'ann@app.example.com', 'holds a user name or password'],
  [checks.parseRemovedAppUrl, 'https://app.example.com/?a=1', 'has a part after ?'],
  [checks.parseRemovedAppUrl, 'https://app.example.com/oauth/v2/callback', 'is the callback URL; give the'],
  [checks.parseCallbackUrl, 'https://*.example.com/cb', 'has a wildcard (*)'],
  [checks.parseCallbackUrl, 'https://app.example.com/*', 'has a wildcard (*)'],
  [checks.parseAppUrl, 'http://app.example.com', 'takes for localhost only; use https://'],
  [checks.parseAppUrl, 'http://localhost.example.com', 'takes for localhost only; use https://'],
  [checks.parseAppUrl, 'https://ann@app.example.com', 'holds a user name or password'],
  [checks.parseAppUrl, 'https://:pw@app.example.com', 'holds a user name or password'],
  [checks.parseAppUrl, `https://a.example/${long(1000)}`, 'with its callback path it passes 1024'],
  [checks.parseCallbackUrl, `https://a.example/${long(1020)}`, 'is longer than 1024 characters'],
  [checks.parseCallbackUrl, 'http://app.example.com/cb', 'takes for localhost only'],
  [checks.parseCallbackUrl, 'https://app.example.com/cb#x', 'has a part after #'],
  [checks.parseCallbackUrl, 'myapp://callback', 'does not begin with https://'],
  [checks.parseAlias, '', 'is empty'],
  [checks.parseAlias, 'a/b', '“a/b” may hold only letters, digits, dot, underscore and hyphen'],
  [checks.parseAlias, 'a b', 'may hold only'],
  [checks.parseAlias, 'é', 'may hold only'],
  [checks.parseAlias, long(101), 'has 101 characters; it can have at most 100'],
  [checks.parseName, ' ', 'is empty'],
  [checks.parseName, 'a/b', 'may hold only letters, digits, spaces and'],
  [checks.parseName, long(129), 'has 129 characters; Cognito takes at most 128'],
  [checks.parsePoolId, 'AbCdEfGhI', 'is not the id of a user pool'],
  [checks.parsePoolId, `eu-central-1_${long(50)}`, 'is not the id of a user pool'],
  [checks.parseDomainPrefix, '', 'is empty'],
  [checks.parseDomainPrefix, 'My-App', 'may hold only lower-case letters'],
  [checks.parseDomainPrefix, 'my.app', 'may hold only lower-case letters'],
  [checks.parseDomainPrefix, '-app', 'a hyphen neither first nor last'],
  [checks.parseDomainPrefix, 'app-', 'a hyphen neither first nor last'],
  [checks.parseDomainPrefix, long(64), 'has 64 characters; Cognito takes at most 63'],
  [checks.parseDomainPrefix, 'my-aws-app', 'contains “aws”, which AWS reserves'],
  [checks.parseDomainPrefix, 'amazonas', 'contains “amazon”'],
  [checks.parseDomainPrefix, 'xcognitox', 'contains “cognito”'],
  [from3To15, '2', '“2” is not a whole number from 3 to 15'],
  [from3To15, '16', '“16” is not a whole number from 3 to 15'],
  [from3To15, 'abc', '“abc” is not a whole number from 3 to 15'],
  [from3To15, '3.5', 'is not a whole number'],
  [from3To15, '1e1', 'is not a whole number'],
  [from3To15, '', '“” is not a whole number'],
  [tenths, '0', '“0” is not a number from 0.1 to 600'],
  [tenths, '600.1', '“600.1” is not a number from 0.1 to 600'],
  [tenths, '1e2', 'is not a number'],
  [aPort, '65536', '“65536” is not a whole number from 0 to 65535'],
  [aPort, '-1', '“-1” is not a whole number'],
  [checks.parseEmail, '', 'is empty'],
  [checks.parseEmail, 'nobody', '“nobody” is not an email address; one looks like ann@example.com'],
  [checks.parseEmail, 'ann@localhost', 'is not an email address'],
  [checks.parseEmail, 'ann@@example.com', 'is not an email address'],
  [checks.parseEmail, 'Ann <ann@example.com>', 'is not an email address'],
  [checks.parseEmail, 'ann@example.com,bob@example.com', 'is not an email address'],
  [checks.parseEmail, 'ann@-example.com', 'is not an email address'],
  [checks.parseEmail, 'ann..lee@example.com', 'has a dot in the wrong place'],
  [checks.parseEmail, '.ann@example.com', 'has a dot in the wrong place'],
  [checks.parseEmail, 'ann.@example.com', 'has a dot in the wrong place'],
  [checks.parseEmail, long(129, '@example.com'), 'has 129 characters; Cognito takes at most 128'],
  [checks.parseFullName, '  ', 'is empty'],
  [checks.parseFullName, long(2049), 'has more than 2048 characters'],
  [checks.parseFullName, 'Ann\u001b[31m', 'holds a control character'],
  [oneOfFormats, 'jsn', '“jsn” is not one of screen, json, env, mendix-cloud, portable, docker'],
  [oneOfFormats, 'jsn', '; did you mean json?'],
  [oneOfFormats, 'Dockr', '; did you mean docker?'],
  [oneOfFormats, 'kubernets', '; did you mean kubernetes?'],
  [oneOfFormats, 'studio', '; did you mean studio-pro?'],
  [oneOfFormats, 'studo', '; did you mean studio-pro?'],
  [oneOfFormats, 'mendix', '; did you mean mendix-cloud?'],
  [oneOfFormats, 'cloud-foundry', '; did you mean cloudfoundry?'],
  [oneOfFormats, 'yaml', 'kubernetes, m2ee, studio-pro'],
  [checks.parseModuleVersion, '', '“” is not a version of the OIDC SSO module; one looks like 4.5'],
  [checks.parseModuleVersion, '4', 'is not a version of the OIDC SSO module'],
  [checks.parseModuleVersion, 'latest', 'is not a version of the OIDC SSO module'],
  [checks.parseModuleVersion, '4.5.x', 'is not a version of the OIDC SSO module'],
  [checks.parseModuleVersion, '-4.5', 'is not a version of the OIDC SSO module'],
  [checks.parseModuleVersion, '3.9', '“3.9” belongs to Mendix 9'],
  [oneOfTiers, 'essential', 'did you mean essentials?'],
  [oneOfTiers, '', '“” is not one of lite, essentials, plus'],
  [checks.parsePath, '', 'is empty'],
  [checks.parsePath, 'a\0b', 'holds a NUL character'],
  [
    checks.parseRegion,
    'frankfurt',
    '“frankfurt” is not the name of an AWS Region; one looks like eu-central-1',
  ],
  [checks.parseRegion, 'cn-north-1', 'no user pools in the China Region cn-north-1'],
  [checks.parseProfile, '', 'is empty'],
];

const shown = (text: string): string =>
  text.length > 60 ? `${text.length} characters` : JSON.stringify(text);
const nameOf = (parse: Parse): string =>
  parse === oneOfFormats ? 'format' : parse === oneOfTiers ? 'tier' : parse.name.replace('parse', '');

describe('the check of an answer', () => {
  it.each(GOOD.map(([parse, text, value]) => [nameOf(parse), shown(text), parse, text, value] as const))(
    '%s takes %s',
    (_name, _shown, parse, text, value) => {
      expect(parse(text)).toEqual(value);
    },
  );

  it.each(BAD.map(([parse, text, says]) => [nameOf(parse), shown(text), parse, text, says] as const))(
    '%s refuses %s',
    (_name, _shown, parse, text, says) => {
      expect(() => parse(text)).toThrow(checks.InputProblem);
      expect(() => parse(text)).toThrow(says);
    },
  );

  it('never throws anything but the problem of the answer, and is a clause without a full stop', () => {
    const parsers: Parse[] = [...new Set([...GOOD, ...BAD].map(([parse]) => parse))];
    fc.assert(
      fc.property(fc.constantFrom(...parsers), fc.string({ unit: 'binary' }), (parse, text) => {
        try {
          parse(text);
        } catch (error) {
          expect(error).toBeInstanceOf(checks.InputProblem);
          expect((error as Error).message).not.toMatch(/\.$/);
        }
      }),
    );
  });

  it('takes again, unchanged, what it has made of an app URL', () => {
    fc.assert(
      fc.property(
        fc.webUrl({ validSchemes: ['https'], withQueryParameters: true, withFragments: true }),
        (url) => {
          const root = rootOf(url);
          fc.pre(root !== undefined);
          expect(checks.parseAppUrl(root)).toBe(root);
          expect(checks.appUrlNote(root)).toBeUndefined();
          expect(root).not.toMatch(/\/$|[?#*]/);
        },
      ),
    );
  });
});

/** The root address, or undefined for an address that is refused. */
function rootOf(url: string): string | undefined {
  try {
    return checks.parseAppUrl(url);
  } catch (error) {
    expect(error).toBeInstanceOf(checks.InputProblem);
    return undefined;
  }
}

const segment = fc
  .stringMatching(/^[a-z0-9][a-z0-9_-]{0,8}$/)
  .filter((text) => !['p', 'link', 'oauth'].includes(text));
/** A root address of an app: what Mendix puts its callback path behind. */
const rootAddress = fc
  .tuple(
    fc.oneof(
      fc.constantFrom(
        'http://localhost:8080',
        'http://127.0.0.1:8081',
        'http://[::1]',
        'https://localhost:8443',
      ),
      fc.domain().map((host) => `https://${host.toLowerCase()}`),
    ),
    fc.array(segment, { maxLength: 3 }),
  )
  .map(([origin, path]) => [origin, ...path].join('/'));
/** What an address bar shows behind it. */
const page = fc.oneof(
  fc.constantFrom('', '/', '/index.html', '/login.html', '/index-dark.html', '/oauth/v2/callback'),
  fc
    .tuple(fc.constantFrom('/p/', '/link/', '//p/'), fc.array(segment, { minLength: 1, maxLength: 3 }))
    .map(([prefix, path]) => prefix + path.join('/')),
);
const rest = fc.constantFrom(
  '',
  '?',
  '#',
  '?profile=Responsive',
  '?a=https://b.example/c',
  '#/p/home',
  '?a#b',
);
const quotes = fc.constantFrom(
  ['', ''],
  [' ', '\t'],
  ['"', '"'],
  ['“', '”'],
  ["'", "'"],
  ['<', '>'],
  [' "', '" '],
);

describe('an address from an address bar', () => {
  it('is the root address, whatever stands behind it and around it', () => {
    fc.assert(
      fc.property(rootAddress, page, rest, quotes, (root, path, more, [before, after]) => {
        const typed = `${before}${root}${path}${more}${after}`;
        expect(checks.parseAppUrl(typed)).toBe(root);
        const isCut = path.length > 1 || more !== '' || /["“'<]/.test(before ?? '');
        if (isCut) expect(checks.appUrlNote(typed)).toContain(`${root},`);
        else expect(checks.appUrlNote(typed)).toBeUndefined();
      }),
    );
  });

  it('without a scheme is https, and http on this computer', () => {
    fc.assert(
      fc.property(rootAddress, page, (root, path) => {
        fc.pre(!root.startsWith('https://localhost'));
        const typed = root.replace(/^https?:\/\//, '') + path;
        expect(checks.parseAppUrl(typed)).toBe(root);
        expect(checks.appUrlNote(typed)).toContain(`${root},`);
      }),
    );
  });

  it('is shown without what stands behind a question mark, which can hold a secret', () => {
    expect(checks.appUrlNote('https://a.example/index.html?code=SECRET#SECRET')).not.toContain('SECRET');
    expect(checks.appUrlNote('https://a.example/oauth/v2/callback?code=SECRET')).not.toContain('SECRET');
  });
});
