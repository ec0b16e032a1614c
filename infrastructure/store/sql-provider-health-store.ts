import type {
  CircuitName,
  CircuitState,
  IProviderHealthStore,
  ProviderMeasurement,
} from '../../domain/provider/provider-health-store.js';
import { circuitSchema, readJson } from './read-json.js';
import type { SqlStore, StoreSession, StoreWork } from './store-session.js';
import type { CircuitRow, MeasurementRow } from './store-tables.js';

/** What was learnt of providers, in the database. */
export class SqlProviderHealthStore implements IProviderHealthStore {
  constructor(private readonly store: SqlStore) {}

  measurements(): Promise<Readonly<Record<string, ProviderMeasurement>>> {
    return this.store.look(findMeasurements, {});
  }

  updateMeasurement(
    providerId: string,
    change: (before: ProviderMeasurement | undefined) => ProviderMeasurement,
  ): Promise<ProviderMeasurement> {
    return this.store.write((session) => changeMeasurement(session, providerId, change));
  }

  circuits(): Promise<readonly (CircuitName & CircuitState)[]> {
    return this.store.look(findCircuits, []);
  }

  updateCircuit(
    name: CircuitName,
    change: (before: CircuitState | undefined) => CircuitState,
  ): Promise<CircuitState> {
    return this.store.write((session) => changeCircuit(session, name, change));
  }
}

function* findMeasurements({
  all,
  build,
}: StoreSession): StoreWork<Readonly<Record<string, ProviderMeasurement>>> {
  const rows = yield* all(build.selectFrom('measurements').selectAll());
  return Object.fromEntries(rows.map((row) => [row.provider_id, measurementOfRow(row)]));
}

function* changeMeasurement(
  { build, first, run }: StoreSession,
  providerId: string,
  change: (before: ProviderMeasurement | undefined) => ProviderMeasurement,
): StoreWork<ProviderMeasurement> {
  const row = yield* first(
    build.selectFrom('measurements').selectAll().where('provider_id', '=', providerId),
  );
  const after = change(row && measurementOfRow(row));
  const columns = { success: after.success, seconds_per_video_second: after.secondsPerVideoSecond };
  yield* run(
    build
      .insertInto('measurements')
      .values({ provider_id: providerId, ...columns })
      .onConflict((conflict) => conflict.column('provider_id').doUpdateSet(columns)),
  );
  return after;
}

function* findCircuits({ all, build }: StoreSession): StoreWork<(CircuitName & CircuitState)[]> {
  const rows = yield* all(build.selectFrom('circuits').selectAll().orderBy('provider_id').orderBy('model'));
  return rows.map((row) => ({ providerId: row.provider_id, model: row.model, ...stateOfRow(row) }));
}

function* changeCircuit(
  session: StoreSession,
  name: CircuitName,
  change: (before: CircuitState | undefined) => CircuitState,
): StoreWork<CircuitState> {
  const row = yield* findCircuit(session, name);
  const after = change(row && stateOfRow(row));
  const state = JSON.stringify(after);
  yield* session.run(
    session.build
      .insertInto('circuits')
      .values({ provider_id: name.providerId, model: name.model, state })
      .onConflict((conflict) => conflict.columns(['provider_id', 'model']).doUpdateSet({ state })),
  );
  return after;
}

function measurementOfRow(row: MeasurementRow): ProviderMeasurement {
  return { success: row.success, secondsPerVideoSecond: row.seconds_per_video_second };
}

function stateOfRow({ provider_id: id, model, state }: CircuitRow): CircuitState {
  return readJson(state, circuitSchema, `circuits.state of ${id} ${model}`);
}

function* findCircuit(
  session: StoreSession,
  { providerId, model }: CircuitName,
): StoreWork<CircuitRow | undefined> {
  const all = session.build.selectFrom('circuits').selectAll();
  return yield* session.first(all.where('provider_id', '=', providerId).where('model', '=', model));
}
