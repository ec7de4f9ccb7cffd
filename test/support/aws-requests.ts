import type { IncomingMessage } from 'node:http';
import * as sesv2 from '@aws-sdk/client-sesv2';
import { awsModel, modelsPresent, type Service } from './aws-model.ts';

/** An AWS call as it stands on the wire. */
export interface AwsCall {
  readonly service: Service;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Why the input could not be read. */
  readonly unreadable?: string;
}

/** How an operation of SES is reached. */
export interface Route {
  readonly operation: string;
  readonly method: string;
  /** The path with its labels in braces. */
  readonly uri: string;
  readonly path: RegExp;
}

const TARGETS = {
  AWSCognitoIdentityProviderService: 'cognito-idp',
  ResourceGroupsTaggingAPI_20170126: 'resourcegroupstaggingapi',
} as const;

/** Reads a request as the AWS call that it is; undefined for any other request. */
export function readAwsCall(message: IncomingMessage, body: Buffer): AwsCall | undefined {
  const [path = '/', query = ''] = (message.url ?? '/').split('?');
  const target = message.headers['x-amz-target'];
  if (target !== undefined) {
    const [prefix = '', operation = ''] = String(target).split('.');
    const service = Object.entries(TARGETS).find(([each]) => each === prefix)?.[1];
    return {
      service: service ?? 'cognito-idp',
      operation: service === undefined ? String(target) : operation,
      ...readJson(body),
    };
  }
  if (path.startsWith('/v2/email/')) return readSes(message.method ?? 'GET', path, query, body);
  if (path !== '/' || message.method !== 'POST') return undefined;
  const { Action, Version: _version, ...input } = Object.fromEntries(new URLSearchParams(body.toString()));
  return Action === undefined ? undefined : { service: 'sts', operation: Action, input };
}

function readSes(method: string, path: string, query: string, body: Buffer): AwsCall {
  for (const route of sesRoutes()) {
    const match = route.method === method ? route.path.exec(path) : null;
    if (!match) continue;
    const labels = Object.entries(match.groups ?? {}).map(([name, text]) => [name, decoded(text)]);
    const content = body.length > 0 ? readJson(body) : { input: {} };
    return {
      service: 'sesv2',
      operation: route.operation,
      ...content,
      input: {
        ...Object.fromEntries(labels),
        ...readQuery(route.operation, new URLSearchParams(query)),
        ...content.input,
      },
    };
  }
  return { service: 'sesv2', operation: `${method} ${path}`, input: {} };
}

/** A label that is not well encoded is the sandbox's to refuse. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Without the models a value from the query string stays text. */
function readQuery(operation: string, query: URLSearchParams): Record<string, unknown> {
  if (!modelsPresent) return Object.fromEntries(query);
  return awsModel('sesv2').fromQuery(operation, query);
}

let routes: Route[] | undefined;

/**
 * The REST routes of SES as the SDK has them in its own schemas, the form in which it sends them: the newest one lists
 * identities by another route than AWS's stored model. Routes without labels come first: they are the more exact ones.
 */
export function sesRoutes(): Route[] {
  routes ??= Object.values(sesv2)
    .flatMap((schema): [string, string, string][] => {
      if (!Array.isArray(schema) || schema[0] !== 9) return [];
      const [, , operation, traits] = schema as unknown as [number, string, string, { http?: string[] }];
      const [method, uri] = traits.http ?? [];
      return method !== undefined && uri !== undefined ? [[operation, method, uri]] : [];
    })
    .sort(([, , one], [, , other]) => one.split('{').length - other.split('{').length)
    .map(([operation, method, uri]) => ({
      operation,
      method,
      uri,
      path: new RegExp(`^${uri.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
    }));
  return routes;
}

function readJson(body: Buffer): Pick<AwsCall, 'input' | 'unreadable'> {
  try {
    const value: unknown = JSON.parse(body.toString());
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { input: { ...value } };
    return { input: {}, unreadable: 'the body is no JSON object' };
  } catch {
    return { input: {}, unreadable: 'the body is not JSON' };
  }
}
