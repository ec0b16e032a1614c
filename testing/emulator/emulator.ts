import type { EmulatedJobs, JobPace } from './emulated-jobs.js';
import type { EmulatedMedia } from './emulated-media.js';
import type { EmulatorClock } from './emulator-clock.js';
import type { EmulatorAnswer, EmulatorRequest, EmulatorRoute, RecordedRequest } from './emulator-route.js';
import type { Fault, Outcome } from './fault.js';
import type { EmulatedWebhooks } from './emulated-webhooks.js';

/** What the base gives to a provider's routes. */
export interface EmulatorWorld {
  /** Without a slash at the end. */
  readonly url: string;
  readonly apiKey: string;
  readonly clock: EmulatorClock;
  readonly jobs: EmulatedJobs;
  readonly media: EmulatedMedia;
  readonly webhooks: EmulatedWebhooks;
  /** True: as unforgiving as the real service, which refuses addresses that are not public https. */
  readonly strict: boolean;
}

/** A provider's protocol. All that is the provider's own is here; the base brings clock, faults and media. */
export interface EmulatorDefinition {
  /** Its own, and the provider's id unless {@link EmulatorDefinition.providerId} says otherwise. */
  readonly id: string;
  /** For a provider that speaks several protocols, each with an emulator. */
  readonly providerId?: string;
  /** What kind of plugin it is for. Default: `provider`. */
  readonly kind?: 'provider' | 'language-model' | 'speech';
  readonly name: string;
  /** What `aether generate` needs beside provider and prompt, such as `--image`; nothing if the defaults work. */
  readonly tryWith?: string;
  /** The ways to disappoint that its routes know. */
  readonly outcomes: readonly Outcome[];
  /** True: it sends webhooks, so that faults can name the step `webhook`. */
  readonly hasWebhooks?: boolean;
  /** An error as the provider words it. */
  errorAnswer(status: number, message?: string): EmulatorAnswer;
  /** The refusal of wrong credentials or missing headers; undefined lets the request in. */
  authenticate(request: EmulatorRequest, apiKey: string): EmulatorAnswer | undefined;
  routes(world: EmulatorWorld): readonly EmulatorRoute[];
  /** Options of the provider's plugin that point it here. */
  pluginOptions(url: string, apiKey: string): Readonly<Record<string, unknown>>;
}

export interface EmulatorOptions {
  /** Default: a free one. */
  readonly port?: number;
  /** Default: a scripted clock. */
  readonly clock?: EmulatorClock;
  /** How jobs go on. Default: done when asked for the fourth time. */
  readonly pace?: JobPace;
  /** The one key that is let in. */
  readonly apiKey?: string;
  /** Default false: addresses on this machine are accepted as inputs, too. */
  readonly strict?: boolean;
  /** Seconds that links to results live. Default: the provider's own. */
  readonly linkSeconds?: number;
}

/** A provider on this machine. */
export interface Emulator {
  readonly id: string;
  readonly providerId: string;
  readonly kind: NonNullable<EmulatorDefinition['kind']>;
  readonly name: string;
  /** Its origin, such as `http://127.0.0.1:40123`. */
  readonly url: string;
  readonly apiKey: string;
  /** Options of the provider's plugin that point it here. */
  readonly pluginOptions: Readonly<Record<string, unknown>>;
  /** Every request so far, in order of arrival. */
  readonly requests: readonly RecordedRequest[];
  readonly clock: EmulatorClock;
  readonly jobs: EmulatedJobs;
  /** The steps and disappointments that faults can name. */
  readonly steps: readonly string[];
  readonly outcomes: readonly Outcome[];
  /** Work that was accepted, that is, paid for. */
  readonly acceptedSubmissions: number;
  /** Requests that arrived at a step. */
  requestsTo(step: string): readonly RecordedRequest[];
  inject(fault: Fault): void;
  clearFaults(): void;
  /** Cuts every connection. Safe to call twice. */
  close(): Promise<void>;
}
