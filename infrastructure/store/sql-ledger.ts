import { checkSpendingLimit, isNewLine } from '../../domain/money/check-ledger-line.js';
import type { ILedger, LedgerLine, SpendingLimit } from '../../domain/money/ledger.js';
import type { IClock } from '../../domain/time/clock.js';
import type { SqlStore, StoreSession, StoreWork } from './store-session.js';
import type { LedgerRow } from './store-tables.js';

/** The ledger in the database. Triggers keep its lines from being changed by anybody. */
export class SqlLedger implements ILedger {
  constructor(
    private readonly store: SqlStore,
    private readonly clock: IClock,
  ) {}

  async append(line: Omit<LedgerLine, 'at'>, limit?: SpendingLimit): Promise<void> {
    const at = this.clock.now().toISOString();
    await this.store.write((session) => appendLine(session, line, at, limit));
  }

  committed(since: Date, currency: string): Promise<number> {
    return this.store.read((session) => sumSince(session, since, currency));
  }

  lines(filter: { readonly key?: string; readonly since?: Date } = {}): Promise<readonly LedgerLine[]> {
    return this.store.read((session) => findLines(session, filter));
  }
}

function* appendLine(
  session: StoreSession,
  line: Omit<LedgerLine, 'at'>,
  at: string,
  limit: SpendingLimit | undefined,
): StoreWork<void> {
  const kinds = session.build.selectFrom('ledger').select('kind').where('key', '=', line.key);
  const before = (yield* session.all(kinds)).map(({ kind }) => kind);
  if (!isNewLine(line, before)) return;
  if (limit && line.kind === 'reserve') {
    checkSpendingLimit(line, yield* sumSince(session, limit.since, line.cost.currency), limit);
  }
  const { key, kind, providerId, model, cost } = line;
  const row = { key, kind, provider_id: providerId, model, ...cost, at };
  yield* session.run(session.build.insertInto('ledger').values(row));
}

function* findLines(
  session: StoreSession,
  filter: { readonly key?: string; readonly since?: Date },
): StoreWork<LedgerLine[]> {
  let query = session.build.selectFrom('ledger').selectAll().orderBy('sequence');
  if (filter.key !== undefined) query = query.where('key', '=', filter.key);
  if (filter.since !== undefined) query = query.where('at', '>=', filter.since.toISOString());
  return (yield* session.all<Omit<LedgerRow, 'sequence'>>(query)).map(lineOfRow);
}

function lineOfRow(row: Omit<LedgerRow, 'sequence'>): LedgerLine {
  const { key, kind, provider_id: providerId, model, micros, currency, at } = row;
  return { key, kind, providerId, model, cost: { micros, currency }, at };
}

/** What was settled, and what is still reserved: a reservation that neither settle nor release has closed. */
function* sumSince(session: StoreSession, since: Date, currency: string): StoreWork<number> {
  const total = session.build
    .selectFrom('ledger as line')
    .select(({ fn }) => fn.sum<number | null>('line.micros').as('micros'))
    .where('line.currency', '=', currency)
    .where('line.at', '>=', since.toISOString())
    .where((where) => {
      const closings = where
        .selectFrom('ledger as closing')
        .select('closing.key')
        .whereRef('closing.key', '=', 'line.key')
        .where('closing.kind', 'in', ['settle', 'release']);
      const open = where.and([where('line.kind', '=', 'reserve'), where.not(where.exists(closings))]);
      return where.or([where('line.kind', '=', 'settle'), open]);
    });
  return (yield* session.first(total))?.micros ?? 0;
}
