import { readdirSync, readFileSync } from 'node:fs';
import type { Service } from './aws-model.ts';

const CLIENTS: Readonly<Record<string, Service>> = {
  'client-cognito-identity-provider': 'cognito-idp',
  'client-resource-groups-tagging-api': 'resourcegroupstaggingapi',
  'client-sesv2': 'sesv2',
  'client-sts': 'sts',
};

/** Every operation that the program imports a command or a paginator of, leaving out the sandbox. */
export function sentOperations(): [Service, string][] {
  const source = new URL('../../src/', import.meta.url);
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.startsWith('sandbox'),
  );
  const found = files.flatMap((file) =>
    [
      ...readFileSync(new URL(file, source), 'utf8').matchAll(
        /import (?:type )?\{([^}]*)\} from '@aws-sdk\/([\w-]+)'/g,
      ),
    ].flatMap(([, names = '', client = '']) =>
      [...names.matchAll(/\b(?:paginate(\w+)|(\w+)Command)\b/g)].map(
        (match) => `${CLIENTS[client]} ${match[1] ?? match[2]}`,
      ),
    ),
  );
  return [...new Set(found)].toSorted().map((each) => each.split(' ') as [Service, string]);
}
