import { setImmediate } from 'node:timers/promises';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import type { RecordedRequest } from './recorder.ts';
import { SETUP, type World } from './world.ts';

/** Of two of the same millisecond the one with the smaller id counts as older: what is made next is to be younger. */
async function nextMillisecond(): Promise<undefined> {
  for (const then = Date.now(); Date.now() <= then; ) await setImmediate();
}

/** Does something of somebody else's once, right before that operation of the program reaches AWS. */
export function justBefore(
  world: World,
  operation: string,
  act: (request: RecordedRequest) => Promise<unknown>,
): void {
  let done = false;
  world.recorder.fail = (request) => {
    if (done || request.operation !== operation) return undefined;
    done = true;
    return act(request).then(nextMillisecond);
  };
}

/** A pool of the same alias, as another run of the program makes it: from the input of its call. */
export async function rivalPool({ cognito }: World, input: object): Promise<string> {
  const { UserPool } = await cognito.send(new CreateUserPoolCommand(input as CreateUserPoolCommandInput));
  return UserPool?.Id ?? '';
}

/** A client as another run of the program makes it: from the input of its call. */
export async function rivalClient({ cognito }: World, input: object): Promise<string> {
  const command = new CreateUserPoolClientCommand(input as CreateUserPoolClientCommandInput);
  const { UserPoolClient } = await cognito.send(command);
  return UserPoolClient?.ClientId ?? '';
}

/** A user as another run makes one, with a password that is there to stay. */
export async function rivalUser({ cognito }: World, UserPoolId: string, Username: string, Password: string) {
  await cognito.send(
    new AdminCreateUserCommand({
      ...{ UserPoolId, Username, MessageAction: 'SUPPRESS' },
      UserAttributes: [
        { Name: 'email', Value: Username },
        { Name: 'email_verified', Value: 'true' },
      ],
    }),
  );
  await cognito.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }));
}

/** Runs of setup that are second: somebody else creates the same pool, or then the same client, right before they do. */
export async function comeSecond(world: World): Promise<void> {
  justBefore(world, 'CreateUserPool', ({ input }) => rivalPool(world, input));
  await world.run(SETUP);
  justBefore(world, 'CreateUserPoolClient', ({ input }) => rivalClient(world, input));
  await world.run([...SETUP, '--client-name', 'second']);
  world.recorder.fail = undefined;
}
