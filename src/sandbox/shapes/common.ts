import { list, map, oneOf, text } from './notation.ts';

// Cognito API reference, "Data types" and the request parameters of each action.

export const userPoolId = text({ min: 1, max: 55, pattern: String.raw`[\w-]+_[0-9a-zA-Z]+` });

export const clientId = text({ min: 1, max: 128, pattern: String.raw`[\w+]+` });

export const clientSecret = text({ min: 24, max: 64, pattern: String.raw`[\w+]+`, sensitive: true });

/** Pools and app clients. */
export const resourceName = text({ min: 1, max: 128, pattern: String.raw`[\w\s+=,.@-]+` });

export const arn = text({
  min: 20,
  max: 2048,
  pattern: String.raw`arn:[\w+=/,.@-]+:[\w+=/,.@-]+:([\w+=/,.@-]*)?:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?`,
});

/** `StringType`: free text. */
export const freeText = text({ min: 0, max: 131_072 });

export const clientMetadata = map(freeText, freeText);

export const regionName = text({ min: 5, max: 32 });

export const username = text({
  min: 1,
  max: 128,
  pattern: String.raw`[\p{L}\p{M}\p{S}\p{N}\p{P}]+`,
  sensitive: true,
});

export const password = text({ max: 256, pattern: String.raw`[\S]+`, sensitive: true });

export const attributeName = text({
  min: 1,
  max: 32,
  pattern: String.raw`[\p{L}\p{M}\p{S}\p{N}\p{P}\t\n\r ]+`,
});

/** `PaginationKey`; `SearchPaginationTokenType` has no upper bound of its own. */
export const nextToken = text({ min: 1, max: 131_072, pattern: String.raw`[\S]+` });
export const unboundedToken = text({ min: 1, pattern: String.raw`[\S]+` });

/** What is printable in ASCII, but for space, quotation mark and backslash. */
export const PLAIN_ASCII = String.raw`[\x21\x23-\x5B\x5D-\x7E]+`;

export const oauthFlows = list(oneOf('code', 'implicit', 'client_credentials'), { min: 0, max: 3 });

export const oauthScopes = list(text({ min: 1, max: 256, pattern: PLAIN_ASCII }), { max: 50 });
