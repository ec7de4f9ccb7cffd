import { once } from 'node:events';
import { createServer, request as sendRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const READ = /^(?:Describe|Get|List|AdminGet|AdminList)/;
const DISCOVERY = '/.well-known/openid-configuration';

/** What a request asks for: an operation of Cognito, one of STS or SES, or the discovery document. */
function nameOf(request) {
  if (request.url.endsWith(DISCOVERY)) return 'discovery';
  return String(request.headers['x-amz-target'] ?? `${request.method} ${request.url}`).replace(/^.*\./, '');
}

/**
 * A proxy in front of the sandbox that holds each answer back, and counts how many round trips follow on one another: a
 * request's step is one more than the highest step whose answer had been given when it came.
 */
export async function startDelay(targetUrl, delayMs) {
  const calls = [];
  let answered = 0;
  const server = createServer(async (request, response) => {
    const call = { name: nameOf(request), step: answered + 1 };
    calls.push(call);
    const onward = sendRequest(new URL(request.url, targetUrl), {
      method: request.method,
      headers: request.headers,
    });
    request.pipe(onward);
    const [answer] = await once(onward, 'response');
    await sleep(delayMs);
    answered = Math.max(answered, call.step);
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    /** What was called so far; forgets it. */
    take: () => {
      answered = 0;
      return calls.splice(0);
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Everything that changes something; an STS call is a POST and changes nothing. */
export const writesOf = (calls) =>
  calls.filter(({ name }) => !READ.test(name) && !/^(?:GET|POST) |^discovery$/.test(name));

/** The calls until the domain is first looked for after the last write: from then on a run waits for AWS alone. */
export function untilTheWait(calls) {
  const lastWrite = calls.findLastIndex((call) => writesOf([call]).length > 0);
  const look = calls.findIndex(({ name }, at) => name === 'discovery' && at > lastWrite);
  return calls.slice(0, look + 1);
}

export const stepsOf = (calls) => Math.max(0, ...calls.map(({ step }) => step));
