import { fetchJson, VideoGenerationError, withSubmission } from 'aether-video/plugin';
import { googleCredentials, type GoogleCredentials, type GoogleHost } from './google-credentials.js';
import { answerError, callError } from './google-errors.js';

export interface GoogleRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly body?: unknown;
  readonly signal: AbortSignal;
}

/**
 * JSON calls of Google's services over the host's own fetch. The official SDK is not used: its errors drop the
 * headers of an answer, and its OAuth goes to the network by itself.
 */
export class GoogleClient {
  readonly credentials: GoogleCredentials;

  constructor(private readonly host: GoogleHost) {
    this.credentials = googleCredentials(host);
  }

  /** One call. @returns the parsed body @throws VideoGenerationError */
  async call({ method, url, body, signal }: GoogleRequest): Promise<unknown> {
    const headers = await this.prepared(signal);
    try {
      const answer = await fetchJson(this.host.fetch, url, {
        method,
        headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: 'error',
        signal,
      });
      if (answer.status < 400) return answer.body;
      if (answer.status === 401) this.credentials.forget();
      throw answerError(answer, { now: this.host.clock.now(), secrets: this.credentials.secrets() });
    } catch (thrown) {
      throw callError(thrown, signal);
    }
  }

  /** What goes wrong here leaves the call unsent. */
  private async prepared(signal: AbortSignal): Promise<Readonly<Record<string, string>>> {
    try {
      return await this.credentials.headers(signal);
    } catch (thrown) {
      throw withSubmission(VideoGenerationError.from(thrown), 'unsent');
    }
  }
}
