import { createHmac } from 'node:crypto';
import type { EmulatedJob } from '../../emulator/emulated-jobs.js';
import { clipFor, type MediaFileName } from '../../emulator/emulated-media.js';
import type { EmulatorWorld } from '../../emulator/emulator.js';
import { replicateModels } from './replicate-models.js';

/** What is kept of a submission. */
export interface ReplicateWork {
  /** `owner/name`. */
  readonly model: string;
  readonly version: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly webhook: string | undefined;
  readonly webhookEvents: readonly string[];
  /** Milliseconds, from the Cancel-After header. */
  readonly cancelAfter: number | undefined;
}

/** The secret of the account's webhooks, as `GET /v1/webhooks/default/secret` tells it. */
export const webhookSecret = `whsec_${Buffer.from('emulated-webhook-secret!').toString('base64')}`;

/** Seconds that links live. */
const linkSeconds = 3600;

/** `90s`, `1m` or `1h30m` in milliseconds; undefined for anything else. */
export function readCancelAfter(text: string | undefined): number | undefined {
  const [, hours = '0', minutes = '0', seconds = '0'] =
    /^(?=\d)(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?$/.exec(text ?? '') ?? [];
  const milliseconds = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  return milliseconds >= 5000 ? milliseconds : undefined;
}

/** The predictions of an account. */
export class ReplicatePredictions {
  private readonly ended = new Map<string, object>();

  constructor(private readonly world: EmulatorWorld) {}

  /** A prediction as it is shown; undefined if there is none. */
  show(id: string, counts = true): object | undefined {
    const { jobs } = this.world;
    const job = jobs.get<ReplicateWork>(id);
    if (!job) return undefined;
    if (counts) jobs.poll(id);
    return { ...this.common(job), ...this.stateOf(job) };
  }

  /** Tells whoever asked for it. Source: Standard Webhooks. */
  notify(job: EmulatedJob<ReplicateWork>, event: string, prediction: object): void {
    const { webhook: url, webhookEvents } = job.data;
    if (url === undefined || (webhookEvents.length > 0 && !webhookEvents.includes(event))) return;
    const id = `msg_${job.id}_${event}`;
    const timestamp = String(Math.floor(this.world.clock.now().getTime() / 1000));
    const key = Buffer.from(webhookSecret.slice('whsec_'.length), 'base64');
    void this.world.webhooks.send({
      url,
      body: prediction,
      sign: (body) => ({
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`,
      }),
    });
  }

  private common({ id, data, createdAt }: EmulatedJob<ReplicateWork>): object {
    const self = `${this.world.url}/v1/predictions/${id}`;
    const { model, version, input } = data;
    return {
      id,
      model,
      version,
      input,
      created_at: createdAt.toISOString(),
      urls: { get: self, cancel: `${self}/cancel` },
    };
  }

  private stateOf(job: EmulatedJob<ReplicateWork>): object {
    const open = { output: null, error: null, logs: '' };
    const known = this.ended.get(job.id);
    if (known) return known;
    const { phase, progress } = this.world.jobs.phaseOf(job);
    const late =
      this.world.clock.now().getTime() - job.createdAt.getTime() >= (job.data.cancelAfter ?? Infinity);
    if (late && phase !== 'done') {
      return this.end(job, { ...open, status: phase === 'queued' ? 'aborted' : 'canceled' });
    }
    if (job.outcome === 'unknown-state' && phase !== 'queued') return { ...open, status: 'dreaming' };
    if (phase === 'queued') return { ...open, status: 'starting' };
    if (phase === 'running') {
      const logs = `Using seed: 7\n${Math.round(progress * 100)}%|██████    | 14/28\n`;
      return { ...open, status: 'processing', logs };
    }
    return this.end(job, phase === 'cancelled' ? { ...open, status: 'canceled' } : this.endingOf(job));
  }

  private end(job: EmulatedJob<ReplicateWork>, state: object): object {
    const ending = {
      ...state,
      completed_at: this.world.clock.now().toISOString(),
      metrics: { predict_time: 3.2, total_time: 4.1 },
    };
    this.ended.set(job.id, ending);
    this.notify(job, 'completed', { ...this.common(job), ...ending });
    return ending;
  }

  private endingOf({ data, outcome }: EmulatedJob<ReplicateWork>): object {
    const failed = { status: 'failed', output: null, logs: '' };
    switch (outcome) {
      case 'moderated-input':
        return {
          ...failed,
          error:
            'The input or output was flagged as sensitive. Please try again with different inputs. (E005)',
        };
      case 'moderated-output':
        return {
          ...failed,
          error: 'NSFW content detected. Try running it again, or try a different prompt.',
        };
      case 'job-failed':
        return { ...failed, error: 'Prediction interrupted; please retry (code: PA)' };
      case 'job-cancelled':
        return { ...failed, status: 'canceled', error: null };
      case 'empty-result':
        return { ...failed, status: 'succeeded', output: [], error: null };
      default:
        return { ...failed, status: 'succeeded', output: this.outputOf(data), error: null };
    }
  }

  private outputOf({ model, input }: ReplicateWork): unknown {
    const { makes, form } = replicateModels[model]!;
    const publish = (name: MediaFileName): string =>
      this.world.media.publish(name, { expiresInSeconds: linkSeconds });
    const clip = (): MediaFileName => {
      const ratio = typeof input.aspect_ratio === 'string' ? input.aspect_ratio : '16:9';
      const [width = 16, height = 9] = ratio.split(':').map(Number);
      return clipFor(width, height);
    };
    const picture = input.output_format === 'png' ? 'picture.png' : 'picture.jpg';
    const url = publish(makes === 'video' ? clip() : picture);
    if (form === 'object') return { thumbnail: publish('picture.jpg'), video: url };
    if (form === 'address') return url;
    const count = typeof input.num_outputs === 'number' ? input.num_outputs : 1;
    return Array.from({ length: count }, () => url);
  }
}
