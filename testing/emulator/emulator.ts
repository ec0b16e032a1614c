import type { IncomingHttpHeaders } from 'node:http';
import type { EmulatedJobs, JobPace } from './emulated-jobs.js';
import type { EmulatedMedia } from './emulated-media.js';
import type { EmulatorClock } from './emulator-clock.js';
import type { Fault, Outcome } from './fault.js';
import type { EmulatedWebhooks } from './emulated-webhooks.js';

/** A request as it came in. Secrets are kept: it is for assertions. */
export interface RecordedRequest {
  readonly method: string;
  /** Path with query. */
  readonly path: string;
  /** Step of the route, or `unknown`. */
  readonly step: string;
  readonly headers: IncomingHttpHeaders;
  /** Parsed JSON, or the text of any other body; undefined for an empty or binary one. */
  readonly body: unknown;
  readonly bytes: Buffer;
  readonly at: Date;
  /** Status that was answered; undefined if the connection was cut or left hanging. */
  readonly status: number | undefined;
}

/** A request in the hands of a route. */
export interface EmulatorRequest extends Omit<RecordedRequest, 'status'> {
  /** From the route's `:name` and `*name`, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** What was injected for this request. */
  readonly outcome: Outcome | undefined;
  /** The fields of a multipart body. */
  form(): Promise<FormData>;
}

/** What a route answers. Bytes and text go out as they are, everything else as JSON, undefined as no body. */
export interface EmulatorAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface EmulatorRoute {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Such as `/v1/tasks/:id`; a last `*name` takes the rest of the path. The first route that fits counts. */
  readonly path: string;
  /** What faults and assertions call it: `submit`, `poll`, `cancel`, `upload`, `download`, `lookup`, `health`… */
  readonly step: string;
  /** True: it asks for no credentials. */
  readonly open?: boolean;
  answer(request: EmulatorRequest): EmulatorAnswer | Promise<EmulatorAnswer>;
}

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
  /** The provider's id. */
  readonly id: string;
  readonly name: string;
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
