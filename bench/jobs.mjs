// What durability costs: whole jobs through the runner against the direct call, a resumed job after one changed line
// against the first render, and what a long queue weighs.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createVideoGenerationService } from '../dist/index.js';
import { printAim, printMachine, printRow } from './report.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'aether-jobs-'));
const script = {
  channel: 'air',
  hook: 'A pause for a busy mind.',
  points: ['Breathe in for four counts.', 'Let the shoulders drop.', 'Breathe out for six.'],
  cta: 'Follow for more calm.',
};

function start(name, more = {}) {
  const overrides = { 'storage.path': path.join(folder, name), 'logging.level': 'error', ...more };
  return createVideoGenerationService({ overrides });
}

async function rateOf(count, work) {
  const started = performance.now();
  await work(count);
  return (count * 1000) / (performance.now() - started);
}

async function measureRates() {
  const options = { 'providers.mock.options': { writeFile: false }, 'global.maxConcurrentGenerations': 8 };
  const request = { script, provider: 'mock', voice: 'none', music: 'none' };
  const batch = (service) => (count) => service.generateBatch(Array(count).fill(request));
  const direct = await start('direct', options);
  await batch(direct)(50);
  const directly = await rateOf(300, batch(direct));
  await direct.dispose();
  const durable = await start('durable', {
    ...options,
    'jobs.store': 'database',
    'providers.mock.maxConcurrent': 8,
  });
  await batch(durable)(50);
  const asJobs = await rateOf(300, batch(durable));
  const queued = await rateOf(300, async (count) => {
    await Promise.all(Array.from({ length: count }, () => durable.jobs.submit(request)));
    await durable.jobs.untilIdle(new AbortController().signal);
  });
  await durable.dispose();
  console.log('');
  printRow('videos a second, mock provider', ['rate', 'of direct']);
  printRow('direct call, no job', [`${directly.toFixed(0)}/s`, '']);
  printRow('generateVideo as a durable job', [`${asJobs.toFixed(0)}/s`, (asJobs / directly).toFixed(2)]);
  printRow('submitted, queued and run', [`${queued.toFixed(0)}/s`, (queued / directly).toFixed(2)]);
}

async function measureChangedLine() {
  const service = await start('changed', { 'jobs.store': 'database' });
  const seconds = async (request) => {
    const started = performance.now();
    const { status, error } = await service.generateVideo(request);
    if (status !== 'completed') throw new TypeError(error?.message);
    return (performance.now() - started) / 1000;
  };
  const request = { script, provider: 'ffmpeg', quality: 'draft' };
  const first = await seconds(request);
  const points = script.points.with(2, 'Breathe out for seven.');
  const changed = await seconds({ ...request, script: { ...script, points } });
  await service.dispose();
  console.log('');
  printRow('one changed line of five', ['seconds', 'of first']);
  printRow('first render', [first.toFixed(1), '']);
  printRow('after one changed line', [changed.toFixed(1), (changed / first).toFixed(2)]);
  printAim('changed line, share of the first render', changed / first, 0.6);
}

async function measureQueue() {
  const service = await start('queue', { 'jobs.store': 'database', 'jobs.resumeOnStart': false });
  // A queue that nobody works on.
  service.jobs.start = () => undefined;
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  const started = performance.now();
  await Promise.all(Array.from({ length: 1000 }, () => service.jobs.submit({ script, provider: 'mock' })));
  const seconds = (performance.now() - started) / 1000;
  globalThis.gc?.();
  const megabytes = (process.memoryUsage.rss() - before) / 1_000_000;
  await service.dispose();
  console.log('');
  printRow('1,000 jobs in the queue', ['memory', 'submitted in']);
  printRow('in the database', [`${megabytes.toFixed(0)} MB`, `${seconds.toFixed(2)} s`]);
  printAim('memory of 1,000 queued jobs', megabytes, 100, ' MB');
}

printMachine('Jobs');
try {
  await measureRates();
  await measureQueue();
  await measureChangedLine();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
