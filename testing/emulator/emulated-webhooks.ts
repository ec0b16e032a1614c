import type { FaultQueue } from './fault.js';

/** A call of the provider to its customer. */
export interface Webhook {
  readonly url: string;
  readonly body: unknown;
  /** Headers that prove where it comes from, for exactly these bytes. */
  sign(body: string): Readonly<Record<string, string>>;
}

/** Sends webhooks, and loses, doubles or forges them as told by faults at the step `webhook`. */
export class EmulatedWebhooks {
  /** Those that were sent, the doubled and forged ones included. */
  readonly sent: { readonly url: string; readonly body: string; readonly status: number | undefined }[] = [];

  constructor(private readonly faults: FaultQueue) {}

  /** Resolves when the receiver has answered or cannot be reached. */
  async send(webhook: Webhook): Promise<void> {
    const fault = this.faults.take('webhook');
    const how = fault?.kind === 'webhook' ? fault.webhook : 'sent';
    if (how === 'lost') return;
    const body = JSON.stringify(webhook.body);
    // A forger knows the body's form, but not the secret: the signature is for other bytes.
    const headers = webhook.sign(how === 'forged' ? `${body} ` : body);
    await this.deliver(webhook.url, body, headers);
    if (how === 'doubled') await this.deliver(webhook.url, body, headers);
  }

  private async deliver(url: string, body: string, headers: Readonly<Record<string, string>>): Promise<void> {
    const status = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      signal: AbortSignal.timeout(5000),
    }).then(
      (response) => response.status,
      () => undefined,
    );
    this.sent.push({ url, body, status });
  }
}
