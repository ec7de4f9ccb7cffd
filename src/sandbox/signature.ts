import { AwsError } from './errors.ts';
import type { Request } from './http.ts';

/**
 * The Region that a request was signed for: part of the SigV4 credential scope
 * (IAM user guide, "Elements of an AWS API request signature"). The signature itself is not checked: the sandbox shares no
 * secret with its callers.
 *
 * @throws MissingAuthenticationTokenException without an Authorization header; IncompleteSignatureException for one that
 * is not SigV4; both with `status`
 */
export function signedRegion(request: Request, status: number): string {
  const authorization = request.headers.authorization;
  if (authorization === undefined) {
    throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', status);
  }
  const scope =
    /^AWS4-HMAC-SHA256 .*Credential=[^/,\s]+\/\d{8}\/([a-z0-9-]{5,32})\/[a-z0-9-]+\/aws4_request/.exec(
      authorization,
    );
  const complete = ['SignedHeaders=', 'Signature='].every((part) => authorization.includes(part));
  if (scope?.[1] === undefined || !complete) {
    throw new AwsError(
      'IncompleteSignatureException',
      'Authorization header requires SignedHeaders, Signature and a Credential of the form ' +
        '<key>/<date>/<region>/<service>/aws4_request.',
      status,
    );
  }
  return scope[1];
}
