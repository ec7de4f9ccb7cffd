import { partitionOf } from '../../aws/partition.ts';
import { CliError } from '../../errors.ts';
import { type Check, fail, ok, unknown } from './check.ts';
import type { Seen } from './examine.ts';
import { problemOf, valueIn } from './reading.ts';

/** What the run knows before it asks AWS anything. */
export interface Machine {
  /** Version of Node.js, without a v. */
  readonly node: string;
  /** Version of this program. */
  readonly program: string;
  /** Undefined when neither flag nor configuration names one. */
  readonly region: string | undefined;
  readonly profile: string | undefined;
  readonly sandbox: boolean;
}

const NEEDED = [20, 17] as const;
// AWS refuses a signature that is further off (AWS general reference, "Troubleshooting signed requests").
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** What is wrong with the Region itself, before anything is asked there. */
export function regionProblem(region: string | undefined): CliError | undefined {
  if (region === undefined) {
    return new CliError('Neither --region nor the AWS configuration names a Region.', {
      code: 'REGION_MISSING',
      hint: 'Add --region, for example --region eu-central-1, or set AWS_REGION.',
    });
  }
  try {
    partitionOf(region);
    return undefined;
  } catch (error) {
    if (error instanceof CliError) return error;
    throw error;
  }
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
}

/** Node.js, the clock, the Region and the credentials: what every call to AWS stands on. */
export function machineChecks(machine: Machine, seen: Seen): Check[] {
  const { region, profile } = machine;
  return [
    {
      id: 'node',
      group: 'Computer',
      name: 'Node.js',
      needs: [],
      look: () => {
        const versions = `This is Node.js ${machine.node} with mendix-cognito ${machine.program}.`;
        if (isNewEnough(machine.node)) return ok(versions);
        return fail(`${versions} It needs Node.js ${NEEDED.join('.')} or newer.`, {
          act: 'Install a current Node.js from https://nodejs.org, or with your version manager.',
        });
      },
    },
    {
      id: 'region',
      group: 'AWS',
      name: 'Region',
      needs: [],
      look: () => {
        const problem = regionProblem(region);
        if (problem !== undefined) return fail(problem.message, ...problem.repairs);
        return ok(`The Region is ${region}, in the partition ${partitionOf(region ?? '').name}.`);
      },
    },
    {
      id: 'credentials',
      group: 'AWS',
      name: 'Credentials',
      needs: ['region'],
      look: () => {
        if ('error' in seen.caller) {
          const { message, repairs } = problemOf(seen.caller, { profile, region });
          return fail(message, ...repairs);
        }
        const { account, arn } = seen.caller.value;
        return ok(
          machine.sandbox
            ? 'The sandbox takes any credentials.'
            : `They belong to AWS account ${account}, as ${arn}.`,
        );
      },
    },
    {
      id: 'clock',
      group: 'Computer',
      name: 'Clock',
      needs: ['region'],
      look: () => {
        const ahead = valueIn(seen.clock);
        if (ahead === undefined) {
          return unknown(
            'The time of AWS could not be read, so this computer’s clock could not be checked.',
            {
              act: 'Check that this computer reaches the internet (proxy, VPN, firewall), then run the doctor again.',
            },
          );
        }
        if (Math.abs(ahead) <= CLOCK_TOLERANCE_MS) return ok('The clock agrees with the clock of AWS.');
        const minutes = Math.round(Math.abs(ahead) / 60_000);
        return fail(
          `This computer’s clock is ${minutes} minutes ${ahead > 0 ? 'ahead of' : 'behind'} the clock of AWS, which refuses calls that are more than 5 minutes off.`,
          {
            act: 'Set the clock in the system’s date and time settings: have it set automatically from the network.',
          },
        );
      },
    },
  ];
}
