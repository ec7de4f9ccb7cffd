import { flag, integer, list, structure, text } from './notation.ts';

// Resource Groups Tagging API reference, GetResources.

const any = String.raw`[\s\S]*`;

const tagFilter = structure(
  {},
  {
    Key: text({ min: 1, max: 128, pattern: any }),
    Values: list(text({ min: 0, max: 256, pattern: any }), { min: 0, max: 20 }),
  },
);

export const getResources = structure(
  {},
  {
    PaginationToken: text({ min: 0, max: 2048, pattern: any }),
    TagFilters: list(tagFilter, { min: 0, max: 50 }),
    ResourcesPerPage: integer(),
    TagsPerPage: integer(),
    ResourceTypeFilters: list(text({ min: 0, max: 256, pattern: any })),
    IncludeComplianceDetails: flag,
    ExcludeCompliantResources: flag,
    ResourceARNList: list(text({ min: 1, max: 1011, pattern: any }), { min: 1, max: 100 }),
  },
);
