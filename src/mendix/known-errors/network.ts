import type { KnownError } from './known-error.ts';

/** A host of AWS that a setup or Mendix calls. */
const AWS_HOST = String.raw`(?:cognito-idp|email|sts|tagging|sso|oidc|portal\.sso)[\w.-]*\.(?:amazonaws\.(?:com|eu)|api\.aws)`;
const UNREACHABLE =
  '(?:unknown ?host|enotfound|eai_again|econnrefused|econnreset|etimedout|ehostunreach|enetunreach|could not (?:resolve|connect)|name or service not known|nodename nor servname|failed to connect|connection (?:refused|timed out|reset|was closed)|connect(?:ion)? time(?:d )?out|(?:connect|read) time-?(?:d )?out|timed? ?out|unreachable|inaccessible host|socket hang up|getaddrinfo)';

const near = (one: string, other: string): RegExp[] => [
  new RegExp(`${one}[^\\n]{0,200}${other}`, 'i'),
  new RegExp(`${other}[^\\n]{0,200}${one}`, 'i'),
];

/** A host that is neither AWS nor this computer: the text is about something else. */
const OTHER_HOST =
  /(?:https?:\/\/|host[:= ]+["'`]?|getaddrinfo \w+ |exception: |connecting to )(?![\w.-]*(?:amazon|localhost|127\.0\.0\.1|api\.aws))[\w-]+(?:\.[\w-]+)+/i;

/** How a computer or a Mendix server reaches AWS. */
export const NETWORK: readonly KnownError[] = [
  {
    id: 'mendix-tls',
    says: [
      /pkix path building failed/i,
      /sslhandshakeexception/i,
      /unable to find valid certification path/i,
    ],
    unless: OTHER_HOST,
    cause:
      'The Mendix server does not trust the certificate that it was shown for Cognito: a proxy that inspects TLS answers in its place.',
    repair: [
      {
        act: 'Have the app trust the certificate of the proxy, or exempt cognito-idp.<region>.amazonaws.com from inspection.',
      },
    ],
  },
  {
    id: 'proxy-password',
    says: [
      /\b407\b[^\n]{0,40}proxy|(?:proxy|tunneling socket)[^\n]{0,60}\b407\b/i,
      /proxy authentication required/i,
    ],
    cause: 'The proxy requires a user name and a password.',
    repair: [
      { act: 'Write them into the address of the proxy: HTTPS_PROXY=http://<user>:<password>@<host>:<port>' },
    ],
  },
  {
    id: 'proxy-unreachable',
    says: [
      /failed to connect to proxy/i,
      /tunneling socket could not be established/i,
      /proxyconnectionerror/i,
      /(?:unable|cannot) (?:to )?connect to proxy/i,
      /http code \d+ from proxy/i,
      /proxy connect(?:ion)? (?:failed|refused|timed out|aborted)/i,
    ],
    cause: 'The proxy that HTTPS_PROXY names does not answer, or refuses the connection.',
    repair: [
      { act: 'Check HTTPS_PROXY, HTTP_PROXY and ALL_PROXY; NO_PROXY lists the hosts that need none.' },
    ],
  },
  {
    id: 'tls-to-http',
    says: [/wrong version number/i],
    unless: OTHER_HOST,
    cause:
      'A TLS connection reached something that does not speak TLS: usually a proxy that is written with https:// and speaks http.',
    repair: [
      {
        act: 'Write the proxy with http://: HTTPS_PROXY=http://<host>:<port>. Requests to AWS stay encrypted.',
      },
    ],
  },
  {
    id: 'certificate-expired',
    says: [/\bcert_has_expired\b/i, /certificate has expired/i, /certificate is not yet valid/i],
    unless: OTHER_HOST,
    cause: 'A certificate on the way to AWS is out of date, or the clock of this computer is wrong.',
    repair: [
      { act: 'Check the clock first, then the certificate of the proxy between this computer and AWS.' },
    ],
  },
  {
    id: 'tls-untrusted',
    says: [
      /self[- ]signed certificate/i,
      /unable to (?:get local|get) issuer certificate/i,
      /unable to verify the first certificate/i,
      /unable_to_(?:get|verify)_\w+|self_signed_cert_in_chain|depth_zero_self_signed_cert/i,
      /certificate[_ ]verify[_ ]failed/i,
      /ssl validation failed/i,
      /certificate signed by unknown authority/i,
      /err_tls_cert_altname_invalid|does not match certificate's altnames/i,
    ],
    unless: OTHER_HOST,
    cause:
      'This computer does not trust the certificate that it was shown for AWS: a proxy that inspects TLS, such as that of a company, answers in its place.',
    repair: [
      {
        act: 'Have its certificate trusted: set NODE_EXTRA_CA_CERTS (AWS CLI: AWS_CA_BUNDLE) to the file that holds it.',
      },
    ],
  },
  {
    id: 'sandbox-not-running',
    says: [/econnrefused (?:127\.0\.0\.1|::1):9400/i],
    cause: 'The local Cognito of this tool does not run on its port.',
    repair: [{ act: 'Start it, and leave it running:', run: ['sandbox'] }],
  },
  {
    id: 'region-unknown',
    says: [
      /this service may not be available in the [`'"]?([\w-]+)/i,
      /provided region_name '([^']*)' doesn't match a supported format/i,
      /invalid endpoint: https?:\/\/[\w-]+\.+amazonaws/i,
      /credential should be scoped to a valid region/i,
      /access key id needs a subscription for the service/i,
      /region (?:is )?disabled|is not activated in (?:this|the) region/i,
    ],
    names: ['RegionDisabledException', 'OptInRequired'],
    cause: 'The Region is misspelled, is not enabled for this AWS account, or has no Amazon Cognito.',
    repair: [
      {
        act: 'Name another one: --region eu-central-1, for example. The AWS console enables Regions under Account → AWS Regions.',
      },
    ],
  },
  {
    id: 'app-not-running',
    says: [
      /localhost refused to connect/i,
      /err_connection_refused[^\n]{0,100}\/oauth\/v2\//i,
      /\/oauth\/v2\/[^\n]{0,200}err_connection_refused/i,
    ],
    cause: 'Nothing runs at the address of the app to which the browser was sent.',
    repair: [
      { act: 'Start the app in Studio Pro, and compare its port with the callback URL:', run: ['status'] },
    ],
  },
  {
    id: 'https-on-localhost',
    says: [/localhost sent an invalid response/i, /localhost[^\n]{0,80}err_ssl_protocol_error/i],
    cause: 'The browser was sent to https on this computer, and Studio Pro serves an app with http.',
    repair: [
      { act: 'Add the http address:', run: ['create-client', '--app-url', 'http://localhost:8080'] },
      { act: 'Set ApplicationRootUrl in Studio Pro to it.' },
    ],
  },
  {
    id: 'domain-not-active',
    says: [
      ...near(UNREACHABLE, String.raw`amazoncognito\.com`),
      /(?:\b|_)nxdomain\b/i,
      /this site can'?t be reached/i,
      /amazoncognito\.com's server (?:ip|dns) address could not be found/i,
      /err_name_not_resolved/i,
      /having trouble finding that site/i,
      /can'?t find the server/i,
      /amazoncognito\.com[^\n]{0,60}does not exist/i,
    ],
    unless:
      /(?:https?:\/\/|\b)(?![\w.-]*(?:amazoncognito|amazonaws))(?!java\.|javax\.|com\.mendix|www\.google)[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|io|de|nl|eu|uk|local|internal|lan|dev|app)\b/i,
    cause:
      'The domain of the sign-in page does not exist or is not active yet: a new one takes up to a minute. A misspelled prefix or Region looks the same.',
    repair: [
      { act: 'Wait a minute. This shows whether the domain exists:', run: ['doctor'] },
      { act: 'This creates it:', run: ['create-pool'] },
    ],
  },
  {
    id: 'idp-unreachable',
    says: near(UNREACHABLE, AWS_HOST),
    cause:
      'The computer or Mendix server does not reach AWS: a firewall or proxy is in the way, or the Region in the address is misspelled.',
    repair: [
      {
        act: 'Open cognito-idp.<region>.amazonaws.com for HTTPS; Mendix needs it at its start and for each sign-in. From your own computer check --region and HTTPS_PROXY.',
      },
    ],
  },
];
