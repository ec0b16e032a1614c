import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { EmulatedJob } from '../../emulator/emulated-jobs.js';
import type { EmulatorRoute } from '../../emulator/emulator-route.js';
import type { EmulatorWorld } from '../../emulator/emulator.js';
import { resultAnswer, type FalWork } from './fal-results.js';

/**
 * Signed calls to the address that a submission names as `fal_webhook`, sent when the work is first seen done.
 * The signature is ED25519, in hex, over request id, user id, time and the SHA-256 of the body, a line each.
 */
export class FalWebhookSender {
  private readonly keys: { readonly publicKey: KeyObject; readonly privateKey: KeyObject } =
    generateKeyPairSync('ed25519');
  private readonly sent = new Set<string>();

  constructor(private readonly world: EmulatorWorld) {}

  /** The public keys, for whoever checks a signature. */
  routes(): EmulatorRoute[] {
    const { x } = this.keys.publicKey.export({ format: 'jwk' });
    const body = { keys: [{ kty: 'OKP', crv: 'Ed25519', x, kid: 'emulator' }] };
    return [
      {
        method: 'GET',
        path: '/rest.fal.ai/.well-known/jwks.json',
        step: 'keys',
        open: true,
        answer: () => ({ status: 200, body }),
      },
    ];
  }

  sendOnce(job: EmulatedJob<FalWork>): void {
    const { webhook } = job.data;
    if (webhook === undefined || this.sent.has(job.id)) return;
    this.sent.add(job.id);
    const { status, body: payload } = resultAnswer(this.world, job);
    const outcome =
      status < 300 ? { status: 'OK' } : { status: 'ERROR', error: `Invalid status code: ${status}` };
    const body = { request_id: job.id, gateway_request_id: job.id, ...outcome, payload };
    void this.world.webhooks.send({ url: webhook, body, sign: (text) => this.headersFor(job.id, text) });
  }

  private headersFor(requestId: string, body: string): Record<string, string> {
    const time = String(Math.floor(this.world.clock.now().getTime() / 1000));
    const user = 'emulator-user';
    const hash = createHash('sha256').update(body).digest('hex');
    const message = Buffer.from([requestId, user, time, hash].join('\n'));
    return {
      'x-fal-webhook-request-id': requestId,
      'x-fal-webhook-user-id': user,
      'x-fal-webhook-timestamp': time,
      'x-fal-webhook-signature': sign(null, message, this.keys.privateKey).toString('hex'),
    };
  }
}
