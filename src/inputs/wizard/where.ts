import { advised } from '../../aws/advice.ts';
import { readCaller } from '../../aws/caller.ts';
import type { Aws } from '../../aws/clients.ts';
import { DEFAULT_PROFILE as DEFAULT, listProfiles, namesCredentials } from '../../aws/profiles.ts';
import { configuredRegion, regionChoices } from '../../aws/region.ts';
import { CliError, EXIT } from '../../errors.ts';
import type { Context, Place } from '../../run/context.ts';
import { printable } from '../../ui/printable.ts';
import { renderError } from '../../ui/render-error.ts';
import type { Wishes } from '../definitions.ts';

/** The profiles to choose from; none when flags or environment say whose credentials are used, or there is no choice. */
async function openProfiles({ env }: Context, { profile }: Wishes): Promise<readonly string[]> {
  if (profile !== undefined || namesCredentials(env)) return [];
  const profiles = await listProfiles();
  return profiles.length === 1 && profiles[0] === DEFAULT ? [] : profiles;
}

async function askProfile(
  context: Context,
  profiles: readonly string[],
  before: string | undefined,
): Promise<string | undefined> {
  const prompts = await context.prompts();
  const choices = profiles.map((name) => ({ name: printable(name), value: name }));
  const chosen = await prompts.find('AWS profile', choices, before ?? DEFAULT, {
    line: 'The AWS account in which your sign-in service is created.',
    more: 'These are the profiles of the AWS configuration on this computer (~/.aws/config). Which account a profile leads to is shown next, and nothing is changed before you say yes to a plan. A profile of IAM Identity Center must be signed in: aws sso login --profile <name>.',
  });
  return chosen === DEFAULT ? undefined : chosen;
}

async function askRegion(
  context: Context,
  profile: string | undefined,
  before: string | undefined,
): Promise<string> {
  const configured = before ?? (await configuredRegion(context.env, profile));
  const prompts = await context.prompts();
  return prompts.find('AWS Region', regionChoices(configured), configured, {
    line: 'Where the users are kept: the data centre nearest to your users, or the one your company prescribes.',
    more: 'A user pool stays in its Region for good, and its addresses name it. Frankfurt and Ireland are in the EU. For one that is not listed: --region.',
  });
}

/** True when flags or environment leave nothing of it to ask. */
const isRegionGiven = ({ env }: Context, { region }: Wishes): boolean =>
  [region, env.AWS_REGION, env.AWS_DEFAULT_REGION].some(Boolean);

/** Asks for the profile, looks for its credentials, and asks for the Region, as far as they are open. */
async function askPlace(context: Context, given: Wishes, before: Place | undefined): Promise<Place> {
  const profiles = await openProfiles(context, given);
  const profile =
    profiles.length === 0 ? given.profile : await askProfile(context, profiles, before?.profile);
  context.moveTo({ profile, region: given.region });
  await context.signedIn();
  const region = isRegionGiven(context, given)
    ? given.region
    : await askRegion(context, profile, before?.region);
  return { profile, region };
}

/** True when there is anything to ask about the account or the Region. */
export async function isPlaceOpen(context: Context, given: Wishes): Promise<boolean> {
  if (context.options.sandbox || context.options.yes) return false;
  return !isRegionGiven(context, given) || (await openProfiles(context, given)).length > 0;
}

/**
 * Asks for profile and Region where neither flags nor environment name them. A profile whose credentials do not work is
 * explained, and another can be chosen.
 *
 * @param before what was chosen earlier, to be offered again
 */
export async function askWhere(
  context: Context,
  given: Wishes,
  before?: Place,
): Promise<{ readonly place: Place; readonly aws: Aws }> {
  for (;;) {
    try {
      const place = await askPlace(context, given, before);
      context.moveTo(place);
      const aws = await context.aws();
      const progress = await context.progress();
      await progress.during('Asking AWS who you are', () => readCaller(aws));
      return { place, aws };
    } catch (error) {
      const known = advised(error, context.reach());
      const others = (await openProfiles(context, given)).length > 1;
      if (!(known instanceof CliError) || known.exitCode !== EXIT.credentials || !others) throw error;
      context.terminal.say(renderError(known, context.terminal, context.again));
    }
  }
}
