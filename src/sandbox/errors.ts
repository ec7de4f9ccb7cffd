/** An error as AWS answers it: `type` is the name that SDKs turn into `error.name`. */
export class AwsError extends Error {
  readonly type: string;
  readonly status: number;

  constructor(type: string, message: string, status = 400) {
    super(message);
    this.type = type;
    this.status = status;
  }
}

/** The error of nearly every rule that Cognito holds across members or resources. */
export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}

/** What Cognito answers for a pool, client, domain, group or style that is not there. */
export function resourceNotFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message);
}

export function limitExceeded(message: string): AwsError {
  return new AwsError('LimitExceededException', message);
}

export function notAuthorized(message: string): AwsError {
  return new AwsError('NotAuthorizedException', message);
}

/** The body is not what the protocol can read: bad JSON, a wrong type, or a member that is not modelled. */
export function serialization(message: string): AwsError {
  return new AwsError('SerializationException', message);
}
