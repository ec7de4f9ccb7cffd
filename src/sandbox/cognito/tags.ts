import { AwsError, invalidParameter, resourceNotFound } from '../errors.ts';
import type { Infer } from '../shapes/notation.ts';
import type { listTagsForResource, tagResource, untagResource } from '../shapes/tags.ts';
import type { Pool } from '../state.ts';
import type { Call } from './operation.ts';
import { poolArn } from './pool-lookup.ts';

const MAX_TAGS = 50;

/** Cognito API reference, TagResource. */
export function tag(input: Infer<typeof tagResource>, call: Call): object {
  const pool = taggedPool(call, input.ResourceArn);
  // API reference, TagResource: unlike CreateUserPool and UpdateUserPool it has no UserPoolTaggingException.
  pool.tags = checkTags({ ...pool.tags, ...input.Tags }, 'InvalidParameterException');
  return {};
}

/** Cognito API reference, UntagResource. */
export function untag(input: Infer<typeof untagResource>, call: Call): object {
  const pool = taggedPool(call, input.ResourceArn);
  pool.tags = Object.fromEntries(Object.entries(pool.tags).filter(([key]) => !input.TagKeys.includes(key)));
  return {};
}

/** Cognito API reference, ListTagsForResource. */
export function listTags(input: Infer<typeof listTagsForResource>, call: Call): object {
  return { Tags: taggedPool(call, input.ResourceArn).tags };
}

/**
 * AWS General Reference, "Tagging AWS resources": 50 tags at most, and the prefix `aws:` is AWS's own.
 *
 * @param tooMany the error name for more than 50 tags
 * @throws UserPoolTaggingException, InvalidParameterException
 */
export function checkTags(
  tags: Record<string, string>,
  tooMany = 'UserPoolTaggingException',
): Record<string, string> {
  const keys = Object.keys(tags);
  if (keys.length > MAX_TAGS) {
    throw new AwsError(tooMany, `A user pool can have at most ${MAX_TAGS} tags.`);
  }
  if (keys.some((key) => key.toLowerCase().startsWith('aws:'))) {
    throw invalidParameter('Tag keys that begin with aws: are reserved.');
  }
  return tags;
}

function taggedPool(call: Call, arn: string): Pool {
  const pool = call.sandbox.state.pools.find((each) => each.region === call.region && poolArn(each) === arn);
  if (!pool) throw resourceNotFound(`Resource ${arn} does not exist.`);
  return pool;
}
