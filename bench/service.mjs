// What the framework itself costs: choosing among 1,000 providers, and whole generations through the service
// with a provider that does nothing. Each figure stands beside a baseline of the same run.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ProviderRegistry } from '../dist/application/select-provider/provider-registry.js';
import { createVideoGenerationService } from '../dist/index.js';
import { loadSettings } from '../dist/infrastructure/settings/load-settings.js';
import { LocalArtifactStore } from '../dist/infrastructure/storage/local-artifact-store.js';
import { systemClock } from '../dist/infrastructure/time/system-clock.js';
import { median, printAim, printMachine, printRow } from './report.mjs';

const rounds = 9;

/** Microseconds of wall time and of CPU that one call takes: medians of some rounds after one to warm up. */
async function microseconds(calls, work) {
  const wall = [];
  const cpu = [];
  for (let round = 0; round <= rounds; round += 1) {
    const [started, before] = [performance.now(), process.cpuUsage()];
    for (let call = 0; call < calls; call += 1) await work(call);
    const { user, system } = process.cpuUsage(before);
    wall.push(((performance.now() - started) * 1000) / calls);
    cpu.push((user + system) / calls);
  }
  return { wall: median(wall.slice(1)), cpu: median(cpu.slice(1)) };
}

function print(name, { wall, cpu }) {
  const figures = [`${wall.toFixed(1)} µs`, `${cpu.toFixed(1)} µs`, `${Math.round(1_000_000 / wall)}/s`];
  printRow(name, figures);
}

/** Providers that all can, and differ in what is scored. */
function manyProviders(count) {
  return Array.from({ length: count }, (_, index) => ({
    descriptor: {
      id: `provider-${index}`,
      name: `Provider ${index}`,
      description: 'One of many.',
      location: index % 3 === 0 ? 'local' : 'remote',
      accepts: ['timeline'],
      capabilities: ['animation', 'transitions', 'captions', 'music'].slice(index % 3),
      qualities: ['draft', 'standard', 'high', 'ultra'],
      aspects: ['9:16', '16:9', '1:1', '4:5'],
      maxDurationSeconds: 600,
      pictureQuality: ((index * 37) % 100) / 100,
      microsPerSecond: (index * 7919) % 100_000,
      currency: 'USD',
      maxConcurrent: 4,
      dedupe: 'key',
      automatic: true,
    },
  }));
}

async function measureSelection() {
  const count = 1000;
  const registry = new ProviderRegistry({ config: loadSettings(), freeCapacity: () => 1 });
  for (const provider of manyProviders(count)) registry.register(provider);
  const requirements = {
    input: 'timeline',
    capabilities: ['captions', 'music'],
    quality: 'standard',
    aspect: '9:16',
    durationSeconds: 30,
  };
  const scores = Array.from({ length: count }, (_, index) => (index * 7919) % count);
  const selecting = await microseconds(50, () => registry.select(requirements));
  const sorting = await microseconds(50, () =>
    scores.map((score) => ({ score })).sort((left, right) => right.score - left.score),
  );
  console.log('');
  printRow(`selection among ${count} providers`, ['wall', 'CPU', 'rate']);
  print('selection', selecting);
  print('baseline: sorting 1,000 numbers', sorting);
}

/** What a generation asks of the disk, and nothing else. */
let store;
async function useDisk(folder) {
  store ??= new LocalArtifactStore({ path: folder, workPath: path.join(folder, '.disk') }, systemClock, {});
  const { folder: target } = await store.chooseNames('A pause for a busy mind');
  await store.ensureWritable(target, 1);
  const workspace = await store.createWorkspace('bench');
  await workspace.remove();
}

async function measureGenerations() {
  const folder = mkdtempSync(path.join(tmpdir(), 'aether-bench-'));
  const service = await createVideoGenerationService({
    overrides: { 'storage.path': folder, 'providers.mock.options': { writeFile: false } },
  });
  try {
    const file = fileURLToPath(new URL('../examples/mindfulness.json', import.meta.url));
    const script = JSON.parse(readFileSync(file, 'utf8'));
    const request = { script, provider: 'mock', voice: 'none', music: 'none' };
    const generate = async () => {
      const { status, error } = await service.generateVideo(request);
      if (status !== 'completed') throw new Error(error?.message);
    };
    const whole = await microseconds(100, generate);
    const size = 200;
    const batch = await microseconds(1, () => service.generateBatch(Array(size).fill(request)));
    const plan = await microseconds(100, () => service.generateVideo({ ...request, dryRun: true }));
    const disk = await microseconds(100, () => useDisk(folder));
    const bare = await microseconds(1000, async () => undefined);
    console.log('');
    printRow('generation with the mock provider', ['wall', 'CPU', 'rate']);
    print('one after the other', whole);
    print(`in batches of ${size}`, { wall: batch.wall / size, cpu: batch.cpu / size });
    print('of it: reading and planning', plan);
    print('of it: names, workspace, space left', disk);
    print('baseline: an empty async function', bare);
    printAim('generation, all told, CPU', whole.cpu - bare.cpu, 200, ' µs');
    printAim('generation without planning and disk, CPU', whole.cpu - plan.cpu - disk.cpu, 200, ' µs');
  } finally {
    await service.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

printMachine('Service');
await measureSelection();
await measureGenerations();
