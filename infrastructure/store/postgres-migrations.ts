const status =
  "('pending', 'queued', 'processing', 'completed', 'failed', 'cancelled', 'submission_unknown')";
/** Compared and sorted byte by byte, as in SQLite, whatever the server’s language. */
const text = 'TEXT COLLATE "C"';
const json = (column: string): string =>
  `${column} TEXT CHECK (${column}::json IS NOT NULL OR ${column} IS NULL)`;

/**
 * Steps from an empty schema to the newest, in order, as for SQLite; the table `migrations` counts those that were
 * taken. `{schema}` stands for the schema. A step that has been released is never changed.
 */
export const postgresMigrations: readonly string[] = [
  `
  CREATE TABLE {schema}.operations (
    sequence BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key ${text} NOT NULL UNIQUE,
    request_id ${text} NOT NULL,
    step TEXT NOT NULL,
    provider_id TEXT NOT NULL,
    model TEXT NOT NULL,
    request_digest TEXT NOT NULL,
    ${json('request')},
    ${json('estimate')},
    state TEXT NOT NULL CHECK (state IN
      ('intent', 'submitted', 'succeeded', 'delivered', 'failed', 'cancelled', 'submission_unknown')),
    ${json('operation')},
    ${json('output')},
    ${json('cost')},
    ${json('error')},
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
  );
  CREATE INDEX operations_by_request ON {schema}.operations (request_id);
  CREATE INDEX operations_unfinished ON {schema}.operations (sequence)
    WHERE state NOT IN ('delivered', 'failed', 'cancelled');

  CREATE TABLE {schema}.leases (
    key ${text} PRIMARY KEY,
    token BIGINT NOT NULL CHECK (token > 0),
    owner TEXT NOT NULL,
    ${json('holder')},
    stamp TEXT NOT NULL,
    ttl_seconds DOUBLE PRECISION NOT NULL,
    held INTEGER NOT NULL CHECK (held IN (0, 1))
  );

  CREATE TABLE {schema}.ledger (
    sequence BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key ${text} NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('reserve', 'settle', 'release')),
    provider_id TEXT NOT NULL,
    model TEXT NOT NULL,
    micros BIGINT NOT NULL CHECK (micros >= 0),
    currency TEXT NOT NULL,
    at ${text} NOT NULL,
    UNIQUE (key, kind)
  );
  CREATE INDEX ledger_by_time ON {schema}.ledger (at);

  CREATE TABLE {schema}.measurements (
    provider_id ${text} PRIMARY KEY,
    success DOUBLE PRECISION NOT NULL,
    seconds_per_video_second DOUBLE PRECISION NOT NULL
  );
  CREATE TABLE {schema}.circuits (
    provider_id ${text} NOT NULL,
    model ${text} NOT NULL,
    ${json('state')},
    PRIMARY KEY (provider_id, model)
  );

  CREATE TABLE {schema}.jobs (
    sequence BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id ${text} NOT NULL UNIQUE,
    status TEXT NOT NULL CHECK (status IN ${status}),
    priority INTEGER NOT NULL,
    provider_id TEXT,
    ${json('request')},
    ${json('record')}
  );
  CREATE INDEX jobs_waiting ON {schema}.jobs (priority DESC, sequence) WHERE status = 'queued';
  CREATE INDEX jobs_by_status ON {schema}.jobs (status);

  CREATE TABLE {schema}.job_stages (
    job_id ${text} NOT NULL REFERENCES {schema}.jobs (id) ON DELETE CASCADE,
    stage ${text} NOT NULL,
    saved BIGINT NOT NULL,
    seconds DOUBLE PRECISION NOT NULL,
    counts INTEGER NOT NULL CHECK (counts IN (0, 1)),
    ${json('record')},
    PRIMARY KEY (job_id, stage)
  );
  CREATE INDEX job_stages_by_save ON {schema}.job_stages (saved);

  CREATE TABLE {schema}.job_events (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    job_id ${text} NOT NULL REFERENCES {schema}.jobs (id) ON DELETE CASCADE,
    ${json('happening')},
    at TEXT NOT NULL
  );
  CREATE INDEX job_events_by_job ON {schema}.job_events (job_id, id);

  CREATE TABLE {schema}.job_artifacts (
    job_id ${text} NOT NULL REFERENCES {schema}.jobs (id) ON DELETE CASCADE,
    path ${text} NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('video', 'captions', 'result', 'other')),
    PRIMARY KEY (job_id, path)
  );

  CREATE FUNCTION {schema}.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $refuse$
    BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END
  $refuse$;
  CREATE TRIGGER operations_final BEFORE UPDATE ON {schema}.operations FOR EACH ROW
    WHEN (OLD.state IN ('delivered', 'failed', 'cancelled'))
    EXECUTE FUNCTION {schema}.refuse_change('a final operation never changes');
  CREATE TRIGGER ledger_never_changes BEFORE UPDATE ON {schema}.ledger FOR EACH ROW
    EXECUTE FUNCTION {schema}.refuse_change('ledger lines never change');
  CREATE TRIGGER ledger_never_shrinks BEFORE DELETE ON {schema}.ledger FOR EACH ROW
    EXECUTE FUNCTION {schema}.refuse_change('ledger lines are never removed');
  CREATE TRIGGER jobs_final BEFORE UPDATE ON {schema}.jobs FOR EACH ROW
    WHEN (OLD.status = 'completed')
    EXECUTE FUNCTION {schema}.refuse_change('a completed job never changes');
  `,
];
