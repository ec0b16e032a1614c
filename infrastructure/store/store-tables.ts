import type { Generated } from 'kysely';
import type { JobArtifact } from '../../domain/job/job-stage.js';
import type { JobStatus } from '../../domain/job/job-status.js';
import type { JournalState } from '../../domain/money/operation-journal.js';
import type { LedgerLine } from '../../domain/money/ledger.js';

/** One row of a table. In all of them times are ISO 8601, UTC, and flags are 0 or 1. */
export interface OperationRow {
  readonly sequence: Generated<number>;
  readonly key: string;
  readonly request_id: string;
  readonly step: string;
  readonly provider_id: string;
  readonly model: string;
  readonly request_digest: string;
  /** JSON, as are estimate, operation, output, cost and error. */
  readonly request: string;
  readonly estimate: string;
  readonly state: JournalState;
  readonly operation: string | null;
  readonly output: string | null;
  readonly cost: string | null;
  readonly error: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface LeaseRow {
  readonly key: string;
  readonly token: number;
  readonly owner: string;
  /** JSON: the process that holds it. */
  readonly holder: string;
  /** Random; new with each claim and renewal. */
  readonly stamp: string;
  readonly ttl_seconds: number;
  readonly held: number;
}

export interface LedgerRow {
  readonly sequence: Generated<number>;
  readonly key: string;
  readonly kind: LedgerLine['kind'];
  readonly provider_id: string;
  readonly model: string;
  readonly micros: number;
  readonly currency: string;
  readonly at: string;
}

export interface MeasurementRow {
  readonly provider_id: string;
  readonly success: number;
  readonly seconds_per_video_second: number;
}

export interface CircuitRow {
  readonly provider_id: string;
  readonly model: string;
  /** JSON. */
  readonly state: string;
}

export interface ResultRow {
  readonly key: string;
  /** Name inside the results folder. */
  readonly file: string;
  readonly provider_id: string;
  readonly model: string;
  /** JSON. */
  readonly facts: string;
  readonly size_bytes: number;
  readonly content_hash: string;
  readonly stored_at: string;
  /** Rises with each use. */
  readonly used: number;
}

export interface JobRow {
  readonly sequence: Generated<number>;
  readonly id: string;
  readonly status: JobStatus;
  readonly priority: number;
  readonly provider_id: string | null;
  /** JSON. */
  readonly request: string;
  /** JSON: the job without its request and its fencing token. */
  readonly record: string;
}

export interface JobStageRow {
  readonly job_id: string;
  readonly stage: string;
  /** Rises with each save. */
  readonly saved: number;
  readonly seconds: number;
  /** 1 if it tells how long the stage takes: it ran, and well. */
  readonly counts: number;
  /** JSON. */
  readonly record: string;
}

export interface JobEventRow {
  readonly id: Generated<number>;
  readonly job_id: string;
  /** JSON. */
  readonly happening: string;
  readonly at: string;
}

export interface JobArtifactRow {
  readonly job_id: string;
  readonly path: string;
  readonly kind: JobArtifact['kind'];
}

/** The tables, as the newest migration leaves them. */
export interface StoreTables {
  readonly operations: OperationRow;
  readonly leases: LeaseRow;
  readonly ledger: LedgerRow;
  readonly measurements: MeasurementRow;
  readonly circuits: CircuitRow;
  readonly results: ResultRow;
  readonly jobs: JobRow;
  readonly job_stages: JobStageRow;
  readonly job_events: JobEventRow;
  readonly job_artifacts: JobArtifactRow;
}
