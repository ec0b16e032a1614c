import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IVideoProvider, ProviderCall } from '../../../../plugin.js';
import { modelResource, vertexBase } from '../../../../plugins/providers/veo/veo-address.js';
import { veoModels } from '../../../../plugins/providers/veo/veo-models.js';
import { veoOptionsSchema } from '../../../../plugins/providers/veo/veo-options.js';
import { VeoVideoProvider } from '../../../../plugins/providers/veo/veo-video-provider.js';
import { promptRequest } from '../../../../testing/conformance/conformance-rig.js';
import type { Emulator } from '../../../../testing/emulator/emulator.js';
import { startEmulator } from '../../../../testing/emulator/start-emulator.js';
import { issueServiceAccount } from '../../../../testing/emulators/veo/google-tokens.js';
import { veoEmulator } from '../../../../testing/emulators/veo/veo-emulator.js';
import { fakeHost } from '../../../../testing/fakes/fake-host.js';

const account = issueServiceAccount();
let emulator: Emulator;
let folder: string;
let call: ProviderCall;

beforeEach(async () => {
  emulator = await startEmulator(veoEmulator);
  folder = await mkdtemp(path.join(tmpdir(), 'aether-veo-'));
  const { logger } = fakeHost({ pluginId: 'veo', options: {} });
  call = { signal: new AbortController().signal, idempotencyKey: 'key', logger, workspace: folder };
});
afterEach(async () => {
  await emulator.close();
  await rm(folder, { recursive: true, force: true });
});

/** A provider whose host has the emulator's clock. */
async function providerOf(
  file: unknown,
  options: Readonly<Record<string, unknown>> = {},
): Promise<IVideoProvider> {
  const serviceAccountFile = path.join(folder, 'account.json');
  await writeFile(serviceAccountFile, typeof file === 'string' ? file : JSON.stringify(file));
  const { baseUrl, storageBaseUrl, authBaseUrl } = emulator.pluginOptions;
  const parsed = veoOptionsSchema.parse({
    serviceAccountFile,
    baseUrl,
    storageBaseUrl,
    authBaseUrl,
    ...options,
  });
  const { clock } = emulator;
  const time = {
    now: () => clock.now(),
    monotonic: () => clock.now().getTime(),
    sleep: () => Promise.resolve(),
  };
  return new VeoVideoProvider(fakeHost({ pluginId: 'veo', options: parsed, clock: time }));
}
const request = promptRequest(veoModels[0]!.descriptor);

describe('a service account', () => {
  it('is exchanged for a token, which is used until shortly before it expires', async () => {
    const provider = await providerOf(account);
    const operation = await provider.start(request, call);
    expect(operation.operationId).toContain('projects/emulated-project/');
    expect(emulator.requestsTo('submit')[0]?.headers.authorization).toMatch(/^Bearer ya29\./);
    emulator.clock.advance(3290);
    await provider.status(operation, call);
    expect(emulator.requestsTo('token')).toHaveLength(1);
    emulator.clock.advance(20);
    await provider.status(operation, call);
    expect(emulator.requestsTo('token')).toHaveLength(2);
  });

  it('asks for a new token when one is refused', async () => {
    const provider = await providerOf(account);
    const operation = await provider.start(request, call);
    emulator.inject({ step: 'poll', kind: 'status', status: 401 });
    await expect(provider.status(operation, call)).rejects.toMatchObject({ code: 'AUTHENTICATION_FAILED' });
    await provider.status(operation, call);
    expect(emulator.requestsTo('token')).toHaveLength(2);
  });

  it('opens Cloud Storage, once there is a token', async () => {
    const stored = { storageUri: 'gs://emulated-bucket' };
    const provider = await providerOf(account, stored);
    const file = { mediaType: 'remote', url: `${emulator.url}/storage/x`, authenticated: true } as const;
    expect(provider.authorize!(file)).toEqual({});
    await provider.start(request, call);
    expect(provider.authorize!(file)).toEqual({
      authorization: expect.stringMatching(/^Bearer ya29/) as string,
    });
  });

  it('never shows its key or its token', async () => {
    const provider = await providerOf(account);
    emulator.inject({ step: 'token', kind: 'status', status: 400 });
    emulator.inject({ step: 'submit', kind: 'status', status: 400 });
    const first = await provider.start(request, call).catch((error: unknown) => error);
    const second = await provider.start(request, call).catch((error: unknown) => error);
    const shown = inspect([provider, first, second], { depth: 12, maxStringLength: Infinity });
    const token = emulator.requestsTo('submit')[0]?.headers.authorization?.replace('Bearer ', '');
    const [, line] = account.private_key!.split('\n');
    expect(shown).toContain('status 400');
    for (const secret of [token, line]) expect(shown).not.toContain(secret);
  });

  const another = issueServiceAccount();
  it.each([
    ['not JSON', 'no key file of a service account (not JSON)'],
    [{ type: 'authorized_user' }, 'no key file of a service account (type, client_email'],
    [{ ...account, private_key: 'x' }, 'the private key in'],
    [{ ...account, private_key: another.private_key }, 'Invalid JWT Signature'],
    [{ ...account, client_email: another.client_email }, 'Invalid JWT: claims'],
  ])('that is no good leaves everything unsent %#', async (file, words) => {
    const starting = (await providerOf(file)).start(request, call);
    await expect(starting).rejects.toMatchObject({
      code: 'AUTHENTICATION_FAILED',
      message: expect.stringContaining(words) as string,
      details: { submission: 'unsent' },
    });
    expect(emulator.requestsTo('submit')).toHaveLength(0);
  });

  it('whose token cannot be had leaves everything unsent', async () => {
    const provider = await providerOf(account);
    emulator.inject({ step: 'token', kind: 'status', status: 503 });
    emulator.inject({ step: 'token', kind: 'reset' });
    emulator.inject({ step: 'token', kind: 'malformed' });
    for (const code of ['PROVIDER_ERROR', 'NETWORK_ERROR', 'PROVIDER_PROTOCOL_ERROR']) {
      const error = { code, details: { submission: 'unsent' } };
      await expect(provider.start(request, call)).rejects.toMatchObject(error);
    }
    await rm(path.join(folder, 'account.json'));
    expect((await provider.start(request, call)).operationId).toContain('operations');
  });
});

describe('options', () => {
  it.each([
    [{}, 'apiKey'],
    [{ mode: 'omni', serviceAccountFile: 'x.json' }, 'apiKey'],
    [{ mode: 'omni', apiKey: 'k', storageUri: 'gs://bucket' }, 'storageUri'],
    [{ apiKey: 'k', storageUri: 'gs://bucket' }, 'storageUri'],
    [{ apiKey: 'k', credential: 'access-token' }, 'project'],
    [{ apiKey: 'k', storageUri: 'https://bucket' }, 'storageUri'],
  ])('%o lack %s', (given, field) => {
    expect(veoOptionsSchema.safeParse(given).error?.issues[0]?.path).toEqual([field]);
  });

  it.each([
    [{ apiKey: 'k' }, undefined, 'https://aiplatform.googleapis.com/v1beta1/publishers/google/models/m'],
    [
      { apiKey: 'k' },
      'p-1',
      'https://us-central1-aiplatform.googleapis.com/v1beta1/projects/p-1/locations/us-central1/publishers/google/models/m',
    ],
    [
      { apiKey: 'k', location: 'global' },
      'p-1',
      'https://aiplatform.googleapis.com/v1beta1/projects/p-1/locations/global/publishers/google/models/m',
    ],
    [
      { apiKey: 'k', location: 'eu' },
      'p-1',
      'https://aiplatform.eu.rep.googleapis.com/v1beta1/projects/p-1/locations/eu/publishers/google/models/m',
    ],
    [
      { apiKey: 'k', baseUrl: 'http://127.0.0.1:1/' },
      undefined,
      'http://127.0.0.1:1/v1beta1/publishers/google/models/m',
    ],
  ])('%o of project %s lead to %s', (given, project, address) => {
    const options = veoOptionsSchema.parse(given);
    expect(`${vertexBase(options, project)}/${modelResource('m', options.location, project)}`).toBe(address);
  });
});
