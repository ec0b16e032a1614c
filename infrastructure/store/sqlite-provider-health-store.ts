import type {
  CircuitName,
  CircuitState,
  IProviderHealthStore,
  ProviderMeasurement,
} from '../../domain/provider/provider-health-store.js';
import { circuitSchema, readJson } from './read-json.js';
import type { StoreSession } from './sqlite-session.js';
import type { SqliteStore } from './sqlite-store.js';
import type { CircuitRow, MeasurementRow } from './store-tables.js';

/** What was learnt of providers, in the database. */
export class SqliteProviderHealthStore implements IProviderHealthStore {
  constructor(private readonly store: SqliteStore) {}

  measurements(): Promise<Readonly<Record<string, ProviderMeasurement>>> {
    return this.store.look((session) => {
      const rows = session.all(session.build.selectFrom('measurements').selectAll());
      return Object.fromEntries(rows.map((row) => [row.provider_id, measurementOfRow(row)]));
    }, {});
  }

  updateMeasurement(
    providerId: string,
    change: (before: ProviderMeasurement | undefined) => ProviderMeasurement,
  ): Promise<ProviderMeasurement> {
    return this.store.write((session) => {
      const { build } = session;
      const found = build.selectFrom('measurements').selectAll().where('provider_id', '=', providerId);
      const row = session.first(found);
      const after = change(row && measurementOfRow(row));
      const columns = { success: after.success, seconds_per_video_second: after.secondsPerVideoSecond };
      session.run(
        build
          .insertInto('measurements')
          .values({ provider_id: providerId, ...columns })
          .onConflict((conflict) => conflict.column('provider_id').doUpdateSet(columns)),
      );
      return after;
    });
  }

  circuits(): Promise<readonly (CircuitName & CircuitState)[]> {
    return this.store.look((session) => {
      const rows = session.all(
        session.build.selectFrom('circuits').selectAll().orderBy('provider_id').orderBy('model'),
      );
      return rows.map((row) => ({
        providerId: row.provider_id,
        model: row.model,
        ...stateOfRow(row),
      }));
    }, []);
  }

  updateCircuit(
    name: CircuitName,
    change: (before: CircuitState | undefined) => CircuitState,
  ): Promise<CircuitState> {
    return this.store.write((session) => {
      const row = findCircuit(session, name);
      const after = change(row && stateOfRow(row));
      const state = JSON.stringify(after);
      session.run(
        session.build
          .insertInto('circuits')
          .values({ provider_id: name.providerId, model: name.model, state })
          .onConflict((conflict) => conflict.columns(['provider_id', 'model']).doUpdateSet({ state })),
      );
      return after;
    });
  }
}

function measurementOfRow(row: MeasurementRow): ProviderMeasurement {
  return { success: row.success, secondsPerVideoSecond: row.seconds_per_video_second };
}

function stateOfRow({ provider_id: id, model, state }: CircuitRow): CircuitState {
  return readJson(state, circuitSchema, `circuits.state of ${id} ${model}`);
}

function findCircuit(session: StoreSession, { providerId, model }: CircuitName): CircuitRow | undefined {
  const all = session.build.selectFrom('circuits').selectAll();
  return session.first(all.where('provider_id', '=', providerId).where('model', '=', model));
}
