import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import type {
  IVideoProvider,
  ModelDescriptor,
  OperationStatus,
  PluginLifecycle,
  PluginManifest,
  PromptRequest,
  ProviderCall,
  ProviderOperation,
} from 'aether-video/plugin';
import {
  submissionOf,
  VideoGenerationError,
  type ErrorCode,
  type StandardSchemaV1,
} from 'aether-video/plugin';
import type { Emulator, EmulatorDefinition } from '../emulator/emulator.js';
import { startEmulator } from '../emulator/start-emulator.js';
import { fakeHost, type FakeHost } from '../fakes/fake-host.js';

/** What the provider is held against. */
export interface ProviderBackend {
  readonly emulator: EmulatorDefinition;
  /** Options of the plugin besides those that point it to the emulator. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** A request that works. Default: {@link promptRequest} with the first model. */
  readonly request?: (models: readonly ModelDescriptor[]) => PromptRequest;
  /** What a status of a submission means, where the provider documents something else than HTTP does. */
  readonly statusCodes?: Readonly<Partial<Record<number, ErrorCode>>>;
  /** Options that must be refused besides those that the kit makes up. */
  readonly wrongOptions?: readonly Readonly<Record<string, unknown>>[];
}

export type AnyProviderManifest = Omit<PluginManifest<'provider', never>, 'options'> & {
  readonly options?: StandardSchemaV1 | undefined;
};

/** A prompt for a model, with the model's defaults for everything else. */
export function promptRequest(model: ModelDescriptor, more: Partial<PromptRequest> = {}): PromptRequest {
  const { durations, aspectRatios, resolutions, tasks } = model;
  const duration = durations?.kind === 'list' ? durations.seconds[0] : durations?.minimum;
  return {
    input: 'prompt',
    model,
    task: tasks[0] ?? 'text-to-video',
    prompt: 'A lighthouse in the first light, seen from the sea.',
    ...(duration === undefined ? {} : { duration }),
    ...(aspectRatios[0] === undefined ? {} : { aspectRatio: aspectRatios[0] }),
    ...(resolutions[0] === undefined ? {} : { resolution: resolutions[0] }),
    references: [],
    providerOptions: {},
    ...more,
  };
}

/** One provider before one emulator. */
export interface Rig {
  readonly emulator: Emulator;
  readonly provider: IVideoProvider & PluginLifecycle;
  readonly request: PromptRequest;
  readonly host: FakeHost<unknown>;
  /** Another instance of the provider, as another process would have it. */
  readonly another: () => Promise<IVideoProvider & PluginLifecycle>;
  readonly call: (more?: Partial<ProviderCall>) => ProviderCall;
  /** Asks until the state is final. */
  readonly finish: (operation: ProviderOperation, provider?: IVideoProvider) => Promise<OperationStatus>;
}

/** Polls that any emulated job is done after. */
const enoughPolls = 50;

/** Runs a test in a fresh rig, and looks for the key in all that came out of it. */
export async function withRig(
  manifest: AnyProviderManifest,
  backend: ProviderBackend,
  test: (rig: Rig) => Promise<void>,
): Promise<void> {
  const emulator = await startEmulator(backend.emulator);
  const workspace = await mkdtemp(path.join(tmpdir(), `aether-${manifest.id}-`));
  try {
    const given = { ...emulator.pluginOptions, ...backend.options };
    const parsed = await manifest.options?.['~standard'].validate(given);
    const issues = parsed?.issues;
    assert(!issues, `the options are refused: ${JSON.stringify(issues)}`);
    const host = fakeHost<unknown>({ pluginId: manifest.id, options: parsed?.value });
    const create: Rig['another'] = async () => {
      const made = (await manifest.load())(host as never);
      await made.init?.();
      return made;
    };
    const provider = await create();
    const models = provider.descriptor.models ?? [];
    assert(models[0] ?? backend.request, 'a provider for prompts names its models');
    const request = backend.request?.(models) ?? promptRequest(models[0]!);
    await test({
      emulator,
      provider,
      request,
      host,
      another: create,
      call: callOf(host, workspace),
      finish: finishOf(provider, callOf(host, workspace)),
    });
    await provider.dispose?.();
    assertNoSecret(host.logger.entries, emulator.apiKey, 'the log');
  } finally {
    await emulator.close();
    await rm(workspace, { recursive: true, force: true });
  }
}

function callOf(host: FakeHost<unknown>, workspace: string): Rig['call'] {
  return (more = {}) => ({
    signal: new AbortController().signal,
    idempotencyKey: 'f2b0c8de-6a0b-4c6e-9b57-3b1f1c2d4e5f',
    logger: host.logger,
    workspace,
    ...more,
  });
}

function finishOf(own: IVideoProvider, call: Rig['call']): Rig['finish'] {
  return async (operation, provider = own) => {
    for (let poll = 0; poll < enoughPolls; poll += 1) {
      const status = await provider.status(operation, call());
      if (status.state !== 'queued' && status.state !== 'running') return status;
      assertPending(status);
    }
    return assert.fail('the operation never ends');
  };
}

function assertPending(status: Extract<OperationStatus, { state: 'queued' | 'running' }>): void {
  const { pollAfterSeconds } = status;
  assert(pollAfterSeconds === undefined || pollAfterSeconds > 0, 'pollAfterSeconds is positive');
  const progress = status.state === 'running' ? status.progress : undefined;
  assert(progress === undefined || (progress >= 0 && progress <= 1), 'progress is within 0 and 1');
}

/** Fails if the key can be found in any part of what came out. */
export function assertNoSecret(value: unknown, secret: string, where: string): void {
  const text = inspect(value, { depth: 12, maxArrayLength: 1000, maxStringLength: 1_000_000 });
  assert(!text.includes(secret), `the key is in ${where}`);
}

/** The error that a call ends with, after a look for the key in it. */
export async function failureOf(call: Promise<unknown>, secret: string): Promise<VideoGenerationError> {
  const thrown = await call.then(
    (value) => assert.fail(`it did not fail, but gave ${inspect(value)}`),
    (error: unknown) => error,
  );
  assert(VideoGenerationError.isInstance(thrown), `it threw something else: ${inspect(thrown)}`);
  assertNoSecret(thrown, secret, 'an error');
  assert.doesNotThrow(() => JSON.stringify(thrown.toJSON()), 'an error is plain JSON');
  return thrown;
}

/** The verdict on a submission, which must not be missing by accident. */
export function verdictOf(error: VideoGenerationError): string {
  assert(error.details.submission !== undefined, 'details.submission says nothing');
  return submissionOf(error);
}

/** Waits until a request has arrived at a step. */
export async function arrived(emulator: Pick<Emulator, 'requestsTo'>, step: string): Promise<void> {
  while (emulator.requestsTo(step).length === 0) await new Promise((resolve) => setImmediate(resolve));
}
