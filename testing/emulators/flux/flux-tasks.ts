import type { EmulatedJob, JobPhase } from '../../emulator/emulated-jobs.js';
import { clipFor, type MediaFileName } from '../../emulator/emulated-media.js';
import type { EmulatorAnswer } from '../../emulator/emulator-route.js';
import type { EmulatorWorld } from '../../emulator/emulator.js';

/** What is kept of a submission. */
export interface FluxWork {
  readonly model: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Credits. */
  readonly cost: number;
}

/** Seconds that links live. */
const linkSeconds = 600;

/** Credits for the first megapixel and each further one. Source: the price list. */
const perMegapixel: Readonly<Record<string, readonly [number, number]>> = {
  'flux-2-pro': [3, 1.5],
  'flux-2-max': [7, 3],
  'flux-2-flex': [5, 5],
  'flux-2-klein-4b': [1.4, 0.1],
  'flux-2-klein-9b': [1.5, 0.2],
};
const perImage: Readonly<Record<string, number>> = {
  'flux-kontext-pro': 4,
  'flux-kontext-max': 8,
  'flux-pro-1.1': 4,
  'flux-pro-1.1-ultra': 6,
};
/** Made up: no list has the prices of clips. */
const perSecond = { hd: 17, fhd: 29, draft: 6 };

/** Credits of a submission. */
export function creditsOf(model: string, body: Readonly<Record<string, unknown>>): number {
  if (model === 'flux-3-video') {
    const { duration, draft, resolution } = body;
    const rate = draft === true ? perSecond.draft : perSecond[resolution === 'fhd' ? 'fhd' : 'hd'];
    return rate * (typeof duration === 'number' ? duration : 5);
  }
  const [first, further] = perMegapixel[model] ?? [];
  if (first === undefined || further === undefined) return perImage[model] ?? 5;
  const { width = 1024, height = 1024 } = body as { width?: number; height?: number };
  const inputs = Object.keys(body).filter((name) => name.startsWith('input_image')).length;
  return first + further * (Math.ceil((width * height) / (1024 * 1024)) - 1 + inputs);
}

/** The tasks of an account: each has one link, made when it is first seen ready, that is not made anew. */
export class FluxTasks {
  private readonly ended = new Map<string, object>();

  constructor(
    private readonly world: EmulatorWorld,
    /** Told once of each task that ends. */
    private readonly onEnd: (job: EmulatedJob<FluxWork>, task: object) => void,
  ) {}

  /** A task as its polling address shows it. */
  answer(id: string): EmulatorAnswer {
    const job = this.world.jobs.get<FluxWork>(id);
    const at = this.world.jobs.poll(id);
    if (!job || !at) return { status: 404, body: { id, status: 'Task not found', result: null } };
    return { status: 200, body: { id, ...this.stateOf(job, at) } };
  }

  private stateOf(job: EmulatedJob<FluxWork>, { phase, progress }: JobPhase): object {
    if (job.outcome === 'unknown-state' && phase !== 'queued') return { status: 'Dreaming', result: null };
    if (phase === 'queued') return { status: 'Pending', result: null, progress: null };
    if (phase === 'running') return { status: 'Processing', result: null, progress };
    const known = this.ended.get(job.id);
    if (known) return known;
    const ending = this.endingOf(job);
    this.ended.set(job.id, ending);
    this.onEnd(job, { id: job.id, ...ending });
    return ending;
  }

  private endingOf({ data, outcome }: EmulatedJob<FluxWork>): object {
    const reasons = { 'Moderation Reasons': ['Derivative Works Filter'] };
    switch (outcome) {
      case 'moderated-input':
        return { status: 'Request Moderated', result: null, details: reasons };
      case 'moderated-output':
        return { status: 'Content Moderated', result: null, details: reasons };
      case 'job-failed':
        return { status: 'Error', result: null, details: { reason: 'Generation failed' } };
      case 'empty-result':
        return { status: 'Ready', result: {}, cost: data.cost };
      default:
        return { status: 'Ready', result: this.resultOf(data), cost: data.cost };
    }
  }

  private resultOf({ model, body }: FluxWork): object {
    const seconds = this.world.clock.now().getTime() / 1000;
    const draft = body.draft === true ? { draft_cache: this.publish('picture.png') } : {};
    return {
      sample: this.publish(fileOf(model, body)),
      prompt: body.prompt ?? '',
      seed: body.seed ?? 42,
      start_time: seconds - 3,
      end_time: seconds,
      duration: 3,
      ...draft,
    };
  }

  private publish(name: MediaFileName): string {
    return this.world.media.publish(name, { expiresInSeconds: linkSeconds });
  }
}

function fileOf(model: string, body: Readonly<Record<string, unknown>>): MediaFileName {
  if (model !== 'flux-3-video') return body.output_format === 'png' ? 'picture.png' : 'picture.jpg';
  const [width = 16, height = 9] = (typeof body.aspect_ratio === 'string' ? body.aspect_ratio : '16:9')
    .split(':')
    .map(Number);
  return clipFor(width, height);
}
