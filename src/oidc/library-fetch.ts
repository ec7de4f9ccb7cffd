import type { Network } from '../aws/network.ts';

/** What the libraries hand to a `fetch` of our own. */
interface Wanted {
  readonly method: string;
  readonly headers: Headers | Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A `fetch` for libraries: through the run's network, with its deadline in place of the library's own. */
export function libraryFetch({ request }: Network): (url: string, wanted: Wanted) => Promise<Response> {
  return async (url, { method, headers, body }) => {
    const answer = await request(url, {
      method,
      headers: Object.fromEntries(headers instanceof Headers ? headers : Object.entries(headers)),
      body: body === undefined || body === null ? undefined : String(body),
    });
    const { status } = answer;
    const hasBody = status !== 204 && status !== 304;
    return new Response(hasBody ? answer.body : null, { status, headers: answer.headers });
  };
}
