import { createHash, createPublicKey, verify } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Emulator } from '../../../../testing/emulator/emulator.js';
import { startEmulator } from '../../../../testing/emulator/start-emulator.js';
import { falEmulator } from '../../../../testing/emulators/fal/fal-emulator.js';

let emulator: Emulator;
let server: Server;
let received: { headers: IncomingHttpHeaders; body: string }[];

beforeEach(async () => {
  received = [];
  emulator = await startEmulator(falEmulator, { pace: { by: 'polls', polls: 0 } });
  server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ headers: request.headers, body });
      response.end();
      server.emit('received');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  await emulator.close();
  server.close();
});

async function finishWithWebhook(): Promise<void> {
  const headers = { authorization: `Key ${emulator.apiKey}`, 'content-type': 'application/json' };
  const hook = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  const address = `${emulator.url}/queue.fal.run/fal-ai/flux/dev?fal_webhook=${encodeURIComponent(hook)}`;
  const submitted = await fetch(address, { method: 'POST', headers, body: '{"prompt":"a boat"}' });
  const { status_url: status } = (await submitted.json()) as { status_url: string };
  await fetch(status, { headers });
}

/** As fal’s documentation says that a receiver has to check. */
async function isGenuine({ headers, body }: (typeof received)[number]): Promise<boolean> {
  const answer = await fetch(`${emulator.url}/rest.fal.ai/.well-known/jwks.json`);
  const { keys } = (await answer.json()) as { keys: [{ kty: string; crv: string; x: string }] };
  const parts = ['request-id', 'user-id', 'timestamp'].map((name) => headers[`x-fal-webhook-${name}`]);
  const message = [...parts, createHash('sha256').update(body).digest('hex')].join('\n');
  const signature = Buffer.from(String(headers['x-fal-webhook-signature']), 'hex');
  return verify(null, Buffer.from(message), createPublicKey({ key: keys[0], format: 'jwk' }), signature);
}

it('signs its webhooks, and a forged one can be told apart', async () => {
  const first = once(server, 'received');
  await finishWithWebhook();
  await first;
  expect(JSON.parse(received[0]!.body)).toMatchObject({ status: 'OK', payload: { images: [{}] } });
  expect(await isGenuine(received[0]!)).toBe(true);
  emulator.inject({ step: 'webhook', kind: 'webhook', webhook: 'forged' });
  const second = once(server, 'received');
  await finishWithWebhook();
  await second;
  expect(await isGenuine(received[1]!)).toBe(false);
});
