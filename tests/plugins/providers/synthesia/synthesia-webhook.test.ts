import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifySynthesiaWebhook } from '../../../../index.js';
import type { Emulator } from '../../../../testing/emulator/emulator.js';
import { startEmulator } from '../../../../testing/emulator/start-emulator.js';
import { synthesiaEmulator } from '../../../../testing/emulators/synthesia/synthesia-emulator.js';

interface Arrived {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

let emulator: Emulator;
let receiver: Server;
let arrived: Arrived[];
let secret: string;

beforeEach(async () => {
  emulator = await startEmulator(synthesiaEmulator, { pace: { by: 'polls', polls: 0 } });
  arrived = [];
  receiver = createServer((request, response) => {
    void buffer(request).then((body) => {
      arrived.push({ headers: request.headers, body });
      response.end();
    });
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  ({ secret } = (await api('POST', '/v2/webhooks', { url, events: ['video.completed', 'video.failed'] })) as {
    secret: string;
  });
});
afterEach(async () => {
  await emulator.close();
  receiver.close();
});

async function api(method: string, path: string, body?: object): Promise<unknown> {
  const headers = { authorization: emulator.apiKey, 'content-type': 'application/json' };
  const response = await fetch(`${emulator.url}${path}`, {
    method,
    headers,
    ...(body && { body: JSON.stringify(body) }),
  });
  return response.json();
}

async function makeVideo(): Promise<string> {
  const input = [{ avatar: 'anna_costume1_cameraA', background: 'off_white', scriptText: 'Hello.' }];
  const { id } = (await api('POST', '/v2/videos', { input })) as { id: string };
  await api('GET', `/v2/videos/${id}`);
  await api('GET', `/v2/videos/${id}`);
  return id;
}

function isGenuine({ headers, body }: Arrived, more: object = {}): boolean {
  const delivery = {
    body,
    signature: headers['synthesia-signature'] as string,
    timestamp: headers['synthesia-timestamp'] as string,
  };
  return verifySynthesiaWebhook({ ...delivery, ...more }, { secret, now: emulator.clock.now() });
}

describe('a webhook', () => {
  it('is sent once, and is genuine', async () => {
    const id = await makeVideo();
    expect(arrived).toHaveLength(1);
    expect(JSON.parse(arrived[0]!.body.toString())).toMatchObject({ type: 'video.completed', data: { id } });
    expect(isGenuine(arrived[0]!)).toBe(true);
    expect(isGenuine(arrived[0]!, { body: arrived[0]!.body.toString('utf8') })).toBe(true);
  });

  it('of a video that was rejected says so', async () => {
    emulator.inject({ step: 'submit', kind: 'outcome', outcome: 'moderated-output' });
    await makeVideo();
    expect(JSON.parse(arrived[0]!.body.toString())).toMatchObject({
      type: 'video.failed',
      data: { status: 'rejected' },
    });
  });

  it('may be lost', async () => {
    emulator.inject({ step: 'webhook', kind: 'webhook', webhook: 'lost' });
    await makeVideo();
    expect(arrived).toHaveLength(0);
  });

  it('may come twice: both are genuine, and name the same video', async () => {
    emulator.inject({ step: 'webhook', kind: 'webhook', webhook: 'doubled' });
    await makeVideo();
    expect(arrived.map((one) => isGenuine(one))).toEqual([true, true]);
    expect(arrived[0]!.body).toEqual(arrived[1]!.body);
  });

  it('that was forged is not genuine', async () => {
    emulator.inject({ step: 'webhook', kind: 'webhook', webhook: 'forged' });
    await makeVideo();
    expect(arrived.map((one) => isGenuine(one))).toEqual([false]);
  });

  it('is not genuine with another body, secret, form of signature or time', async () => {
    await makeVideo();
    const [one] = arrived as [Arrived];
    const signature = String(one.headers['synthesia-signature']);
    for (const more of [
      { body: `${one.body.toString()} ` },
      { signature: undefined },
      { signature: signature.slice(1) },
      { signature: `${signature}00` },
      { signature: signature.replace(/./g, 'z') },
      { timestamp: undefined },
      { timestamp: 'yesterday' },
      { timestamp: '1' },
    ]) {
      expect(isGenuine(one, more)).toBe(false);
    }
    secret = 'another';
    expect(isGenuine(one)).toBe(false);
  });

  it('is too old after ten minutes', async () => {
    await makeVideo();
    emulator.clock.advance(599);
    expect(isGenuine(arrived[0]!)).toBe(true);
    emulator.clock.advance(2);
    expect(isGenuine(arrived[0]!)).toBe(false);
  });
});
