import type { Check } from './check.ts';
import { clientChecks } from './client.ts';
import { discoveryChecks, type IssuerPlace } from './discovery.ts';
import { emailChecks } from './email.ts';
import type { Examined, Seen } from './examine.ts';
import { type Machine, machineChecks } from './machine.ts';
import { permissionChecks } from './permissions.ts';
import { poolChecks } from './pool.ts';
import { repairsFor } from './repair.ts';
import { userChecks } from './user.ts';

/** Pure: every check of a run, in an order in which what a check needs stands before it. */
export function checksOf(machine: Machine, place: IssuerPlace, question: Examined, seen: Seen): Check[] {
  const repairs = repairsFor(question, seen.pool);
  const region = machine.region ?? '';
  const inbox = machine.sandbox ? `${place.issuerBase}/_sandbox/inbox` : undefined;
  return [
    ...machineChecks(machine, seen),
    ...permissionChecks(seen, repairs, { profile: machine.profile, region: machine.region }),
    ...poolChecks(question, seen, repairs),
    ...emailChecks(question, seen, repairs, { region, inbox }),
    ...clientChecks(question, seen, repairs),
    ...discoveryChecks(seen, place),
    ...userChecks(question, seen, repairs),
  ];
}
