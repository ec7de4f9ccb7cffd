import type { Service } from './aws-model.ts';
import type { Fault, FaultAnswer, Recorder } from './recorder.ts';

/** One request of a run: the nth of its operation, since those that run at once arrive in any order. */
export interface Target {
  /** AWS's name of it, or `discovery` for the discovery document. */
  readonly operation: string;
  readonly nth: number;
  readonly writes: boolean;
}

/**
 * How a run ends at a request. `cut off` is what a kill is for AWS: nothing of the run reaches it any more. A cancelled run
 * can still undo what was temporary. A signal needs a process.
 */
export type End = 'cut off' | 'cancelled' | 'SIGKILL' | 'SIGTERM';

/** What can go wrong with a request. */
export interface FaultKind {
  readonly name: string;
  /** How many requests of the operation it lasts; one unless said. */
  readonly lasts?: number;
  /** No answer comes, so that the program waits as long as it has patience: little, if the run is to end. */
  readonly stalls?: true;
  /** The run does not get over it. */
  readonly ends?: End;
  /** Whether it can happen to that request; to every one unless said. */
  readonly hits?: (target: Target) => boolean;
  readonly make: (service: Service, end: () => void) => Fault;
}

/** An error as the service puts it on the wire. */
export function awsError(
  service: Service,
  status: number,
  name: string,
  message = 'Made to fail by the test.',
): FaultAnswer {
  if (service === 'sts') {
    return {
      status,
      headers: { 'content-type': 'text/xml' },
      body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${name}</Code><Message>${message}</Message></Error><RequestId>test</RequestId></ErrorResponse>`,
    };
  }
  return {
    status,
    headers: {
      'content-type': service === 'sesv2' ? 'application/json' : 'application/x-amz-json-1.1',
      'x-amzn-errortype': name,
    },
    body: JSON.stringify({ __type: name, message }),
  };
}

const INTERNAL = {
  'cognito-idp': 'InternalErrorException',
  resourcegroupstaggingapi: 'InternalServiceException',
  sesv2: 'InternalServiceErrorException',
  sts: 'InternalFailure',
};
const TOO_MANY = {
  'cognito-idp': 'TooManyRequestsException',
  resourcegroupstaggingapi: 'ThrottledException',
  sesv2: 'TooManyRequestsException',
  sts: 'Throttling',
};

/** The operations of ours that have ConcurrentModificationException in AWS's models. */
const CAN_CONFLICT = new Set([
  ...['UpdateUserPool', 'CreateUserPoolDomain', 'UpdateUserPoolDomain', 'DeleteUserPoolDomain'],
  ...['UpdateUserPoolClient', 'DeleteUserPoolClient', 'CreateManagedLoginBranding'],
  ...['DeleteManagedLoginBranding', 'CreateEmailIdentity', 'DeleteEmailIdentity'],
]);

const isCall = ({ operation }: Target) => operation !== 'discovery';

const internal = (service: Service) => awsError(service, 500, INTERNAL[service]);

/** What happens to a connection or an answer. */
export const WIRE_FAULTS: readonly FaultKind[] = [
  { name: 'the connection is cut before AWS acts', make: () => 'drop' },
  { name: 'AWS acts and its answer is lost', make: () => 'drop-after' },
  { name: 'AWS fails before it acts', make: internal },
  { name: 'AWS acts and answers that it failed', make: (service) => () => internal(service) },
  { name: 'AWS throttles once', hits: isCall, make: (service) => awsError(service, 400, TOO_MANY[service]) },
  {
    name: 'AWS throttles for a while',
    lasts: 3,
    hits: isCall,
    make: (service) => awsError(service, 400, service === 'sts' ? TOO_MANY.sts : 'ThrottlingException'),
  },
  {
    name: 'AWS acts and answers past the time-out',
    // The discovery document is fetched with a time-out of its own, which is no setting.
    hits: isCall,
    stalls: true,
    make: () => () => 'stall',
  },
  {
    name: 'somebody changes the same thing at the same moment',
    hits: ({ operation }) => CAN_CONFLICT.has(operation),
    make: (service) => awsError(service, service === 'sesv2' ? 500 : 400, 'ConcurrentModificationException'),
  },
];

/** The run ends: before AWS has the request, or while the answer is on its way. */
export const ENDS: readonly FaultKind[] = (['cut off', 'cancelled', 'SIGKILL', 'SIGTERM'] as const).flatMap(
  (ends) => [
    {
      name: `${ends} before AWS acts`,
      ends,
      // A read that nobody waits for any more has changed nothing.
      hits: ({ writes }) => writes,
      make: (_service, end) => {
        end();
        return 'stall';
      },
    },
    {
      name: `${ends} after AWS has acted`,
      ends,
      hits: ({ writes }) => writes,
      make: (_service, end) => () => {
        end();
        return 'stall';
      },
    },
  ],
);

const isDiscovery = (path: string) => path.endsWith('/.well-known/openid-configuration');

/** Every request that went through the recorder since it was opened or cleared, as targets for faults. */
export function watchTargets(recorder: Recorder): () => Target[] {
  let documents = 0;
  recorder.failPage = (path) => {
    if (isDiscovery(path)) documents += 1;
    return undefined;
  };
  return () => {
    const writing = new Set(recorder.writes);
    const counts = new Map<string, number>();
    const calls = recorder.requests.map((request) => {
      const nth = (counts.get(request.operation) ?? 0) + 1;
      counts.set(request.operation, nth);
      return { operation: request.operation, nth, writes: writing.has(request) };
    });
    return documents === 0 ? calls : [...calls, { operation: 'discovery', nth: 1, writes: false }];
  };
}

/**
 * Makes the target fail, in the next run that goes through the recorder.
 *
 * @returns whether it has happened
 */
export function injectFault(
  recorder: Recorder,
  target: Target,
  kind: FaultKind,
  end: () => void,
): () => boolean {
  let seen = 0;
  let happened = false;
  const next = (service: Service): Fault | undefined => {
    seen += 1;
    if (seen < target.nth || seen >= target.nth + (kind.lasts ?? 1)) return undefined;
    happened = true;
    return kind.make(service, end);
  };
  recorder.fail = ({ operation, service }) => (operation === target.operation ? next(service) : undefined);
  recorder.failPage = (path) =>
    target.operation === 'discovery' && isDiscovery(path) ? next('cognito-idp') : undefined;
  return () => happened;
}
