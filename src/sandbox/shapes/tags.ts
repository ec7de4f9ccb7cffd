import { arn } from './common.ts';
import { list, map, structure, text } from './notation.ts';

const tagKey = text({ min: 1, max: 128 });

export const tags = map(tagKey, text({ min: 0, max: 256 }));

export const tagResource = structure({ ResourceArn: arn, Tags: tags }, {});
export const untagResource = structure({ ResourceArn: arn, TagKeys: list(tagKey) }, {});
export const listTagsForResource = structure({ ResourceArn: arn }, {});
