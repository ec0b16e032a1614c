import assert from 'node:assert/strict';
import {
  scriptTask,
  submissionOf,
  VideoGenerationError,
  type ILanguageModel,
  type LanguageModelRequest,
  type PluginLifecycle,
  type PluginManifest,
  type ScriptAssignment,
  type StandardSchemaV1,
} from 'aether-video/plugin';
import { draftJsonSchema } from '../../application/write-script/draft-schema.js';
import { checkContribution } from '../../infrastructure/plugin-host/check-contribution.js';
import { checkManifest } from '../../infrastructure/plugin-host/check-manifest.js';
import { readPluginOptions } from '../../infrastructure/plugin-host/plugin-options.js';
import type { IConfigManager } from '../../domain/settings/settings.js';
import type { Emulator, EmulatorDefinition } from '../emulator/emulator.js';
import { modelFaults } from './model-faults.js';
import { startEmulator } from '../emulator/start-emulator.js';
import { fakeHost, type FakeHost } from '../fakes/fake-host.js';
import { arrived, assertNoSecret, failureOf, verdictOf } from './conformance-rig.js';

type AnyModelManifest = Omit<PluginManifest<'language-model', never>, 'options'> & {
  readonly options?: StandardSchemaV1 | undefined;
};

/** `describe` and `it` of any test runner, and what is tested. */
export interface LanguageModelConformanceOptions {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: () => Promise<void>) => unknown;
  readonly manifest: AnyModelManifest;
  readonly backend: {
    /** Its step for an answer is called `submit`. */
    readonly emulator: EmulatorDefinition;
    /** Options of the plugin besides those that point it to the emulator. */
    readonly options?: Readonly<Record<string, unknown>>;
  };
}

interface ModelRig {
  readonly emulator: Emulator;
  readonly model: ILanguageModel & PluginLifecycle;
  readonly host: FakeHost<unknown>;
  readonly request: (more?: Partial<LanguageModelRequest>) => LanguageModelRequest;
  readonly ask: (
    more?: Partial<LanguageModelRequest>,
    signal?: AbortSignal,
  ) => ReturnType<ILanguageModel['answer']>;
}

const assignment: ScriptAssignment = {
  topic: 'Why lighthouses matter',
  tone: 'calm',
  style: 'explainer',
  language: 'en',
  channel: { id: 'air', theme: 'Clarity', description: 'Clear thoughts.' },
  seconds: 30,
  words: 75,
  points: { fewest: 2, most: 5 },
  limits: { hook: 14, point: 30, callToAction: 24 },
  passages: [],
  banned: [],
  seed: 7,
};

/**
 * Holds a language model of a service against the promises of its port, before its emulator.
 *
 * @example
 * languageModelConformance({ describe, it, manifest, backend: { emulator: acmeEmulator } });
 */
export function languageModelConformance(options: LanguageModelConformanceOptions): void {
  const { describe, it, manifest } = options;
  const test = (name: string, body: (rig: ModelRig) => Promise<void>): void =>
    void it(name, () => withRig(options, body));
  describe(`language model ${manifest.id}`, () => {
    describe('manifest', () => manifestTests(options, test));
    describe('answers', () => answerTests(test));
    describe('failures', () => failureTests(options, test));
  });
}

type Test = (name: string, body: (rig: ModelRig) => Promise<void>) => void;

async function withRig(
  { manifest, backend }: LanguageModelConformanceOptions,
  body: (rig: ModelRig) => Promise<void>,
): Promise<void> {
  const emulator = await startEmulator(backend.emulator);
  try {
    const parsed = await manifest.options?.['~standard'].validate({
      ...emulator.pluginOptions,
      ...backend.options,
    });
    assert(!parsed?.issues, `the options are refused: ${JSON.stringify(parsed?.issues)}`);
    const host = fakeHost<unknown>({ pluginId: manifest.id, options: parsed?.value });
    const model = (await manifest.load())(host as never);
    await model.init?.();
    const request: ModelRig['request'] = (more = {}) => ({
      model: model.models[0]!.id,
      task: scriptTask,
      instructions: 'Write a short script. CANARY-INSTRUCTIONS',
      input: assignment,
      schema: draftJsonSchema,
      corrections: [],
      maxOutputTokens: 2000,
      ...more,
    });
    const { signal: never } = new AbortController();
    const ask: ModelRig['ask'] = (more, signal = never) =>
      model.answer(request(more), { signal, logger: host.logger });
    await body({ emulator, model, host, request, ask });
    await model.dispose?.();
    assertNoSecret(host.logger.entries, emulator.apiKey, 'the log');
  } finally {
    await emulator.close();
  }
}

function manifestTests({ manifest, backend }: LanguageModelConformanceOptions, test: Test): void {
  test('is valid, and makes a language model with all members', async ({ model }) => {
    await Promise.resolve(checkManifest({ manifest }, 'manifest'));
    checkContribution(model, manifest as unknown as PluginManifest, manifest.id);
    assert.equal(model.offline, false, 'a service is not offline');
    const ids = model.models.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length, 'two models have the same id');
  });

  test('refuses options that are wrong, without showing the key', async ({ emulator }) => {
    const given = { ...emulator.pluginOptions, ...backend.options };
    const error = await optionsError(manifest, { ...given, surprise: true });
    assert.equal(error?.code, 'PLUGIN_OPTIONS_INVALID', 'an unknown option is accepted');
    assertNoSecret(error, emulator.apiKey, 'an error');
    assert.equal(await optionsError(manifest, given), undefined);
  });
}

/** What the host says to options, as it reads them from settings. */
async function optionsError(
  manifest: AnyModelManifest,
  given: Readonly<Record<string, unknown>>,
): Promise<VideoGenerationError | undefined> {
  const { apiKey, ...options } = given;
  const config = {
    provider: () => ({ options: {}, apiKey }),
    describe: () => [],
    settings: { plugins: { options: { [`language-model/${manifest.id}`]: options } } },
  };
  const read = readPluginOptions(
    manifest as unknown as PluginManifest,
    manifest.id,
    config as unknown as IConfigManager,
  );
  return read.then(
    () => undefined,
    (error: unknown) => VideoGenerationError.from(error),
  );
}

function answerTests(test: Test): void {
  test('come with text, the model, counts of tokens and an id, from one request', async ({
    ask,
    emulator,
  }) => {
    const answer = await ask();
    assert.equal(typeof (JSON.parse(answer.text) as { title?: unknown }).title, 'string');
    assert(answer.model !== '', 'the model has no name');
    const { inputTokens = 0, outputTokens = 0 } = answer.usage ?? {};
    assert(inputTokens > 0 && outputTokens > 0, 'the tokens are not counted');
    assert(answer.answerId !== undefined, 'the answer has no id');
    assert.equal(emulator.requests.length, 1);
  });

  test('get instructions apart from data', async ({ ask, emulator }) => {
    await ask();
    const body = emulator.requestsTo('submit')[0]!.body as Record<string, unknown>;
    const parts = Object.values(body).flatMap((part): unknown[] => (Array.isArray(part) ? part : [part]));
    const holding = (text: string): unknown => parts.find((part) => JSON.stringify(part).includes(text));
    assert(holding('CANARY-INSTRUCTIONS'), 'the instructions are not sent');
    assert(holding(assignment.topic), 'the input is not sent');
    assert.notEqual(holding('CANARY-INSTRUCTIONS'), holding(assignment.topic));
  });

  test('get earlier answers and what was wrong with them', async ({ ask, emulator }) => {
    await ask({ corrections: [{ answer: 'CANARY-ANSWER', problems: ['CANARY-PROBLEM.'] }] });
    const text = emulator.requestsTo('submit')[0]!.bytes.toString();
    assert(text.includes('CANARY-ANSWER') && text.includes('CANARY-PROBLEM.'));
  });
}

function failureTests({ backend }: LanguageModelConformanceOptions, test: Test): void {
  for (const [name, fault, { code, verdict }] of modelFaults) {
    test(`${name} is ${code}, ${verdict}`, async ({ ask, emulator }) => {
      emulator.inject(fault);
      const error = await failureOf(ask(), emulator.apiKey);
      assert.deepEqual([error.code, submissionOf(error)], [code, verdict]);
      if (code === 'RATE_LIMIT_EXCEEDED') assert.equal(error.retryAfterSeconds, 7);
      assert.equal(emulator.requests.length, 1, 'it was asked more than once');
    });
  }
  outcomeTests(backend.emulator, test);
  test('a service that cannot be reached is unsent', async ({ ask, emulator }) => {
    await emulator.close();
    assert.equal(verdictOf(await failureOf(ask(), emulator.apiKey)), 'unsent');
  });
  test('a cancellation ends the call', async ({ ask, emulator }) => {
    emulator.inject({ step: 'submit', kind: 'hang' });
    const stop = new AbortController();
    const failure = failureOf(ask({}, stop.signal), emulator.apiKey);
    await arrived(emulator, 'submit');
    stop.abort(new VideoGenerationError('CANCELLED', { message: 'Enough.' }));
    assert.equal((await failure).category, 'cancelled');
  });
}

const outcomeCodes = {
  'moderated-input': ['CONTENT_POLICY_VIOLATION', 'ambiguous'],
  'moderated-output': ['CONTENT_POLICY_VIOLATION', 'ambiguous'],
  'out-of-credits': ['INSUFFICIENT_CREDITS', 'rejected'],
  'empty-result': ['PROVIDER_PROTOCOL_ERROR', 'ambiguous'],
} as const;

function outcomeTests({ outcomes }: EmulatorDefinition, test: Test): void {
  for (const outcome of outcomes) {
    const expected = outcomeCodes[outcome as keyof typeof outcomeCodes] as readonly string[] | undefined;
    if (!expected) continue;
    test(`${outcome} is ${expected[0]!}`, async ({ ask, emulator }) => {
      emulator.inject({ step: 'submit', kind: 'outcome', outcome });
      const error = await failureOf(ask(), emulator.apiKey);
      assert.deepEqual([error.code, submissionOf(error)], expected);
      if (expected[1] === 'rejected') assert.equal(emulator.acceptedSubmissions, 0);
      else assert(error.details.usage !== undefined, 'what it read is not counted');
    });
  }
}
