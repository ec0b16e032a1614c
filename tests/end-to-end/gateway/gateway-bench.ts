import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ContainerModule } from 'inversify';
import { VideoGenerationService } from '../../../application/generate-video/video-generation-service.js';
import { ILedger, type LedgerLine } from '../../../domain/money/ledger.js';
import { IOperationJournal, type JournalEntry } from '../../../domain/money/operation-journal.js';
import { createContainer } from '../../../infrastructure/container/create-container.js';
import { serviceModules } from '../../../infrastructure/container/service-modules.js';
import { PluginSystem } from '../../../infrastructure/plugin-host/plugin-system.js';
import { loadSettings } from '../../../infrastructure/settings/load-settings.js';
import type { Emulator } from '../../../testing/emulator/emulator.js';

/** The whole of Aether as it ships, with providers that are emulators, and a view of its books. */
export interface GatewayBench {
  readonly service: VideoGenerationService;
  readonly journal: IOperationJournal;
  readonly ledger: ILedger;
  dispose(): Promise<void>;
}

type EmulatedProvider = Pick<Emulator, 'providerId' | 'pluginOptions'>;

/** A folder for files and books, and how to remove it. */
export function temporaryFolder(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'aether-gateway-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Settings that leave every failure to itself: no circuit opens between cases, and nothing comes from a cache. */
export function benchSettings(
  emulators: readonly EmulatedProvider[],
  folder: string,
): Record<string, unknown> {
  const options = emulators.map(({ providerId, pluginOptions }) => [
    `providers.${providerId}.options`,
    pluginOptions,
  ]);
  return {
    'storage.path': folder,
    'logging.level': 'silent',
    'gateway.resumeOnStart': false,
    'gateway.retry.jitter': 'none',
    'gateway.breaker.consecutiveFailures': 1000,
    'gateway.breaker.minimumCalls': 10_000,
    'cache.enabled': false,
    ...(Object.fromEntries(options) as Record<string, unknown>),
  };
}

/** Starts it, with the real journal, ledger, egress, custody and plugins. */
export async function startBench(
  emulators: readonly EmulatedProvider[],
  folder: string,
  {
    settings = {},
    modules = [],
  }: {
    readonly settings?: Readonly<Record<string, unknown>>;
    /** Replace or wrap parts of it. */
    readonly modules?: readonly ContainerModule[];
  } = {},
): Promise<GatewayBench> {
  const overrides = { ...benchSettings(emulators, folder), ...settings };
  const config = loadSettings({ overrides, env: {}, cwd: folder });
  const container = createContainer(config, [...serviceModules, ...modules]);
  await container.get(PluginSystem).start();
  const service = container.get(VideoGenerationService);
  return {
    service,
    journal: container.get<IOperationJournal>(IOperationJournal),
    ledger: container.get<ILedger>(ILedger),
    dispose: () => service.dispose(),
  };
}

/** One submission in the books. */
export interface BookedOperation {
  readonly entry: JournalEntry;
  readonly lines: readonly LedgerLine[];
}

/** What the books say about a request. */
export async function booksOf(bench: GatewayBench, requestId: string): Promise<BookedOperation[]> {
  const entries = await bench.journal.forRequest(requestId);
  return Promise.all(
    entries.map(async (entry) => ({ entry, lines: await bench.ledger.lines({ key: entry.key }) })),
  );
}
