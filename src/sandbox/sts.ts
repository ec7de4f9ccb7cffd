import { randomUUID } from 'node:crypto';
import { AwsError } from './errors.ts';
import { escapeHtml } from './escape-html.ts';
import type { Answer, Request } from './http.ts';
import { ACCOUNT_ID } from './sandbox.ts';
import { signedRegion } from './signature.ts';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';
const VERSION = '2011-06-15';

/** Answers AWS STS, a query protocol with XML answers (STS API reference, GetCallerIdentity). */
export function answerSts(request: Request): Answer {
  try {
    signedRegion(request, 403);
    const parameters = new URLSearchParams(request.body.toString('utf8'));
    const action = parameters.get('Action');
    if (action !== 'GetCallerIdentity' || parameters.get('Version') !== VERSION) {
      throw new AwsError('InvalidAction', `Could not find operation ${action ?? ''} for version ${VERSION}`);
    }
    return xml(
      200,
      `<GetCallerIdentityResponse xmlns="${NAMESPACE}"><GetCallerIdentityResult>` +
        `<Arn>arn:aws:iam::${ACCOUNT_ID}:user/sandbox</Arn><UserId>AIDASANDBOXEXAMPLE000</UserId>` +
        `<Account>${ACCOUNT_ID}</Account></GetCallerIdentityResult>` +
        `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></GetCallerIdentityResponse>`,
    );
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return xml(
      error.status,
      `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>${error.type}</Code>` +
        `<Message>${escapeHtml(error.message)}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
    );
  }
}

function xml(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/xml' }, body };
}
