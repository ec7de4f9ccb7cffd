import { randomUUID } from 'node:crypto';
import { AwsError, invalidParameter, limitExceeded, resourceNotFound } from '../errors.ts';
import type * as shapes from '../shapes/branding.ts';
import type { Infer } from '../shapes/notation.ts';
import type { Branding, BrandingStyle, Pool } from '../state.ts';
import type { Call } from './operation.ts';
import { findClient, findPool } from './pool-lookup.ts';
import { dates } from './times.ts';

/** Developer guide, "Quotas in Amazon Cognito": managed login branding styles a user pool. */
const MAX_STYLES = 20;

/** Cognito API reference, CreateManagedLoginBranding: one style a client. */
export function createBranding(input: Infer<typeof shapes.createBranding>, call: Call): object {
  const { UserPoolId, ClientId, ...style } = input;
  const pool = findPool(call, UserPoolId);
  findClient(pool, ClientId);
  checkStyle(style);
  if (pool.brandings.some((each) => each.clientId === ClientId)) {
    throw new AwsError(
      'ManagedLoginBrandingExistsException',
      `A managed login branding style already exists for client ${ClientId}.`,
    );
  }
  if (pool.brandings.length >= MAX_STYLES) {
    throw limitExceeded(`A user pool can have at most ${MAX_STYLES} branding styles.`);
  }
  const now = call.sandbox.now();
  const branding: Branding = { id: randomUUID(), clientId: ClientId, style, createdAt: now, modifiedAt: now };
  pool.brandings.push(branding);
  return show(pool, branding);
}

/** Cognito API reference, DescribeManagedLoginBranding. */
export function describeBranding(input: Infer<typeof shapes.describeBranding>, call: Call): object {
  const pool = findPool(call, input.UserPoolId);
  return show(pool, findBranding(pool, input.ManagedLoginBrandingId));
}

/** Cognito API reference, DescribeManagedLoginBrandingByClient. */
export function describeBrandingByClient(
  input: Infer<typeof shapes.describeBrandingByClient>,
  call: Call,
): object {
  const pool = findPool(call, input.UserPoolId);
  findClient(pool, input.ClientId);
  const branding = pool.brandings.find((each) => each.clientId === input.ClientId);
  if (!branding)
    throw resourceNotFound(`No managed login branding style exists for client ${input.ClientId}.`);
  return show(pool, branding);
}

/** Cognito API reference, UpdateManagedLoginBranding: the new style replaces the old one. */
export function updateBranding(input: Infer<typeof shapes.updateBranding>, call: Call): object {
  const { UserPoolId, ManagedLoginBrandingId, ...style } = input;
  if (UserPoolId === undefined || ManagedLoginBrandingId === undefined) {
    throw invalidParameter('UserPoolId and ManagedLoginBrandingId are required.');
  }
  const pool = findPool(call, UserPoolId);
  const branding = findBranding(pool, ManagedLoginBrandingId);
  checkStyle(style);
  branding.style = style;
  branding.modifiedAt = call.sandbox.now();
  return show(pool, branding);
}

/** Cognito API reference, DeleteManagedLoginBranding. */
export function deleteBranding(input: Infer<typeof shapes.deleteBranding>, call: Call): object {
  const pool = findPool(call, input.UserPoolId);
  const branding = findBranding(pool, input.ManagedLoginBrandingId);
  pool.brandings = pool.brandings.filter((each) => each !== branding);
  return {};
}

/** API reference, ManagedLoginBrandingType: with Cognito's own values, settings and assets must be omitted. */
function checkStyle(style: BrandingStyle): void {
  if (style.UseCognitoProvidedValues && (style.Settings !== undefined || style.Assets !== undefined)) {
    throw invalidParameter('Settings and Assets must be omitted when UseCognitoProvidedValues is true.');
  }
}

function findBranding(pool: Pool, id: string): Branding {
  const branding = pool.brandings.find((each) => each.id === id);
  if (!branding) throw resourceNotFound(`Managed login branding ${id} does not exist.`);
  return branding;
}

function show(pool: Pool, branding: Branding): object {
  return {
    ManagedLoginBranding: {
      ManagedLoginBrandingId: branding.id,
      UserPoolId: pool.id,
      UseCognitoProvidedValues: false,
      ...branding.style,
      ...dates(branding),
    },
  };
}
