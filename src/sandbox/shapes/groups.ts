import { arn, nextToken, username, userPoolId } from './common.ts';
import { integer, structure, text } from './notation.ts';

const groupName = text({ min: 1, max: 128, pattern: String.raw`[\p{L}\p{M}\p{S}\p{N}\p{P}]+` });
const page = { Limit: integer(0, 60), NextToken: nextToken };

export const createGroup = structure(
  { GroupName: groupName, UserPoolId: userPoolId },
  { Description: text({ max: 2048 }), RoleArn: arn, Precedence: integer(0) },
);
/** GetGroup and DeleteGroup. */
export const onlyGroup = structure({ GroupName: groupName, UserPoolId: userPoolId }, {});
export const listGroups = structure({ UserPoolId: userPoolId }, page);
export const addUserToGroup = structure(
  { UserPoolId: userPoolId, Username: username, GroupName: groupName },
  {},
);
export const listUsersInGroup = structure({ UserPoolId: userPoolId, GroupName: groupName }, page);
export const listGroupsForUser = structure({ Username: username, UserPoolId: userPoolId }, page);
