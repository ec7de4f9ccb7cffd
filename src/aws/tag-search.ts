import {
  paginateGetResources,
  ResourceGroupsTaggingAPIClient,
  type ResourceGroupsTaggingAPIClientConfig,
} from '@aws-sdk/client-resource-groups-tagging-api';

/** The one call of the Resource Groups Tagging API that this program makes. */
export interface TagSearch {
  /** The ARNs of the user pools that carry a tag of that key, whatever its value. They may be out of date by a while. */
  userPoolArns(key: string): Promise<string[]>;
}

/** The most that a page can hold (API reference, GetResources, ResourcesPerPage). */
const PAGE = 100;

/** There is another way to find a pool, so nobody waits long for this one, which a company's network may not let through. */
const PATIENCE_MS = 5_000;

/**
 * Creates the client of the Resource Groups Tagging API; nothing is called yet.
 *
 * @param observe handed the client before it is used
 */
export function openTagSearch(
  config: ResourceGroupsTaggingAPIClientConfig,
  observe: (client: ResourceGroupsTaggingAPIClient) => void,
): TagSearch {
  const client = new ResourceGroupsTaggingAPIClient({ ...config, maxAttempts: 2 });
  observe(client);
  return {
    userPoolArns: async (key) => {
      const found: string[] = [];
      const pages = paginateGetResources(
        { client, pageSize: PAGE },
        { ResourceTypeFilters: ['cognito-idp:userpool'], TagFilters: [{ Key: key }] },
        { abortSignal: AbortSignal.timeout(PATIENCE_MS) },
      );
      for await (const { ResourceTagMappingList = [] } of pages) {
        for (const { ResourceARN } of ResourceTagMappingList) {
          if (ResourceARN !== undefined) found.push(ResourceARN);
        }
      }
      return found;
    },
  };
}
