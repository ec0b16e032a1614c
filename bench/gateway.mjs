// What the gateway adds to a provider's own SDK: the same clip from the same emulator, through the official SDK
// alone and through the gateway, and the memory of 500 operations at once. The emulator has its own process.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import RunwayML from '@runwayml/sdk';
import { createVideoGenerationService } from '../dist/index.js';
import { createMediaBackend } from '../dist/infrastructure/media/backend/create-media-backend.js';
import { GuardedArtifactCustody } from '../dist/infrastructure/egress/guarded-artifact-custody.js';
import { MediaInspector } from '../dist/infrastructure/media/inspection/media-inspector.js';
import { loadSettings } from '../dist/infrastructure/settings/load-settings.js';
import { median, printAim, printMachine, printRow } from './report.mjs';

const rounds = 5;
const clipsARound = 12;
const operationsAtOnce = 500;
const program = fileURLToPath(new URL('serve-emulator.mjs', import.meta.url));

async function startEmulator(seconds) {
  const child = fork(program, ['runway', String(seconds)], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  const [line] = await once(child.stdout, 'data');
  return { ...JSON.parse(String(line)), stop: () => child.disconnect() };
}

function settingsFor({ url }, folder) {
  return {
    'storage.path': folder,
    'storage.workPath': path.join(folder, '.work'),
    'logging.level': 'silent',
    'cache.enabled': false,
    'gateway.maxConcurrent': operationsAtOnce,
    'gateway.maxQueued': operationsAtOnce,
    'providers.runway.options': { baseUrl: url, maxConcurrent: 100 },
  };
}

async function openService(emulator, folder) {
  mkdirSync(folder);
  process.env.VIDEO_PROVIDER_RUNWAY_API_KEY = emulator.apiKey;
  return createVideoGenerationService({ overrides: settingsFor(emulator, folder) });
}

const clip = { provider: 'runway', model: 'gen4.5', parameters: { duration: 2 } };

async function makeThroughGateway(service, prompt) {
  const { status, error } = await service.generate({ ...clip, prompt });
  if (status !== 'completed') throw new Error(`${error?.code}: ${error?.message}`);
}

async function makeThroughSdk(client, folder, promptText) {
  const task = await client.textToVideo.create({
    model: 'gen4.5',
    promptText,
    ratio: '1280:720',
    duration: 2,
  });
  const { status, output } = await client.tasks.retrieve(task.id);
  if (status !== 'SUCCEEDED') throw new Error(`The emulator answered ${status}.`);
  const { body } = await globalThis.fetch(output[0]);
  const file = path.join(folder, `${task.id}.mp4`);
  await pipeline(Readable.fromWeb(body), createWriteStream(file));
  return file;
}

/** What the gateway does to each file before it hands it over, and nothing else: probing and trial decoding. */
function openVerifier() {
  const backend = () => createMediaBackend(loadSettings().settings.media);
  const inspector = new MediaInspector([], backend);
  const custody = new GuardedArtifactCustody({ inspector, backend });
  return (file) => custody.verify(file, 'video', new AbortController().signal);
}

/** Milliseconds of wall time and of CPU that one call takes: medians of some rounds after one to warm up. */
async function milliseconds(works) {
  const figures = works.map(() => ({ wall: [], cpu: [] }));
  for (let round = 0; round <= rounds; round += 1) {
    // In turns, so that whatever disturbs the machine disturbs all of them.
    for (const [index, work] of works.entries()) {
      const [started, before] = [performance.now(), process.cpuUsage()];
      for (let call = 0; call < clipsARound; call += 1) await work(`Dawn over the sea ${round}.${call}`);
      const { user, system } = process.cpuUsage(before);
      if (round === 0) continue;
      figures[index].wall.push((performance.now() - started) / clipsARound);
      figures[index].cpu.push((user + system) / 1000 / clipsARound);
    }
  }
  return figures.map(({ wall, cpu }) => ({ wall: median(wall), cpu: median(cpu) }));
}

async function measureOverhead(folder) {
  const emulator = await startEmulator(0);
  const service = await openService(emulator, folder);
  try {
    const client = new RunwayML({ apiKey: emulator.apiKey, baseURL: emulator.url, maxRetries: 0 });
    const verify = openVerifier();
    const file = await makeThroughSdk(client, folder, 'Dawn over the sea');
    const [bare, verified, ours] = await milliseconds([
      (prompt) => makeThroughSdk(client, folder, prompt),
      () => verify(file),
      (prompt) => makeThroughGateway(service, prompt),
    ]);
    const cells = ({ wall, cpu }) => [`${wall.toFixed(2)} ms`, `${cpu.toFixed(2)} ms`];
    printRow('one clip: submit, poll, download', ['wall', 'CPU']);
    printRow('baseline: the SDK and a plain download', cells(bare));
    printRow('through the gateway, books on disk', cells(ours));
    printRow('of it: looking into the file with FFmpeg', cells(verified));
    const added = (what) => ours[what] - verified[what] - bare[what];
    printAim('overhead for each of the three calls, CPU', added('cpu') / 3, 1, ' ms');
    printAim('overhead for each of the three calls, wall', added('wall') / 3, 1, ' ms');
    printAim('overhead / the bare SDK on a job of no length', added('wall') / bare.wall, 0.1);
    printAim('overhead / the bare SDK on a job of a minute', added('wall') / (60_000 + bare.wall), 0.1);
  } finally {
    await service.dispose();
    emulator.stop();
  }
}

async function measureMemory(folder) {
  const emulator = await startEmulator(8);
  const service = await openService(emulator, folder);
  try {
    await makeThroughGateway(service, 'Warming up');
    globalThis.gc?.();
    const before = process.memoryUsage().rss;
    let peak = before;
    const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 50);
    const prompts = Array.from({ length: operationsAtOnce }, (_, index) => `Dawn over the sea ${index}`);
    const started = performance.now();
    await Promise.all(prompts.map((prompt) => makeThroughGateway(service, prompt)));
    clearInterval(timer);
    const seconds = (performance.now() - started) / 1000;
    const megabytes = (bytes) => `${(bytes / 1_000_000).toFixed(0)} MB`;
    console.log('');
    printRow(`${operationsAtOnce} operations at once`, ['before', 'peak', 'for each', 'all done in']);
    const each = `${((peak - before) / operationsAtOnce / 1000).toFixed(0)} kB`;
    printRow('resident memory', [megabytes(before), megabytes(peak), each, `${seconds.toFixed(1)} s`]);
  } finally {
    await service.dispose();
    emulator.stop();
  }
}

const folder = mkdtempSync(path.join(tmpdir(), 'aether-bench-'));
try {
  printMachine('Gateway');
  console.log('');
  await measureOverhead(path.join(folder, 'overhead'));
  await measureMemory(path.join(folder, 'memory'));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
