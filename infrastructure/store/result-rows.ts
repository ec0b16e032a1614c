import type { CachedFacts } from '../../domain/generation/result-cache.js';
import { factsSchema, readJson } from './read-json.js';
import type { StoreSession } from './sqlite-session.js';
import type { ResultRow } from './store-tables.js';

export function findResult(session: StoreSession, key: string): ResultRow | undefined {
  return session.first<ResultRow>(session.build.selectFrom('results').selectAll().where('key', '=', key));
}

export function factsOfRow(row: ResultRow): CachedFacts {
  return readJson(row.facts, factsSchema, `results.facts of ${row.key}`);
}

/** The most recently used first. */
export function resultsByUse(session: StoreSession): ResultRow[] {
  return session.all(session.build.selectFrom('results').selectAll().orderBy('used', 'desc'));
}

function nextUse(session: StoreSession): number {
  const newest = session.build
    .selectFrom('results')
    .select(({ fn }) => fn.max<number | null>('used').as('used'));
  return (session.first(newest)?.used ?? 0) + 1;
}

/** Marks it as just used, unless it was replaced meanwhile. */
export function touchResult(session: StoreSession, { key, file }: ResultRow): void {
  const update = session.build.updateTable('results').set({ used: nextUse(session) });
  session.run(update.where('key', '=', key).where('file', '=', file));
}

/** @returns what it replaced */
export function saveResult(
  session: StoreSession,
  row: Pick<ResultRow, 'key' | 'file' | 'size_bytes' | 'content_hash' | 'stored_at'>,
  facts: CachedFacts,
): ResultRow[] {
  const before = findResult(session, row.key);
  if (before) removeResults(session, [before]);
  const { providerId, model } = facts;
  const values = {
    ...row,
    provider_id: providerId,
    model,
    facts: JSON.stringify(facts),
    used: nextUse(session),
  };
  session.run(session.build.insertInto('results').values(values));
  return before ? [before] : [];
}

/** By file, not by key: a newer result of the same key stays. */
export function removeResults(session: StoreSession, rows: readonly Pick<ResultRow, 'file'>[]): void {
  for (const { file } of rows) session.run(session.build.deleteFrom('results').where('file', '=', file));
}
