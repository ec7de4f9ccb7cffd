import { context } from './auth.ts';
import { clientId, password, username } from './common.ts';
import { flag, structure, text } from './notation.ts';
import { attributes } from './users.ts';

// What end users call without AWS credentials, to sign up and for another password.

const { Session, ...rest } = context;
const code = text({ min: 1, max: 2048, pattern: String.raw`[\S]+` });
const optional = {
  ...rest,
  SecretHash: text({ min: 1, max: 128, pattern: String.raw`[\w+=/]+`, sensitive: true }),
};

export const signUp = structure(
  { ClientId: clientId, Username: username },
  { ...optional, Password: password, UserAttributes: attributes, ValidationData: attributes },
);

export const confirmSignUp = structure(
  { ClientId: clientId, Username: username, ConfirmationCode: code },
  { ...optional, ForceAliasCreation: flag, Session },
);

/** ResendConfirmationCode and ForgotPassword. */
export const askForCode = structure({ ClientId: clientId, Username: username }, optional);

export const confirmForgotPassword = structure(
  { ClientId: clientId, Username: username, ConfirmationCode: code, Password: password },
  optional,
);
