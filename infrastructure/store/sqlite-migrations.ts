/**
 * Steps from an empty database to the newest, in order; `user_version` counts those that were taken. A step
 * that has been released is never changed.
 */
export const sqliteMigrations: readonly string[] = [
  `
  CREATE TABLE operations (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    request_id TEXT NOT NULL,
    step TEXT NOT NULL,
    provider_id TEXT NOT NULL,
    model TEXT NOT NULL,
    request_digest TEXT NOT NULL,
    request TEXT NOT NULL CHECK (json_valid(request)),
    estimate TEXT NOT NULL CHECK (json_valid(estimate)),
    state TEXT NOT NULL CHECK (state IN
      ('intent', 'submitted', 'succeeded', 'delivered', 'failed', 'cancelled', 'submission_unknown')),
    operation TEXT CHECK (json_valid(operation)),
    output TEXT CHECK (json_valid(output)),
    cost TEXT CHECK (json_valid(cost)),
    error TEXT CHECK (json_valid(error)),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX operations_by_request ON operations (request_id);
  CREATE INDEX operations_unfinished ON operations (sequence)
    WHERE state NOT IN ('delivered', 'failed', 'cancelled');
  CREATE TRIGGER operations_final BEFORE UPDATE ON operations
    WHEN OLD.state IN ('delivered', 'failed', 'cancelled')
    BEGIN SELECT RAISE(ABORT, 'a final operation never changes'); END;

  CREATE TABLE leases (
    key TEXT PRIMARY KEY REFERENCES operations (key),
    token INTEGER NOT NULL CHECK (token > 0),
    owner TEXT NOT NULL,
    holder TEXT NOT NULL CHECK (json_valid(holder)),
    stamp TEXT NOT NULL,
    ttl_seconds REAL NOT NULL,
    held INTEGER NOT NULL CHECK (held IN (0, 1))
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE ledger (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('reserve', 'settle', 'release')),
    provider_id TEXT NOT NULL,
    model TEXT NOT NULL,
    micros INTEGER NOT NULL CHECK (micros >= 0),
    currency TEXT NOT NULL,
    at TEXT NOT NULL,
    UNIQUE (key, kind)
  ) STRICT;
  CREATE INDEX ledger_by_time ON ledger (at);
  CREATE TRIGGER ledger_never_changes BEFORE UPDATE ON ledger
    BEGIN SELECT RAISE(ABORT, 'ledger lines never change'); END;
  CREATE TRIGGER ledger_never_shrinks BEFORE DELETE ON ledger
    BEGIN SELECT RAISE(ABORT, 'ledger lines are never removed'); END;

  CREATE TABLE measurements (
    provider_id TEXT PRIMARY KEY,
    success REAL NOT NULL,
    seconds_per_video_second REAL NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE circuits (
    provider_id TEXT NOT NULL,
    model TEXT NOT NULL,
    state TEXT NOT NULL CHECK (json_valid(state)),
    PRIMARY KEY (provider_id, model)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE results (
    key TEXT PRIMARY KEY,
    file TEXT NOT NULL,
    provider_id TEXT NOT NULL,
    model TEXT NOT NULL,
    facts TEXT NOT NULL CHECK (json_valid(facts)),
    size_bytes INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    stored_at TEXT NOT NULL,
    used INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX results_by_use ON results (used);
  CREATE UNIQUE INDEX results_by_file ON results (file);
  `,
  `
  CREATE TABLE leases_of_anything (
    key TEXT PRIMARY KEY,
    token INTEGER NOT NULL CHECK (token > 0),
    owner TEXT NOT NULL,
    holder TEXT NOT NULL CHECK (json_valid(holder)),
    stamp TEXT NOT NULL,
    ttl_seconds REAL NOT NULL,
    held INTEGER NOT NULL CHECK (held IN (0, 1))
  ) STRICT, WITHOUT ROWID;
  INSERT INTO leases_of_anything SELECT key, token, owner, holder, stamp, ttl_seconds, held FROM leases;
  DROP TABLE leases;
  ALTER TABLE leases_of_anything RENAME TO leases;

  CREATE TABLE jobs (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL CHECK (status IN
      ('pending', 'queued', 'processing', 'completed', 'failed', 'cancelled', 'submission_unknown')),
    priority INTEGER NOT NULL,
    provider_id TEXT,
    request TEXT NOT NULL CHECK (json_valid(request)),
    record TEXT NOT NULL CHECK (json_valid(record))
  ) STRICT;
  CREATE INDEX jobs_waiting ON jobs (priority DESC, sequence) WHERE status = 'queued';
  CREATE INDEX jobs_by_status ON jobs (status);
  CREATE TRIGGER jobs_final BEFORE UPDATE ON jobs WHEN OLD.status = 'completed'
    BEGIN SELECT RAISE(ABORT, 'a completed job never changes'); END;

  CREATE TABLE job_stages (
    job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    stage TEXT NOT NULL,
    saved INTEGER NOT NULL,
    seconds REAL NOT NULL,
    counts INTEGER NOT NULL CHECK (counts IN (0, 1)),
    record TEXT NOT NULL CHECK (json_valid(record)),
    PRIMARY KEY (job_id, stage)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX job_stages_by_save ON job_stages (saved);

  CREATE TABLE job_events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    happening TEXT NOT NULL CHECK (json_valid(happening)),
    at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX job_events_by_job ON job_events (job_id, id);

  CREATE TABLE job_artifacts (
    job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('video', 'captions', 'result', 'other')),
    PRIMARY KEY (job_id, path)
  ) STRICT, WITHOUT ROWID;
  `,
];
