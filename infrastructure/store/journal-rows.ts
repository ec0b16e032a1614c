import { z } from 'zod';
import type { JournalChange, JournalEntry, NewJournalEntry } from '../../domain/money/operation-journal.js';
import { costSchema, errorSchema, operationSchema, outputSchema, readJson } from './read-json.js';
import type { StoreSession, StoreWork } from './store-session.js';
import type { OperationRow } from './store-tables.js';

type StoredEntry = Omit<OperationRow, 'sequence'> & { readonly token: number | null };

function entryOfRow(row: StoredEntry): JournalEntry {
  const column = <Value>(
    name: 'cost' | 'error' | 'operation' | 'output',
    schema: z.ZodType<Value>,
  ): object =>
    row[name] === null ? {} : { [name]: readJson(row[name], schema, `operations.${name} of ${row.key}`) };
  return {
    key: row.key,
    requestId: row.request_id,
    step: row.step,
    providerId: row.provider_id,
    model: row.model,
    requestDigest: row.request_digest,
    request: readJson(row.request, z.json(), `operations.request of ${row.key}`),
    estimate: readJson(row.estimate, costSchema, `operations.estimate of ${row.key}`),
    state: row.state,
    ...column('operation', operationSchema),
    ...column('output', outputSchema),
    ...column('cost', costSchema),
    ...column('error', errorSchema),
    fencingToken: row.token ?? 0,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function entries({ build }: StoreSession) {
  return build
    .selectFrom('operations')
    .leftJoin('leases', 'leases.key', 'operations.key')
    .selectAll('operations')
    .select('leases.token as token')
    .orderBy('operations.sequence');
}

export function* findEntry(session: StoreSession, key: string): StoreWork<JournalEntry | undefined> {
  const row = yield* session.first<StoredEntry>(entries(session).where('operations.key', '=', key));
  return row && entryOfRow(row);
}

export function* findEntriesOf(session: StoreSession, requestId: string): StoreWork<JournalEntry[]> {
  const found = entries(session).where('operations.request_id', '=', requestId);
  return (yield* session.all<StoredEntry>(found)).map(entryOfRow);
}

export function* findUnfinished(session: StoreSession): StoreWork<JournalEntry[]> {
  // Written as the index has it, or the index would not be used.
  const found = entries(session).where('operations.state', 'not in', ['delivered', 'failed', 'cancelled']);
  return (yield* session.all<StoredEntry>(found)).map(entryOfRow);
}

export function* insertEntry(session: StoreSession, entry: NewJournalEntry, at: string): StoreWork<void> {
  const row: Omit<OperationRow, 'sequence'> = {
    key: entry.key,
    request_id: entry.requestId,
    step: entry.step,
    provider_id: entry.providerId,
    model: entry.model,
    request_digest: entry.requestDigest,
    request: JSON.stringify(entry.request),
    estimate: JSON.stringify(entry.estimate),
    state: 'intent',
    operation: optionalJson(entry.operation),
    output: optionalJson(entry.output),
    cost: optionalJson(entry.cost),
    error: optionalJson(entry.error),
    created_at: at,
    updated_at: at,
  };
  yield* session.run(session.build.insertInto('operations').values(row));
}

export function* updateEntry(
  session: StoreSession,
  key: string,
  change: JournalChange,
  at: string,
): StoreWork<void> {
  const { state, operation, output, cost, error } = change;
  const row = {
    state,
    updated_at: at,
    ...(operation && { operation: JSON.stringify(operation) }),
    ...(output && { output: JSON.stringify(output) }),
    ...(cost && { cost: JSON.stringify(cost) }),
    ...(error && { error: JSON.stringify(error) }),
  };
  yield* session.run(session.build.updateTable('operations').set(row).where('key', '=', key));
}

function optionalJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
