import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { VideoGenerationService } from '../../../application/generate-video/video-generation-service.js';
import { ILedger, type LedgerLine } from '../../../domain/money/ledger.js';
import { IOperationJournal, type JournalEntry } from '../../../domain/money/operation-journal.js';
import { createContainer } from '../../../infrastructure/container/create-container.js';
import { gatewayModule } from '../../../infrastructure/container/gateway.module.js';
import { generationModule } from '../../../infrastructure/container/generation.module.js';
import { mediaModule } from '../../../infrastructure/container/media.module.js';
import { PluginSystem } from '../../../infrastructure/plugin-host/plugin-system.js';
import { loadSettings } from '../../../infrastructure/settings/load-settings.js';
import type { Emulator } from '../../../testing/emulator/emulator.js';

/** The whole of Aether as it ships, with a provider that is an emulator, and a view of its books. */
export interface GatewayBench {
  readonly service: VideoGenerationService;
  readonly journal: IOperationJournal;
  readonly ledger: ILedger;
  dispose(): Promise<void>;
}

/** A folder for files and books, and how to remove it. */
export function temporaryFolder(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'aether-gateway-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Settings that keep waits short and leave every failure to itself: no circuit opens between cases. */
export function benchSettings(baseUrl: string, folder: string, id = 'runway'): Record<string, unknown> {
  return {
    'storage.path': folder,
    'logging.level': 'silent',
    'gateway.resumeOnStart': false,
    'gateway.retry.initialSeconds': 0.005,
    'gateway.retry.maximumSeconds': 0.02,
    'gateway.breaker.consecutiveFailures': 1000,
    'gateway.breaker.minimumCalls': 10_000,
    'egress.responseTimeoutSeconds': 2,
    'cache.enabled': false,
    [`providers.${id}.options`]: { baseUrl },
  };
}

/** Starts it, with the real journal, ledger, egress, custody and plugin. */
export async function startBench(
  { url, apiKey, id = 'runway' }: Pick<Emulator, 'url' | 'apiKey'> & { readonly id?: string },
  folder: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<GatewayBench> {
  const env = { [`VIDEO_PROVIDER_${id.toUpperCase()}_API_KEY`]: apiKey };
  const overrides = { ...benchSettings(url, folder, id), ...more };
  const settings = loadSettings({ overrides, env, cwd: folder });
  const container = createContainer(settings, [mediaModule, gatewayModule, generationModule]);
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
