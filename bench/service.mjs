// What the framework itself costs: choosing among 1,000 providers, and whole generations through the service
// with a provider that does nothing. Each figure stands beside a baseline of the same run.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ProviderRegistry } from '../dist/application/select-provider/provider-registry.js';
import { createVideoGenerationService } from '../dist/index.js';
import { loadSettings } from '../dist/infrastructure/settings/load-settings.js';
import { median, printAim, printMachine } from './report.mjs';

const rounds = 9;

/** Microseconds that one call takes: the median of some rounds after one to warm up. */
async function microseconds(calls, work) {
  const times = [];
  for (let round = 0; round <= rounds; round += 1) {
    const started = performance.now();
    for (let call = 0; call < calls; call += 1) await work(call);
    times.push(((performance.now() - started) * 1000) / calls);
  }
  return median(times.slice(1));
}

function print(name, value) {
  console.log(`  ${name.padEnd(58)}${value.toFixed(1).padStart(10)} µs ${Math.round(1_000_000 / value)}/s`);
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
  console.log(`\nSelection among ${count} providers, all of them scored and explained`);
  print('selection', selecting);
  print('baseline: sorting 1,000 numbers', sorting);
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
    const concurrent = 200;
    const whole = await microseconds(100, generate);
    const plan = await microseconds(100, () => service.generateVideo({ ...request, dryRun: true }));
    const batch = await microseconds(1, () => service.generateBatch(Array(concurrent).fill(request)));
    const bare = await microseconds(1000, async () => undefined);
    console.log('\nGenerations through the service with a provider that does nothing');
    print('one after the other', whole);
    print(`in batches of ${concurrent}`, batch / concurrent);
    print('plan alone (dry run)', plan);
    print('baseline: an asynchronous function that does nothing', bare);
    printAim('overhead of a generation', Math.min(whole, batch / concurrent) - bare, 200, ' µs');
  } finally {
    await service.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

printMachine('Service');
await measureSelection();
await measureGenerations();
