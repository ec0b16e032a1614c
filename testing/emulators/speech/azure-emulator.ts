import type { EmulatorAnswer, EmulatorRequest } from '../../emulator/emulator-route.js';
import type { EmulatorDefinition, EmulatorWorld } from '../../emulator/emulator.js';
import { hum, wav16 } from './emulated-voice.js';

const refuse = (status: number, message = ''): EmulatorAnswer => ({
  status,
  headers: { 'content-type': 'text/plain' },
  body: message,
});

const markup =
  /^<speak version="1\.0" xmlns="http:\/\/www\.w3\.org\/2001\/10\/synthesis" xml:lang="[\w-]+"><voice name="([\w:-]+)">(.*)<\/voice><\/speak>$/su;
const prosody = /^<prosody rate="([+-]\d+)%">(.*)<\/prosody>$/su;

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const unescape = (text: string): string =>
  text.replace(/&(\w+);/gu, (whole, name: string) => named[name] ?? whole);

/** Azure's REST text to speech, as far as Aether speaks it. It hums instead of speaking. */
export const azureEmulator: EmulatorDefinition = {
  id: 'azure',
  kind: 'speech',
  name: 'Azure Speech',
  tryWith: '--voice azure:en-US-JennyNeural',
  outcomes: ['throttled', 'empty-result'],
  errorAnswer: (status, message) => refuse(status, message),
  authenticate: ({ headers }, apiKey) =>
    headers['ocp-apim-subscription-key'] === apiKey ? undefined : refuse(401),
  routes: (world) => [
    {
      method: 'POST',
      path: '/cognitiveservices/v1',
      step: 'submit',
      answer: (request) => speak(world, request),
    },
  ],
  pluginOptions: (baseUrl, apiKey) => ({ baseUrl, apiKey }),
};

function speak(world: EmulatorWorld, { headers, bytes, outcome }: EmulatorRequest): EmulatorAnswer {
  if (outcome === 'throttled') return refuse(429, 'Too many requests');
  if (headers['content-type'] !== 'application/ssml+xml') return refuse(415);
  const format = /^riff-(16|24|48)khz-16bit-mono-pcm$/u.exec(String(headers['x-microsoft-outputformat']));
  const [, voice, inside] = markup.exec(bytes.toString('utf8')) ?? [];
  if (!format || voice === undefined || inside === undefined || !headers['user-agent']) return refuse(400);
  const [, percent = '0', paced = inside] = prosody.exec(inside) ?? [];
  if (/[<>]/u.test(paced)) return refuse(400, 'Ssml should only contain speak, voice and prosody here.');
  world.jobs.create({ voice });
  const sampleRate = Number(format[1]) * 1000;
  const hummed = hum(unescape(paced), { sampleRate, rate: 1 + Number(percent) / 100 });
  const body = outcome === 'empty-result' ? Buffer.alloc(0) : wav16(hummed);
  return { status: 200, headers: { 'content-type': 'audio/x-wav' }, body };
}
