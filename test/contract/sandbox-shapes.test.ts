import { describe, expect, test } from 'vitest';
import { operations } from '../../src/sandbox/cognito/operations.ts';
import { createUserPoolClient } from '../../src/sandbox/shapes/clients.ts';
import { writeDomain } from '../../src/sandbox/shapes/domains.ts';
import { createGroup } from '../../src/sandbox/shapes/groups.ts';
import {
  flag,
  integer,
  list,
  oneOf,
  type Shape,
  structure,
  text,
} from '../../src/sandbox/shapes/notation.ts';
import * as ses from '../../src/sandbox/shapes/ses.ts';
import { getResources } from '../../src/sandbox/shapes/tagging.ts';
import { awsModel, modelsPresent, skipReason } from '../support/aws-model.ts';
import { differences } from '../support/shape-comparison.ts';
import { isKnownDifference, KNOWN_DIFFERENCES } from './known-differences.ts';

const COGNITO: [string, Shape][] = [...operations].map(([name, { shape }]) => [name, shape]);
const SES: [string, Shape][] = [
  ['CreateEmailIdentity', ses.createEmailIdentity],
  ['GetEmailIdentity', ses.onlyIdentity],
  ['CreateEmailIdentityPolicy', ses.identityPolicy],
  ['DeleteEmailIdentityPolicy', ses.onlyPolicy],
  ['DeleteEmailIdentity', ses.onlyIdentity],
  ['ListEmailIdentities', ses.listEmailIdentities],
  ['TagResource', ses.tagResource],
  ['UntagResource', ses.untagResource],
  ['ListTagsForResource', ses.listTagsForResource],
];

const cognito = (operation: string, shape: Shape) => differences(awsModel('cognito-idp'), operation, shape);

describe.skipIf(!modelsPresent)(`what the sandbox takes${skipReason}`, () => {
  test.each(COGNITO)('is what AWS’s model has for Cognito’s %s', (operation, shape) => {
    expect(cognito(operation, shape).filter((each) => !isKnownDifference(each.member))).toEqual([]);
  });

  test.each(SES)('is what AWS’s model has for SES’s %s', (operation, shape) => {
    const found = differences(awsModel('sesv2'), operation, shape);

    expect(found.filter((each) => !isKnownDifference(each.member))).toEqual([]);
  });

  test('is what AWS’s model has for the search for tags', () => {
    expect(differences(awsModel('resourcegroupstaggingapi'), 'GetResources', getResources)).toEqual([]);
  });

  test('differs wherever a difference is listed as known', () => {
    const found = [
      ...COGNITO.flatMap(([operation, shape]) => cognito(operation, shape)),
      ...SES.flatMap(([operation, shape]) => differences(awsModel('sesv2'), operation, shape)),
    ];

    expect(new Set(found.map((each) => each.member))).toEqual(new Set(Object.keys(KNOWN_DIFFERENCES)));
  });
});

describe.skipIf(!modelsPresent)(`the comparison${skipReason}`, () => {
  const { GroupName, UserPoolId } = createGroup.required;
  const { Description, RoleArn, Precedence } = createGroup.optional;
  const group = (required: object, optional: object): Shape =>
    structure({ ...createGroup.required, ...required }, { ...createGroup.optional, ...optional });

  test.each<[string, Shape, string]>([
    ['a longer maximum', group({}, { Description: text({ max: 2049 }) }), 'description'],
    ['a minimum that is gone', group({ GroupName: text({ ...GroupName, min: 0 }) }, {}), 'groupName'],
    ['a wider pattern', group({ GroupName: text({ ...GroupName, pattern: '.*' }) }, {}), 'groupName'],
    ['a pattern that is gone', group({}, { RoleArn: text({ min: 20, max: 2048 }) }), 'roleArn'],
    ['a lower range', group({}, { Precedence: integer(-1) }), 'precedence'],
    ['a range that is gone', group({}, { Precedence: integer() }), 'precedence'],
    ['another type', group({}, { Precedence: flag }), 'precedence'],
    ['one more member', group({}, { Colour: text({}) }), 'colour'],
    ['one member less', structure({ GroupName, UserPoolId }, { Description, RoleArn }), 'precedence'],
    [
      'a required member that is optional',
      structure({ UserPoolId }, { GroupName, Description, RoleArn, Precedence }),
      'groupName',
    ],
    [
      'an optional member that is required',
      structure({ UserPoolId, GroupName, Precedence }, { Description, RoleArn }),
      'precedence',
    ],
  ])('sees %s', (_what, shape, member) => {
    expect(cognito('CreateGroup', shape).map((each) => each.member)).toEqual([`CreateGroup ${member}`]);
  });

  test('sees another value of an enum, and another size of a list', () => {
    const { required, optional } = createUserPoolClient;
    const shape = structure(required, {
      ...optional,
      PreventUserExistenceErrors: oneOf('LEGACY', 'ENABLED', 'SOMETIMES'),
      CallbackURLs: list(optional.CallbackURLs.member, { min: 0, max: 101 }),
    });

    expect(
      cognito('CreateUserPoolClient', shape)
        .map((each) => each.member)
        .toSorted(),
    ).toEqual(['CreateUserPoolClient callbackURLs', 'CreateUserPoolClient preventUserExistenceErrors']);
  });

  test('sees what is deep inside', () => {
    const shape = structure(writeDomain.required, {
      ...writeDomain.optional,
      CustomDomainConfig: structure({ CertificateArn: text({}) }, {}),
    });

    expect(cognito('CreateUserPoolDomain', shape).map((each) => each.member)).toEqual([
      'CreateUserPoolDomain domain',
      'CreateUserPoolDomain customDomainConfig.certificateArn',
      'CreateUserPoolDomain customDomainConfig.certificateArn',
      'CreateUserPoolDomain customDomainConfig.certificateArn',
      'CreateUserPoolDomain customDomainConfig.securityPolicy',
    ]);
  });
});
