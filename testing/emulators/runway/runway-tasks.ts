import type { EmulatedJob } from '../../emulator/emulated-jobs.js';
import { clipFor, type EmulatedMedia } from '../../emulator/emulated-media.js';
import type { EmulatorAnswer } from '../../emulator/emulator-route.js';
import type { EmulatorWorld } from '../../emulator/emulator.js';

/** What is kept of a submission. */
export interface RunwayWork {
  readonly endpoint: string;
  readonly model: string;
  readonly ratio: string | undefined;
  readonly duration: number | undefined;
  readonly audio: boolean | undefined;
}

/** Seconds that links live. */
const linkSeconds = 24 * 3600;

const perSecond: Readonly<Record<string, number>> = {
  'gen4.5': 12,
  gen4_turbo: 5,
  act_two: 5,
  'veo3.1': 40,
  'veo3.1_fast': 15,
  seedance2: 36,
};
const silentPerSecond: Readonly<Record<string, number>> = { 'veo3.1': 20, 'veo3.1_fast': 10 };
const perImage: Readonly<Record<string, number>> = {
  gen4_image: 8,
  gen4_image_turbo: 2,
  'gemini_2.5_flash': 5,
};

/** Credits of a task. Models whose price is not published cost 10 a second here. */
export function creditsOf({ endpoint, model, duration = 5, audio, ratio }: RunwayWork): number {
  if (endpoint === 'text_to_image') {
    const small = model === 'gen4_image' && (ratio ?? '').split(':').includes('720');
    return small ? 5 : (perImage[model] ?? 8);
  }
  const silent = audio === false ? silentPerSecond[model] : undefined;
  return Math.ceil((silent ?? perSecond[model] ?? 10) * duration);
}

/** A task as `GET /v1/tasks/{id}` shows it; undefined once it is gone. */
export function taskAnswer({ jobs, media }: EmulatorWorld, id: string): EmulatorAnswer | undefined {
  const job = jobs.get<RunwayWork>(id);
  const at = jobs.poll(id);
  if (!job || !at || at.phase === 'cancelled') return undefined;
  const common = { id, createdAt: job.createdAt.toISOString() };
  const credits = creditsOf(job.data);
  const estimatedCost = { credits };
  if (job.outcome === 'unknown-state' && at.phase !== 'queued') {
    return { status: 200, body: { ...common, status: 'DREAMING', estimatedCost } };
  }
  if (at.phase === 'queued') {
    const status = job.outcome === 'throttled' ? 'THROTTLED' : 'PENDING';
    return { status: 200, body: { ...common, status, estimatedCost } };
  }
  if (at.phase === 'running') {
    return { status: 200, body: { ...common, status: 'RUNNING', progress: at.progress, estimatedCost } };
  }
  return { status: 200, body: { ...common, ...ending(job, credits, media) } };
}

function ending({ data, outcome }: EmulatedJob<RunwayWork>, credits: number, media: EmulatedMedia): object {
  switch (outcome) {
    case 'moderated-input':
      return failed('SAFETY.INPUT.TEXT', 'The prompt did not pass our content moderation.', credits);
    case 'moderated-output':
      return failed('SAFETY.OUTPUT.VIDEO', 'The result did not pass our content moderation.', 0);
    case 'job-failed':
      return failed('INTERNAL.BAD_OUTPUT.CODE01', 'The generation did not turn out well.', 0);
    case 'job-cancelled':
      return { status: 'CANCELLED', cost: { credits: 0 } };
    case 'empty-result':
      return { status: 'SUCCEEDED', output: [], cost: { credits } };
    default:
      return { status: 'SUCCEEDED', output: [outputOf(data, media)], cost: { credits } };
  }
}

function failed(failureCode: string, failure: string, credits: number): object {
  return { status: 'FAILED', failureCode, failure, cost: { credits } };
}

function outputOf({ endpoint, ratio = '16:9' }: RunwayWork, media: EmulatedMedia): string {
  const [width = 16, height = 9] = ratio.split(':').map(Number);
  const file = endpoint === 'text_to_image' ? 'picture.png' : clipFor(width, height);
  return media.publish(file, { expiresInSeconds: linkSeconds });
}
