import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { IResultCache } from '../../../domain/generation/result-cache.js';
import { ILedger } from '../../../domain/money/ledger.js';
import { IOperationJournal } from '../../../domain/money/operation-journal.js';
import { IProviderHealthStore } from '../../../domain/provider/provider-health-store.js';
import { createContainer } from '../../../infrastructure/container/create-container.js';
import { loadSettings } from '../../../infrastructure/settings/load-settings.js';
import { SqliteStore } from '../../../infrastructure/store/sqlite-store.js';
import { newEntry } from '../store/store-suites.js';

const cwd = mkdtempSync(path.join(os.tmpdir(), 'aether-store-module-'));
afterAll(() => {
  rmSync(cwd, { recursive: true, force: true });
});

describe('the store of a service', () => {
  it.each(['memory', 'disk'])('is opened by the first question, not before (cache in %s)', async (kind) => {
    const workPath = path.join(cwd, kind);
    const key = 'canary-5hTq9';
    const env = { VIDEO_PROVIDER_RUNWAY_API_KEY: key };
    const overrides = { 'storage.workPath': workPath, 'cache.kind': kind };
    const container = createContainer(loadSettings({ env, cwd, overrides }));
    const journal = container.get<IOperationJournal>(IOperationJournal);
    for (const token of [ILedger, IProviderHealthStore, IResultCache]) {
      expect(container.get(token)).toBe(container.get(token));
    }
    expect(existsSync(workPath)).toBe(false);
    const entry = await journal.begin(newEntry('k1', { request: { prompt: `say ${key}` } }));
    expect(existsSync(path.join(workPath, 'aether.db'))).toBe(true);
    expect(JSON.stringify(entry)).not.toContain(key);
    await container.get(SqliteStore).close();
  });
});
