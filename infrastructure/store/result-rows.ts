import type { CachedFacts } from '../../domain/generation/result-cache.js';
import { factsSchema, readJson } from './read-json.js';
import type { StoreSession, StoreWork } from './store-session.js';
import type { ResultRow } from './store-tables.js';

export function* findResult(session: StoreSession, key: string): StoreWork<ResultRow | undefined> {
  return yield* session.first<ResultRow>(
    session.build.selectFrom('results').selectAll().where('key', '=', key),
  );
}

export function factsOfRow(row: ResultRow): CachedFacts {
  return readJson(row.facts, factsSchema, `results.facts of ${row.key}`);
}

/** The most recently used first. */
export function* resultsByUse(session: StoreSession): StoreWork<ResultRow[]> {
  return yield* session.all(session.build.selectFrom('results').selectAll().orderBy('used', 'desc'));
}

function* nextUse(session: StoreSession): StoreWork<number> {
  const newest = session.build
    .selectFrom('results')
    .select(({ fn }) => fn.max<number | null>('used').as('used'));
  return ((yield* session.first(newest))?.used ?? 0) + 1;
}

/** Marks it as just used, unless it was replaced meanwhile. */
export function* touchResult(session: StoreSession, { key, file }: ResultRow): StoreWork<void> {
  const update = session.build.updateTable('results').set({ used: yield* nextUse(session) });
  yield* session.run(update.where('key', '=', key).where('file', '=', file));
}

/** @returns what it replaced */
export function* saveResult(
  session: StoreSession,
  row: Pick<ResultRow, 'key' | 'file' | 'size_bytes' | 'content_hash' | 'stored_at'>,
  facts: CachedFacts,
): StoreWork<ResultRow[]> {
  const before = yield* findResult(session, row.key);
  if (before) yield* removeResults(session, [before]);
  const { providerId, model } = facts;
  const values = {
    ...row,
    provider_id: providerId,
    model,
    facts: JSON.stringify(facts),
    used: yield* nextUse(session),
  };
  yield* session.run(session.build.insertInto('results').values(values));
  return before ? [before] : [];
}

/** By file, not by key: a newer result of the same key stays. */
export function* removeResults(
  session: StoreSession,
  rows: readonly Pick<ResultRow, 'file'>[],
): StoreWork<void> {
  for (const { file } of rows)
    yield* session.run(session.build.deleteFrom('results').where('file', '=', file));
}
