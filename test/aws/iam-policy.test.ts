import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  IAM_ACTIONS,
  iamPolicy,
  type PolicyPlace,
  readActions,
  writeActions,
} from '../../src/aws/iam-policy.ts';
import { OWNER_TAG } from '../../src/resources/pool-tags.ts';

const SOURCES = new URL('../../src/', import.meta.url).pathname;
const PREFIX: Readonly<Record<string, string>> = {
  'client-cognito-identity-provider': 'cognito-idp',
  'client-resource-groups-tagging-api': 'tag',
  'client-sesv2': 'ses',
  'client-sts': 'sts',
};
// InitiateAuth and its like are not signed: AWS asks no permission of whoever signs in.
const UNSIGNED = ['InitiateAuth', 'RespondToAuthChallenge'];

const PLACE: PolicyPlace = { partition: 'aws', region: 'eu-central-1', account: '123456789012' };

/** The actions of every AWS call that the program's sources import, the local Cognito left out. */
function sentActions(): string[] {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.startsWith('sandbox'),
  );
  const found = files.flatMap((file) => {
    const text = readFileSync(join(SOURCES, file), 'utf8');
    const imports = text.matchAll(/import\s*\{([^}]*)\}\s*from\s*'@aws-sdk\/([\w-]+)'/g);
    return [...imports].flatMap(([, names = '', service = '']) =>
      [...names.matchAll(/\b(?:paginate(\w+)|(\w+)Command)\b/g)]
        .map(([, paginated, command]) => paginated ?? command ?? '')
        .filter((operation) => !UNSIGNED.includes(operation))
        .map((operation) => `${PREFIX[service]}:${operation}`),
    );
  });
  return [...new Set(found)].sort();
}

const actionsOf = (...parameters: Parameters<typeof iamPolicy>) =>
  iamPolicy(...parameters).Statement.flatMap(({ Action }) => Action);

describe('the table of IAM actions', () => {
  it('holds what the program can send, no more and no less', () => {
    const sent = sentActions();
    expect(sent.length).toBeGreaterThan(20);
    const table = IAM_ACTIONS.filter(({ beside }) => beside !== true).map(({ action }) => action);
    expect([...table].sort()).toEqual(sent);
  });

  it('names each action once', () => {
    const names = IAM_ACTIONS.map(({ action }) => action);
    expect(names).toEqual([...new Set(names)]);
  });

  it('parts the actions of setup into those that can be tried out and those that write', () => {
    const ofFiles = IAM_ACTIONS.filter(({ optional }) => optional === true).map(({ action }) => action);
    expect([...readActions(), ...writeActions(), ...ofFiles].sort()).toEqual(
      [...actionsOf('setup', PLACE)].sort(),
    );
    expect(writeActions()).toContain('cognito-idp:CreateUserPool');
    for (const action of readActions()) expect(action).toMatch(/:(?:Get|List|Describe|AdminGet)/);
  });
});

describe('iamPolicy', () => {
  it('limits to the ARN what can be limited, and gives * to the rest', () => {
    const { Version, Statement } = iamPolicy('setup', PLACE);
    expect(Version).toBe('2012-10-17');
    const resources = Object.fromEntries(
      Statement.flatMap(({ Action, Resource }) => Action.map((action) => [action, Resource])),
    );
    const everywhere = Object.keys(resources).filter((action) => resources[action] === '*');
    expect(everywhere).toEqual([
      'cognito-idp:CreateUserPool',
      'cognito-idp:DescribeUserPoolDomain',
      'cognito-idp:ListUserPools',
      'ses:GetAccount',
      'tag:GetResources',
    ]);
    expect(resources).toMatchObject({
      'cognito-idp:UpdateUserPool': 'arn:aws:cognito-idp:eu-central-1:123456789012:userpool/*',
      'ses:CreateEmailIdentity': 'arn:aws:ses:eu-central-1:123456789012:identity/*',
      'iam:CreateServiceLinkedRole':
        'arn:aws:iam::123456789012:role/aws-service-role/email.cognito-idp.amazonaws.com/*',
    });
    expect(Statement.find(({ Action }) => Action.includes('iam:CreateServiceLinkedRole'))?.Condition).toEqual(
      {
        StringEquals: { 'iam:AWSServiceName': 'email.cognito-idp.amazonaws.com' },
      },
    );
  });

  it('for looking only: nothing that writes', () => {
    expect(
      actionsOf('read-only', PLACE).filter((action) => !/:(?:Get|List|Describe|AdminGet)/.test(action)),
    ).toEqual([]);
  });

  it('for destroy: nothing that makes anything, or reads a client with its secret', () => {
    const actions = actionsOf('destroy', PLACE);
    expect(actions).toContain('cognito-idp:DeleteUserPool');
    expect(actions.filter((action) => /:(?:\w*Create|DescribeUserPoolClient)/.test(action))).toEqual([]);
  });

  it('for setup: deletes no pool and no domain', () => {
    const deletes = actionsOf('setup', PLACE).filter((action) => action.includes(':Delete'));
    expect(deletes).toEqual([
      'cognito-idp:DeleteUserPoolClient',
      'cognito-idp:DeleteUserPoolClientSecret',
      'ses:DeleteEmailIdentity',
    ]);
  });

  it('for destroy: deletes only user pools that this tool created, and no domain of Amazon SES', () => {
    const statements = iamPolicy('destroy', PLACE).Statement;
    const allowing = (action: string) => statements.filter(({ Action }) => Action.includes(action));
    expect(allowing('cognito-idp:DeleteUserPool')).toEqual([
      expect.objectContaining({
        Action: ['cognito-idp:DeleteUserPool'],
        Condition: { StringEquals: { [`aws:ResourceTag/${OWNER_TAG}`]: 'made' } },
      }),
    ]);
    expect(allowing('ses:DeleteEmailIdentity')).toEqual([
      expect.objectContaining({ Resource: 'arn:aws:ses:eu-central-1:123456789012:identity/*@*' }),
    ]);
    // An app that joins a user pool is put on its tags, and taken off them.
    expect(actionsOf('setup', PLACE)).toContain('cognito-idp:TagResource');
    expect(actionsOf('destroy', PLACE)).toEqual(
      expect.arrayContaining(['cognito-idp:TagResource', 'cognito-idp:UntagResource']),
    );
  });

  it('never names an action that needs no permission', () => {
    for (const scope of ['setup', 'read-only', 'destroy'] as const) {
      expect(actionsOf(scope, PLACE)).not.toContain('sts:GetCallerIdentity');
    }
  });

  it('is for the partition, Region and account that it is given', () => {
    const text = JSON.stringify(
      iamPolicy('setup', { partition: 'aws-us-gov', region: 'us-gov-west-1', account: '*' }),
    );
    expect(text).toContain('arn:aws-us-gov:cognito-idp:us-gov-west-1:*:userpool/*');
    expect(text).not.toMatch(/arn:aws:|eu-central-1/);
  });

  it('fits into a managed policy: 6,144 characters without white space (IAM quotas)', () => {
    expect(JSON.stringify(iamPolicy('setup', PLACE)).length).toBeLessThan(6144);
  });
});
