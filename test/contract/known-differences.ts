const CUSTOM_DOMAIN =
  'Wider: the names of custom domains have dots, which the pattern of the model does not have.';

/**
 * Where the sandbox knowingly differs from AWS's models, by operation and member as AWS's errors name it, with the reason.
 * What stands below such a member is not compared either.
 */
export const KNOWN_DIFFERENCES: Readonly<Record<string, string>> = {
  'CreateEmailIdentity dkimSigningAttributes':
    'Stricter: the sandbox sends no email, so it has no keys to sign with; it refuses the member instead of ignoring it.',
  'CreateEmailIdentity configurationSetName':
    'Stricter: there are no configuration sets in the sandbox that a name could stand for.',
  'CreateUserPoolDomain domain': CUSTOM_DOMAIN,
  'UpdateUserPoolDomain domain': CUSTOM_DOMAIN,
  'DescribeUserPoolDomain domain': CUSTOM_DOMAIN,
  'DeleteUserPoolDomain domain': CUSTOM_DOMAIN,
  'ListEmailIdentities pageSize':
    'Stricter: “at least 0, and no more than 1000” stands in the text of the API reference and not in the model.',
};

/** True for a member that is one of the known differences, or below one. */
export function isKnownDifference(member: string): boolean {
  return Object.keys(KNOWN_DIFFERENCES).some((each) => member === each || member.startsWith(`${each}.`));
}
