import {
  CreateManagedLoginBrandingCommand,
  DeleteManagedLoginBrandingCommand,
  DeleteUserPoolClientCommand,
  DescribeManagedLoginBrandingByClientCommand,
  DescribeManagedLoginBrandingCommand,
  UpdateManagedLoginBrandingCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from 'vitest';
import { makeClient, makePool } from '../support/cognito.ts';
import { openSandbox, postCognito, refusal, type TestSandbox } from '../support/sandbox.ts';

interface Place {
  readonly sandbox: TestSandbox;
  readonly UserPoolId: string;
  readonly ClientId: string;
}

async function open(): Promise<Place> {
  const sandbox = await openSandbox();
  const UserPoolId = await makePool(sandbox);
  return { sandbox, UserPoolId, ClientId: (await makeClient(sandbox, UserPoolId)).id };
}

function create({ sandbox, UserPoolId, ClientId }: Place) {
  return sandbox.cognito.send(
    new CreateManagedLoginBrandingCommand({ UserPoolId, ClientId, UseCognitoProvidedValues: true }),
  );
}

async function byClient({ sandbox, UserPoolId, ClientId }: Place) {
  const command = new DescribeManagedLoginBrandingByClientCommand({ UserPoolId, ClientId });
  return (await sandbox.cognito.send(command)).ManagedLoginBranding;
}

describe('the branding style of a client', () => {
  test('is not there until it is made, and is found by its client then', async () => {
    const place = await open();
    expect(await refusal(byClient(place))).toBe('ResourceNotFoundException');

    const { ManagedLoginBranding } = await create(place);

    expect(ManagedLoginBranding?.ManagedLoginBrandingId).toMatch(/^[0-9a-f-]{36}$/);
    expect(await byClient(place)).toMatchObject({
      ManagedLoginBrandingId: ManagedLoginBranding?.ManagedLoginBrandingId,
      UserPoolId: place.UserPoolId,
      UseCognitoProvidedValues: true,
    });
  });

  test('is one: a second time is ManagedLoginBrandingExistsException', async () => {
    const place = await open();
    await create(place);

    expect(await refusal(create(place))).toBe('ManagedLoginBrandingExistsException');
  });

  test('belongs to a client that is there', async () => {
    const place = await open();

    expect(await refusal(create({ ...place, ClientId: 'unknown' }))).toBe('ResourceNotFoundException');
    expect(await refusal(create({ ...place, UserPoolId: 'eu-west-1_nothing01' }))).toBe(
      'ResourceNotFoundException',
    );
  });

  test('has Cognito’s own values or settings, not both', async () => {
    const { sandbox, ...ids } = await open();
    const make = (settings: object) =>
      refusal(sandbox.cognito.send(new CreateManagedLoginBrandingCommand({ ...ids, ...settings })));

    expect(await make({ UseCognitoProvidedValues: true, Settings: { a: 1 } })).toBe(
      'InvalidParameterException',
    );
    expect(await make({ Settings: { a: { b: [1, null] } } })).toBe('none');
    expect(await byClient({ sandbox, ...ids })).toMatchObject({
      UseCognitoProvidedValues: false,
      Settings: { a: { b: [1, null] } },
    });
  });

  test('has settings that are an object, and not without end', async () => {
    const { sandbox, ...ids } = await open();
    const make = async (Settings: unknown) =>
      (await postCognito(sandbox.url, 'CreateManagedLoginBranding', { ...ids, Settings })).body.__type;
    const deep = JSON.parse(`${'{"a":'.repeat(100)}1${'}'.repeat(100)}`) as unknown;

    expect(await make([])).toBe('SerializationException');
    expect(await make('dark')).toBe('SerializationException');
    expect(await make(deep)).toBe('SerializationException');
    expect(sandbox.log).toEqual([]);
  });

  test('is one of at most 20 in a pool', async () => {
    const place = await open();
    await create(place);
    for (let count = 1; count < 20; count += 1) {
      const client = await makeClient(place.sandbox, place.UserPoolId);
      await create({ ...place, ClientId: client.id });
    }

    const last = await makeClient(place.sandbox, place.UserPoolId);

    expect(await refusal(create({ ...place, ClientId: last.id }))).toBe('LimitExceededException');
  });

  test('is replaced whole by an update', async () => {
    const place = await open();
    const { sandbox, UserPoolId } = place;
    const made = (await create(place)).ManagedLoginBranding;
    const ManagedLoginBrandingId = made?.ManagedLoginBrandingId ?? '';

    await sandbox.cognito.send(
      new UpdateManagedLoginBrandingCommand({ UserPoolId, ManagedLoginBrandingId, Settings: { dark: true } }),
    );

    const { ManagedLoginBranding } = await sandbox.cognito.send(
      new DescribeManagedLoginBrandingCommand({ UserPoolId, ManagedLoginBrandingId }),
    );
    expect(ManagedLoginBranding).toMatchObject({ UseCognitoProvidedValues: false, Settings: { dark: true } });
  });

  test('needs its pool and its id for an update, though neither is marked as required', async () => {
    const { sandbox, UserPoolId } = await open();

    const call = sandbox.cognito.send(new UpdateManagedLoginBrandingCommand({ UserPoolId }));

    expect(await refusal(call)).toBe('InvalidParameterException');
  });

  test.each(['deleted', 'deleted with its client'])('is gone when it was %s', async (how) => {
    const place = await open();
    const { sandbox, UserPoolId, ClientId } = place;
    const made = (await create(place)).ManagedLoginBranding;
    const ManagedLoginBrandingId = made?.ManagedLoginBrandingId ?? '';

    if (how === 'deleted') {
      await sandbox.cognito.send(
        new DeleteManagedLoginBrandingCommand({ UserPoolId, ManagedLoginBrandingId }),
      );
    } else {
      await sandbox.cognito.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId }));
    }

    expect(await refusal(byClient(place))).toBe('ResourceNotFoundException');
    const again = new DescribeManagedLoginBrandingCommand({ UserPoolId, ManagedLoginBrandingId });
    expect(await refusal(sandbox.cognito.send(again))).toBe('ResourceNotFoundException');
  });
});
