import type { IncomingHttpHeaders } from 'node:http';
import type { Outcome } from './fault.js';

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
