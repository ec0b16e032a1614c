import { spawn } from 'node:child_process';
import { createHash, randomInt, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { UnifiedRequestInput } from '../../../domain/generation/unified-request.js';
import type { GeneratedMedia } from '../../../domain/generation/unified-response.js';
import type { OperationFile } from '../../../domain/provider/provider-operation.js';
import type { Emulator } from '../../../testing/emulator/emulator.js';
import { mediaFile } from '../../../testing/emulator/emulated-media.js';
import { startEmulator } from '../../../testing/emulator/start-emulator.js';
import { hashInspection } from './fault-matrix/quick-parts.js';
import { benchSettings, booksOf, startBench, temporaryFolder, type GatewayBench } from './gateway-bench.js';
import { fal, flux, pika, replicate, runway, sora, synthesia, veo } from './proven-providers.js';

/** A few in every test run; 200 take some minutes. */
const fewRounds = 4;
const rounds = Number(process.env.AETHER_KILL_ROUNDS ?? fewRounds);
const jobsAtOnce = 20;
const longestLifeMilliseconds = 600;
const program = fileURLToPath(new URL('generate-clips.mjs', import.meta.url));

const providers = [runway, veo, flux, replicate, sora, synthesia, fal, pika];

/** Where a process dies: a call of a port, and whether before it began or when it was done. */
interface CrashPoint {
  readonly port: string;
  readonly call: string;
  readonly moment: 'before' | 'after';
}

/** Every step on the way of money and files. */
const crashPoints: readonly CrashPoint[] = [
  ['ledger', 'reserve'],
  ['journal', 'begin'],
  ['provider', 'start'],
  ['journal', 'submitted'],
  ['egress', 'fetch'],
  ['provider', 'status'],
  ['journal', 'succeeded'],
  ['ledger', 'settle'],
  ['custody', 'fetch'],
  ['egress', 'download'],
  ['journal', 'delivered'],
].flatMap(([port, call]) =>
  (['before', 'after'] as const).map((moment) => ({ port: port!, call: call!, moment })),
);

/** Through all points in turn; in a few rounds, points that lie apart. */
const stride = 7;

interface Job {
  readonly request: UnifiedRequestInput & { readonly requestId: string };
  readonly emulator: Emulator;
  readonly canSearch: boolean;
  readonly charge: number;
}

const figures: Record<string, number> = {};
const count = (what: string, by = 1): void => void (figures[what] = (figures[what] ?? 0) + by);
const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const wholeFiles = new Set(
  (['wide.mp4', 'tall.mp4', 'square.mp4', 'picture.png', 'picture.jpg'] as const).map((name) =>
    hashOf(mediaFile(name)),
  ),
);

const emulators = new Map<string, Emulator>();
/** Requests of the rounds before. */
const seen = new Map<Emulator, number>();

beforeAll(async () => {
  for (const { emulator, pluginOptions } of providers) {
    const started = await startEmulator(emulator, { pace: { by: 'polls', polls: 0 } });
    const options = { ...started.pluginOptions, ...pluginOptions };
    emulators.set(emulator.id, Object.assign(Object.create(started) as Emulator, { pluginOptions: options }));
  }
});
afterAll(async () => {
  for (const emulator of emulators.values()) await emulator.close();
  if (rounds > fewRounds) console.info(JSON.stringify(figures, null, 1));
});

/** Each job is told by its prompt, which the emulator sees. */
function newJobs(): Job[] {
  return Array.from({ length: jobsAtOnce }, (_, index) => {
    const { emulator, request, estimate, charge = estimate } = providers[index % providers.length]!;
    const requestId = randomUUID();
    const prompt = `Dawn over the sea ${requestId}`;
    const canSearch = emulator === synthesia.emulator;
    return {
      request: { ...request, requestId, prompt },
      emulator: emulators.get(emulator.id)!,
      canSearch,
      charge,
    };
  });
}

/** Paid POSTs of a job, and how many of them the provider took. */
function submissionsOf({ request, emulator }: Job): { readonly sent: number; readonly taken: number } {
  const sent = emulator.requests
    .slice(seen.get(emulator) ?? 0)
    .filter(({ step, bytes }) => step === 'submit' && bytes.includes(request.requestId));
  return { sent: sent.length, taken: sent.filter(({ status = 500 }) => status < 300).length };
}

function settingsFor(folder: string): Record<string, unknown> {
  return { ...benchSettings([...emulators.values()], folder), 'gateway.retry.initialSeconds': 0.05 };
}

/** Runs the program until it dies at the point, or at a random moment. */
async function runUntilKilled(jobs: readonly Job[], folder: string, end?: CrashPoint): Promise<void> {
  const point = end && {
    ...end,
    count: 1 + randomInt(end.call === 'fetch' && end.port === 'egress' ? 40 : 12),
  };
  const given = JSON.stringify([settingsFor(folder), jobs.map(({ request }) => request), point]);
  const child = spawn(process.execPath, [program, given], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), ended]);
  const timer = end ? undefined : setTimeout(() => child.kill('SIGKILL'), randomInt(longestLifeMilliseconds));
  const [code, signal] = (await ended) as [number | null, NodeJS.Signals | null];
  clearTimeout(timer);
  // A program that cannot even start would prove nothing.
  if (signal !== 'SIGKILL') expect(code).toBe(0);
  const where = end ? `${end.moment} ${end.port}.${end.call}` : 'at a random moment';
  count(signal === 'SIGKILL' ? `killed ${where}` : 'ran to the end');
}

/** Delivered whole and charged once, or waiting for a person with its reservation. */
async function checkBooks(bench: GatewayBench, job: Job): Promise<string> {
  const books = await booksOf(bench, job.request.requestId);
  const { sent, taken } = submissionsOf(job);
  expect(sent).toBeLessThanOrEqual(1);
  expect(taken).toBeLessThanOrEqual(1);
  expect(books).toHaveLength(1);
  const [{ entry, lines }] = books as [(typeof books)[0]];
  const kinds = lines.map(({ kind }) => kind);
  if (entry.state === 'submission_unknown') {
    // A provider that can be searched finds whatever arrived.
    if (job.canSearch) expect(taken).toBe(0);
    expect(kinds).toEqual(['reserve']);
    return taken === 1 ? 'unknown, had arrived' : 'unknown, never arrived';
  }
  expect(entry.state).toBe('delivered');
  expect(taken).toBe(1);
  expect(kinds).toEqual(['reserve', 'settle']);
  expect(lines[1]!.cost.micros).toBe(job.charge);
  const output = entry.output as OperationFile;
  const media = output.facts!.media as GeneratedMedia;
  const hash = hashOf(readFileSync(media.path));
  expect(hash).toBe(media.contentHash);
  expect(wholeFiles.has(hash)).toBe(true);
  return 'delivered';
}

/** What a person sees in the provider’s own dashboard: its jobs in the order in which it took them. */
function onDashboard({ request, emulator }: Job): string | undefined {
  const taken = emulator.requestsTo('submit').filter(({ status = 500 }) => status < 300);
  const at = taken.findIndex(({ bytes }) => bytes.includes(request.requestId));
  if (at < 0) return undefined;
  const { id } = emulator.jobs.list()[at]!;
  return dashboardNames[emulator.id]?.(id) ?? id;
}

const vertexModel =
  'projects/emulated-project/locations/us-central1/publishers/google/models/veo-3.1-generate-001';

/** How a job is called there, unless simply by its id. */
const dashboardNames: Readonly<Record<string, (id: string) => string>> = {
  fal: (id) => `fal-ai/kling-video/requests/${id}`,
  pika: (id) => `fal-ai/pika/requests/${id}`,
  veo: (id) => `${vertexModel}/operations/${id}`,
};

/** A person looks, and says what became of each submission that nobody could know. */
async function decide(bench: GatewayBench, jobs: readonly Job[]): Promise<void> {
  for (const job of jobs) {
    const [{ entry } = { entry: undefined }] = await booksOf(bench, job.request.requestId);
    if (entry?.state !== 'submission_unknown') continue;
    const operationId = onDashboard(job);
    await bench.service.resolveOperation(
      entry.key,
      operationId === undefined ? { as: 'rejected' } : { as: 'submitted', operationId },
    );
  }
}

/** In the end there is one whole file of each job, paid once. */
async function checkEnd(bench: GatewayBench, job: Job): Promise<void> {
  const books = await booksOf(bench, job.request.requestId);
  expect(books.filter(({ entry }) => entry.state === 'delivered')).toHaveLength(1);
  expect(books.every(({ entry }) => entry.state === 'delivered' || entry.state === 'failed')).toBe(true);
  const settled = books.flatMap(({ lines }) => lines).filter(({ kind }) => kind === 'settle');
  expect(settled.map(({ cost }) => cost.micros)).toEqual([job.charge]);
  expect(submissionsOf(job).taken).toBe(1);
  count('made and paid once in the end');
}

describe.skipIf(process.platform === 'win32')(
  `${rounds} processes killed with ${jobsAtOnce} jobs each`,
  () => {
    let temporary: ReturnType<typeof temporaryFolder> | undefined;
    afterEach(() => temporary?.remove());

    it.each(Array.from({ length: rounds }, (_, index) => index))('round %i', async (round) => {
      temporary = temporaryFolder();
      const jobs = newJobs();
      for (const emulator of emulators.values()) seen.set(emulator, emulator.requests.length);
      const point = crashPoints[(Math.floor(round / 2) * stride) % crashPoints.length];
      await runUntilKilled(jobs, temporary.folder, round % 2 === 0 ? point : undefined);
      const bench = await startBench([...emulators.values()], temporary.folder, {
        settings: settingsFor(temporary.folder),
        modules: [hashInspection],
      });
      try {
        for (const { state } of await bench.journal.unfinished()) count(`left at ${state}`);
        const before = jobs.map(submissionsOf);
        const resumed = await bench.service.resumeUnfinished();
        expect(resumed.filter(({ outcome }) => outcome === 'held')).toEqual([]);
        // Taking work up never pays again.
        expect(jobs.map(submissionsOf)).toEqual(before);
        // The same requests once more: what is delivered is handed out, what is unknown stays so, the rest is made.
        const again = await bench.service.batchGenerate(jobs.map(({ request }) => request));
        const ended = new Set(again.map(({ status }) => status));
        expect(
          [...ended].filter((status) => status !== 'completed' && status !== 'submission_unknown'),
        ).toEqual([]);
        for (const job of jobs) {
          count(await checkBooks(bench, job));
          const { sent, taken } = submissionsOf(job);
          count('jobs');
          count('POSTs', sent);
          count('taken', taken);
        }
        await decide(bench, jobs);
        const decided = await bench.service.resumeUnfinished();
        expect(decided.filter(({ outcome }) => outcome !== 'delivered')).toEqual([]);
        await bench.service.batchGenerate(jobs.map(({ request }) => request));
        for (const job of jobs) await checkEnd(bench, job);
      } finally {
        await bench.dispose();
      }
    });
  },
);
