import assert from 'node:assert/strict';
import {
  submissionOf,
  VideoGenerationError,
  type ISpeechSynthesizer,
  type PluginLifecycle,
  type PluginManifest,
  type SpeechRequest,
  type SpokenAudio,
  type StandardSchemaV1,
} from 'aether-video/plugin';
import { checkSpokenAudio } from '../../application/speak-script/check-spoken-audio.js';
import type { IConfigManager } from '../../domain/settings/settings.js';
import { checkContribution } from '../../infrastructure/plugin-host/check-contribution.js';
import { checkManifest } from '../../infrastructure/plugin-host/check-manifest.js';
import { readPluginOptions } from '../../infrastructure/plugin-host/plugin-options.js';
import type { Emulator, EmulatorDefinition } from '../emulator/emulator.js';
import type { Fault, Outcome } from '../emulator/fault.js';
import { startEmulator } from '../emulator/start-emulator.js';
import { fakeHost, type FakeHost } from '../fakes/fake-host.js';
import { arrived, assertNoSecret, failureOf, verdictOf } from './conformance-rig.js';

type AnySpeechManifest = Omit<PluginManifest<'speech', never>, 'options'> & {
  readonly options?: StandardSchemaV1 | undefined;
};

/** `describe` and `it` of any test runner, and what is tested. */
export interface SpeechConformanceOptions {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: () => Promise<void>) => unknown;
  readonly manifest: AnySpeechManifest;
  readonly backend: {
    /** Its step for an answer is called `submit`. */
    readonly emulator: EmulatorDefinition;
    /** Options of the plugin besides those that point it to the emulator. */
    readonly options?: Readonly<Record<string, unknown>>;
  };
}

interface SpeechRig {
  readonly emulator: Emulator;
  readonly engine: ISpeechSynthesizer & PluginLifecycle;
  readonly host: FakeHost<unknown>;
  readonly request: (more?: Partial<SpeechRequest>) => SpeechRequest;
  readonly speak: (more?: Partial<SpeechRequest>, signal?: AbortSignal) => Promise<SpokenAudio>;
}
type Test = (name: string, body: (rig: SpeechRig) => Promise<void>) => void;

const words = 'Breathe in, slowly. Salt & pepper cost <5 each; hold it. Then let go.'.split(' ');
/** Silence that an engine may leave at the ends, seconds. */
const longestEdge = 0.06;

/**
 * Holds the speech engine of a service against the promises of its port, before its emulator.
 *
 * @example
 * speechConformance({ describe, it, manifest, backend: { emulator: acmeEmulator } });
 */
export function speechConformance(options: SpeechConformanceOptions): void {
  const { describe, it, manifest } = options;
  const test: Test = (name, body) => void it(name, () => withRig(options, body));
  describe(`speech of ${manifest.id}`, () => {
    describe('manifest', () => manifestTests(options, test));
    describe('speech', () => speechTests(test));
    describe('failures', () => failureTests(options, test));
  });
}

async function withRig(
  { manifest, backend }: SpeechConformanceOptions,
  body: (rig: SpeechRig) => Promise<void>,
): Promise<void> {
  const emulator = await startEmulator(backend.emulator);
  try {
    const given = { ...emulator.pluginOptions, ...backend.options };
    const parsed = await manifest.options?.['~standard'].validate(given);
    assert(!parsed?.issues, `the options are refused: ${JSON.stringify(parsed?.issues)}`);
    const host = fakeHost<unknown>({ pluginId: manifest.id, options: parsed?.value });
    const engine = (await manifest.load())(host as never);
    await engine.init?.();
    const voiceId = engine.voices[0]!.id;
    const request: SpeechRig['request'] = (more = {}) => ({
      words,
      language: 'en',
      voiceId,
      rate: 1,
      ...more,
    });
    const { signal: never } = new AbortController();
    const speak: SpeechRig['speak'] = (more, signal = never) =>
      engine.synthesize(request(more), { signal, logger: host.logger });
    await body({ emulator, engine, host, request, speak });
    await engine.dispose?.();
    assertNoSecret(host.logger.entries, emulator.apiKey, 'the log');
  } finally {
    await emulator.close();
  }
}

function manifestTests({ manifest, backend }: SpeechConformanceOptions, test: Test): void {
  test('is valid, and makes an engine with all members', async ({ engine, emulator, request }) => {
    await Promise.resolve(checkManifest({ manifest }, 'manifest'));
    checkContribution(engine, manifest as unknown as PluginManifest, manifest.id);
    assert.equal(engine.offline, false, 'a service is not offline');
    const ids = engine.voices.map(({ id }) => id);
    assert(ids.length > 0, 'it has no voice');
    assert.equal(new Set(ids).size, ids.length, 'two voices have the same id');
    assertNoSecret(engine.manner, emulator.apiKey, 'the manner');
    assert(engine.manner !== undefined, 'a service has a manner');
    const { micros = 0 } = engine.estimate?.(request()) ?? {};
    assert(Number.isSafeInteger(micros) && micros >= 0, 'the estimate is no amount');
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
  manifest: AnySpeechManifest,
  given: Readonly<Record<string, unknown>>,
): Promise<VideoGenerationError | undefined> {
  const { apiKey, ...options } = given;
  const config = {
    provider: () => ({ options: {}, apiKey }),
    describe: () => [],
    settings: { plugins: { options: { [`speech/${manifest.id}`]: options } } },
  };
  const plugin = manifest as unknown as PluginManifest;
  return readPluginOptions(plugin, manifest.id, config as unknown as IConfigManager).then(
    () => undefined,
    (error: unknown) => VideoGenerationError.from(error),
  );
}

function speechTests(test: Test): void {
  test('is sound with the time of every word, from one request', async ({ speak, emulator, request }) => {
    const audio = await speak();
    checkSpokenAudio(audio, words.length, request().voiceId);
    assert.equal(emulator.requests.length, 1);
    assert.equal(emulator.acceptedSubmissions, 1);
    const { samples, sampleRate } = audio;
    const peak = samples.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), 0);
    const loud = (sample: number): boolean => Math.abs(sample) > peak / 100;
    const lead = samples.findIndex(loud) / sampleRate;
    const tail = (samples.length - 1 - samples.findLastIndex(loud)) / sampleRate;
    assert(lead <= longestEdge && tail <= longestEdge, `silence at the ends: ${lead} s and ${tail} s`);
  });

  test('pauses between sentences lie between their words', async ({ speak }) => {
    const { words: times } = await speak();
    const gap = times[3]!.startSeconds - times[2]!.endSeconds;
    assert(gap > 0.2, `${gap} s between two sentences`);
  });

  test('is faster at a higher rate, and the same for the same request', async ({ speak }) => {
    const [plain, again, fast] = [await speak(), await speak(), await speak({ rate: 1.2 })];
    assert.deepEqual(again.words, plain.words);
    assert.deepEqual(again.samples, plain.samples);
    assert(fast.samples.length < plain.samples.length * 0.95, 'a rate of 1.2 is no faster');
  });
}

const faults: readonly (readonly [string, Fault, code: string, verdict: string])[] = [
  ['a bad request', { step: 'submit', kind: 'status', status: 400 }, 'INVALID_REQUEST', 'rejected'],
  ['a wrong key', { step: 'submit', kind: 'status', status: 401 }, 'AUTHENTICATION_FAILED', 'rejected'],
  [
    'a rate limit',
    { step: 'submit', kind: 'status', status: 429, retryAfter: 7 },
    'RATE_LIMIT_EXCEEDED',
    'rejected',
  ],
  ['an overload', { step: 'submit', kind: 'status', status: 503 }, 'PROVIDER_ERROR', 'rejected'],
  ['a failure', { step: 'submit', kind: 'status', status: 500 }, 'PROVIDER_ERROR', 'ambiguous'],
  ['a cut connection', { step: 'submit', kind: 'reset', accepted: true }, 'NETWORK_ERROR', 'ambiguous'],
  ['a cut answer', { step: 'submit', kind: 'truncate' }, 'NETWORK_ERROR', 'ambiguous'],
  ['an answer that is a page', { step: 'submit', kind: 'malformed' }, 'PROVIDER_PROTOCOL_ERROR', 'ambiguous'],
  ['an empty answer', { step: 'submit', kind: 'empty' }, 'PROVIDER_PROTOCOL_ERROR', 'ambiguous'],
];

const outcomes: readonly (readonly [Outcome, code: string, verdict: string])[] = [
  ['moderated-input', 'CONTENT_POLICY_VIOLATION', 'rejected'],
  ['out-of-credits', 'INSUFFICIENT_CREDITS', 'rejected'],
  ['throttled', 'RATE_LIMIT_EXCEEDED', 'rejected'],
  ['empty-result', 'PROVIDER_PROTOCOL_ERROR', 'ambiguous'],
];

function failureTests({ backend }: SpeechConformanceOptions, test: Test): void {
  const known = outcomes.filter(([outcome]) => backend.emulator.outcomes.includes(outcome));
  const all = [
    ...faults,
    ...known.map(
      ([outcome, ...expected]) =>
        [outcome, { step: 'submit', kind: 'outcome', outcome }, ...expected] as const,
    ),
  ];
  for (const [name, fault, code, verdict] of all) {
    test(`${name} is ${code}, ${verdict}`, async ({ speak, emulator }) => {
      emulator.inject(fault);
      const error = await failureOf(speak(), emulator.apiKey);
      assert.deepEqual([error.code, submissionOf(error)], [code, verdict]);
      if ('retryAfter' in fault) assert.equal(error.retryAfterSeconds, 7);
      assert.equal(emulator.requests.length, 1, 'it was asked more than once');
    });
  }
  test('a service that cannot be reached is unsent', async ({ speak, emulator }) => {
    await emulator.close();
    assert.equal(verdictOf(await failureOf(speak(), emulator.apiKey)), 'unsent');
  });
  test('a voice that does not exist is not asked for in vain', async ({ speak, emulator }) => {
    const error = await failureOf(
      speak({ voiceId: `${backend.emulator.id}:nobody at all` }),
      emulator.apiKey,
    );
    assert.notEqual(verdictOf(error), 'ambiguous');
    assert.equal(emulator.acceptedSubmissions, 0);
  });
  test('a cancellation ends the call', async ({ speak, emulator }) => {
    emulator.inject({ step: 'submit', kind: 'hang' });
    const stop = new AbortController();
    const failure = failureOf(speak({}, stop.signal), emulator.apiKey);
    await arrived(emulator, 'submit');
    stop.abort(new VideoGenerationError('CANCELLED', { message: 'Enough.' }));
    assert.equal((await failure).category, 'cancelled');
  });
}
