import type { Request } from '../http.ts';

/** The fields of a form, or undefined for a body that no form of these pages sends: each field is there once. */
export function readForm(request: Request): ReadonlyMap<string, string> | undefined {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type)) return undefined;
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(request.body.toString('utf8'))) {
    if (fields.has(name)) return undefined;
    fields.set(name, value);
  }
  return fields;
}
