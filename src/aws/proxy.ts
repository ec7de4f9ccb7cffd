import { BlockList, isIP } from 'node:net';
import { CliError, UsageError } from '../errors.ts';
import { noteSecret } from '../secret.ts';

/** The proxy that the environment names for an address. */
export interface HttpProxy {
  /** Scheme, host and port: never with the credentials. */
  readonly url: string;
  /** Host and port, as messages name it. */
  readonly name: string;
  /** The variable that names it. */
  readonly variable: string;
  /** The header that carries the credentials; a library that was handed them in an address would write that to its log. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What curl takes for the port of a proxy where none is named (curl's manual, `--proxy`). */
const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 1080, https: 443 };

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8);
LOOPBACK.addAddress('::1', 'ipv6');
LOOPBACK.addSubnet('::ffff:127.0.0.0', 104, 'ipv6');

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

function isLoopback(host: string): boolean {
  if (isIP(host) !== 0) return LOOPBACK.check(host, familyOf(host));
  return host === 'localhost' || host.endsWith('.localhost');
}

/** One word of NO_PROXY: an address, a range of addresses, or a name, which stands for all names below it too. */
function isNamedBy(word: string, host: string): boolean {
  if (isIP(host) === 0) {
    const name = word.toLowerCase().replace(/^\./, '').replace(/\.$/, '');
    return name !== '' && (host === name || host.endsWith(`.${name}`));
  }
  const [address = '', bits] = word.replace(/[[\]]/g, '').split('/');
  if (isIP(address) !== isIP(host)) return false;
  const range = new BlockList();
  const prefix = bits === undefined ? (isIP(host) === 6 ? 128 : 32) : Number(bits);
  try {
    range.addSubnet(address, prefix, familyOf(address));
  } catch {
    // No length that an address has.
    return false;
  }
  return range.check(host, familyOf(host));
}

/** The value of the first variable that is set and not empty, with its name: lower case goes first, as in curl. */
function firstSet(
  env: NodeJS.ProcessEnv,
  ...names: readonly string[]
): readonly [string, string] | undefined {
  const spellings = names.flatMap((name) => [name.toLowerCase(), name]);
  for (const name of spellings) {
    const value = env[name]?.trim();
    if (value) return [name, value];
  }
  return undefined;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function unusable(variable: string): UsageError {
  return new UsageError(
    [`${variable} is not the address of a proxy.`],
    `Set it to http://host:port, or to http://user:password@host:port where the proxy requires a password; in these, write @ as %40, : as %3A, / as %2F and # as %23.`,
    'PROXY_INVALID',
  );
}

/** @throws UsageError PROXY_INVALID or PROXY_UNSUPPORTED; neither repeats the value, which may hold a password */
function readProxy(variable: string, value: string): HttpProxy {
  const [, scheme = 'http', rest = ''] = /^(?:([a-z][a-z\d+.-]*):\/\/)?(.*)$/is.exec(value) ?? [];
  const protocol = scheme.toLowerCase();
  const address = `http://${rest}`;
  if (!URL.canParse(address)) throw unusable(variable);
  const { hostname, username, password, port } = new URL(address);
  const user = decoded(username);
  const secret = decoded(password);
  const pair = Buffer.from(`${user}:${secret}`).toString('base64');
  // A gateway's page may repeat what it was sent.
  if (secret !== '') for (const form of [secret, password, pair]) noteSecret(form);
  if (protocol.startsWith('socks')) {
    throw new UsageError(
      [`${variable} names a SOCKS proxy (${protocol}), and this program speaks to HTTP proxies only.`],
      `Set HTTPS_PROXY to an HTTP proxy (http://host:port), or list the hosts of AWS in NO_PROXY where they can be reached without one: NO_PROXY=amazonaws.com`,
      'PROXY_UNSUPPORTED',
    );
  }
  const defaultPort = DEFAULT_PORTS[protocol];
  if (defaultPort === undefined || hostname === '') throw unusable(variable);
  // An address that names port 80 has none once it was read as one of http.
  const named = port || (/:0*80(?:[/?#]|$)/.test(rest) ? '80' : String(defaultPort));
  return {
    url: `${protocol}://${hostname}:${named}`,
    name: `${hostname}:${named}`,
    variable,
    headers: user === '' && secret === '' ? {} : { 'Proxy-Authorization': `Basic ${pair}` },
  };
}

/**
 * The proxy through which curl would send a request to that address (curl's manual, "ENVIRONMENT"): HTTPS_PROXY or
 * HTTP_PROXY by the address's scheme, else ALL_PROXY, in both spellings; none for what NO_PROXY names. Loopback is never
 * asked for through a proxy.
 *
 * @throws UsageError PROXY_INVALID or PROXY_UNSUPPORTED
 */
export function proxyFor(target: URL, env: NodeJS.ProcessEnv = process.env): HttpProxy | undefined {
  const scheme = target.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const set = firstSet(env, scheme, 'ALL_PROXY');
  if (set === undefined) return undefined;
  const host = target.hostname.replace(/^\[|\]$|\.$/g, '').toLowerCase();
  if (isLoopback(host)) return undefined;
  const [, without = ''] = firstSet(env, 'NO_PROXY') ?? [];
  if (without === '*' || without.split(/[\s,]+/).some((word) => isNamedBy(word, host))) return undefined;
  return readProxy(...set);
}

/** Which request a proxy was to pass on. */
interface Passage {
  readonly proxy: HttpProxy;
  /** Host and port that it was to connect to. */
  readonly target: string;
}

/** What a proxy that could not be reached, or that broke off before it had answered, is called in an error. */
export function proxyUnreachable({ proxy }: Passage, cause: Error): CliError {
  const { name, variable } = proxy;
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'ABORT_ERR') {
    return new CliError(`The proxy ${name} does not answer.`, {
      code: 'PROXY_UNREACHABLE',
      hint: `Check the address in ${variable}, and whether that proxy can be reached from this network (VPN).`,
      cause: Object.assign(cause, { name: 'TimeoutError' }),
    });
  }
  const why =
    code === undefined || code === 'ECONNRESET'
      ? 'closes the connection without an answer'
      : code === 'ENOTFOUND' || code === 'EAI_AGAIN'
        ? `is a name that no DNS server knows here (${code})`
        : `cannot be reached (${code})`;
  return new CliError(`The proxy ${name} ${why}.`, {
    code: 'PROXY_UNREACHABLE',
    hint: `Check the address in ${variable}. Where AWS can be reached without a proxy, unset ${variable}, or set NO_PROXY=amazonaws.com.`,
    cause,
  });
}

/** What a proxy that answered, but not with the connection, is called in an error. */
export function proxyRefused({ proxy, target }: Passage, status: number, challenge = ''): CliError {
  const { name, variable, headers } = proxy;
  if (status !== 407) {
    return new CliError(`The proxy ${name} does not connect to ${target} (HTTP ${status}).`, {
      code: 'PROXY_REFUSED',
      hint: 'Ask whoever runs the proxy to allow that host. Where it can be reached without a proxy, add it to NO_PROXY.',
    });
  }
  const schemes = challenge.match(/\b(?:Basic|Digest|NTLM|Negotiate|Kerberos)\b/gi) ?? [];
  const other = schemes.length > 0 && !schemes.some((scheme) => /^basic$/i.test(scheme));
  const why = other
    ? `asks for ${schemes.join(' or ')}, and this program can send a user name and a password only`
    : Object.keys(headers).length > 0
      ? `does not accept the user name and password in ${variable}`
      : 'asks for a user name and a password';
  return new CliError(`The proxy ${name} ${why} (HTTP 407).`, {
    code: 'PROXY_CREDENTIALS',
    hint: other
      ? `Run a local proxy that signs in to it, such as px or cntlm, and name that one in ${variable}.`
      : `Set ${variable} to http://user:password@${name}; in these, write @ as %40, : as %3A, / as %2F and # as %23.`,
  });
}
