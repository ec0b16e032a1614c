import { sql } from 'kysely';
import type { JobEvent, JobHappening } from '../../domain/job/job-event.js';
import type { EventFilter, JobFilter } from '../../domain/job/job-store.js';
import { unknownJob, type JobRecord, type NewJob } from '../../domain/job/job.js';
import type { JobStage } from '../../domain/job/job-stage.js';
import { happeningSchema, jobSchema, stageSchema } from './job-json.js';
import { readJson } from './read-json.js';
import type { StoreSession, StoreWork } from './store-session.js';
import type { JobEventRow } from './store-tables.js';

interface StoredJob {
  readonly id: string;
  readonly record: string;
  readonly token: number | null;
}

/** What the lease of a job is filed under. */
export function leaseKeyOf(jobId: string): string {
  return `job/${jobId}`;
}

function jobOfRow({ id, record, token }: StoredJob): JobRecord {
  return { ...readJson(record, jobSchema, `jobs.record of ${id}`), fencingToken: token ?? 0 };
}

function jobs({ build }: StoreSession) {
  return build
    .selectFrom('jobs')
    .leftJoin('leases', (join) => join.on('leases.key', '=', sql<string>`'job/' || ${sql.ref('jobs.id')}`))
    .select(['jobs.id as id', 'jobs.record as record', 'leases.token as token']);
}

export function* findJob(session: StoreSession, id: string): StoreWork<JobRecord | undefined> {
  const row = yield* session.first<StoredJob>(jobs(session).where('jobs.id', '=', id));
  return row && jobOfRow(row);
}

/** @throws VideoGenerationError JOB_UNKNOWN */
export function* getJob(session: StoreSession, id: string): StoreWork<JobRecord> {
  const job = yield* findJob(session, id);
  if (!job) throw unknownJob(id);
  return job;
}

export function* findRequest(session: StoreSession, id: string): StoreWork<unknown> {
  const query = session.build.selectFrom('jobs').select('request').where('id', '=', id);
  const row = yield* session.first(query);
  if (!row) throw unknownJob(id);
  return JSON.parse(row.request) as unknown;
}

export function* findJobs(
  session: StoreSession,
  { statuses, limit = 100 }: JobFilter,
): StoreWork<JobRecord[]> {
  let query = jobs(session).orderBy('jobs.sequence', 'desc').limit(limit);
  if (statuses) query = query.where('jobs.status', 'in', statuses);
  return (yield* session.all<StoredJob>(query)).map(jobOfRow);
}

/** The queued job whose turn it is. */
export function* findNext(
  session: StoreSession,
  busyProviders: readonly string[],
): StoreWork<string | undefined> {
  let query = session.build
    .selectFrom('jobs')
    .select('id')
    .where('status', '=', 'queued')
    .orderBy('priority', 'desc')
    .orderBy('sequence')
    .limit(1);
  if (busyProviders.length > 0) {
    query = query.where((where) =>
      where.or([where('provider_id', 'is', null), where('provider_id', 'not in', busyProviders)]),
    );
  }
  return (yield* session.first(query))?.id;
}

export function* insertJob(session: StoreSession, job: JobRecord, { request }: NewJob): StoreWork<void> {
  const { id, status, priority, providerId } = job;
  const row = { id, status, priority, provider_id: providerId ?? null };
  const texts = { request: JSON.stringify(request), record: recordOf(job) };
  yield* session.run(session.build.insertInto('jobs').values({ ...row, ...texts }));
}

export function* updateJob(session: StoreSession, job: JobRecord): StoreWork<void> {
  const columns = { status: job.status, record: recordOf(job) };
  yield* session.run(session.build.updateTable('jobs').set(columns).where('id', '=', job.id));
}

function recordOf({ fencingToken: _token, ...job }: JobRecord): string {
  return JSON.stringify(job);
}

export function* insertEvent(
  session: StoreSession,
  jobId: string,
  happening: JobHappening,
  at: string,
): StoreWork<void> {
  const row = { job_id: jobId, happening: JSON.stringify(happening), at };
  yield* session.run(session.build.insertInto('job_events').values(row));
}

export function* findEvents(
  session: StoreSession,
  { jobId, after = 0, limit = 500 }: EventFilter,
): StoreWork<JobEvent[]> {
  let query = session.build.selectFrom('job_events').selectAll().where('id', '>', after);
  if (jobId !== undefined) query = query.where('job_id', '=', jobId);
  const rows = yield* session.all<Omit<JobEventRow, 'id'> & { id: number }>(query.orderBy('id').limit(limit));
  return rows.map(({ id, job_id: ofJob, happening, at }) => ({
    ...readJson(happening, happeningSchema, `job_events.happening of ${id}`),
    id,
    jobId: ofJob,
    at,
  }));
}

export function* saveStageRow(session: StoreSession, jobId: string, stage: JobStage): StoreWork<void> {
  const { build } = session;
  const newest = build
    .selectFrom('job_stages')
    .select(({ fn }) => fn.max<number | null>('saved').as('saved'));
  const columns = {
    saved: ((yield* session.first(newest))?.saved ?? 0) + 1,
    seconds: stage.seconds,
    counts: stage.status === 'completed' && !stage.resumed ? 1 : 0,
    record: JSON.stringify(stage),
  };
  yield* session.run(
    build
      .insertInto('job_stages')
      .values({ job_id: jobId, stage: stage.stage, ...columns })
      .onConflict((conflict) => conflict.columns(['job_id', 'stage']).doUpdateSet(columns)),
  );
}

export function* findStages(session: StoreSession, jobId: string): StoreWork<JobStage[]> {
  const query = session.build.selectFrom('job_stages').selectAll().where('job_id', '=', jobId);
  const rows = yield* session.all(query.orderBy('saved'));
  return rows.map(({ stage, record }) =>
    readJson(record, stageSchema, `job_stages.record of ${jobId} ${stage}`),
  );
}

/** Stage runs that an estimate is made from. */
const runsForEstimate = 200;

export function* findTypicalSeconds(session: StoreSession): StoreWork<Record<string, number>> {
  const latest = session.build
    .selectFrom('job_stages')
    .select(['stage', 'seconds'])
    .where('counts', '=', 1)
    .orderBy('saved', 'desc')
    .limit(runsForEstimate);
  const rows = yield* session.all(latest);
  const byStage = new Map<string, number[]>();
  for (const { stage, seconds } of rows) byStage.set(stage, [...(byStage.get(stage) ?? []), seconds]);
  return Object.fromEntries(
    [...byStage].map(([stage, runs]) => [stage, runs.reduce((sum, run) => sum + run, 0) / runs.length]),
  );
}
