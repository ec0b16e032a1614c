import type { EmulatedJob } from '../../emulator/emulated-jobs.js';
import { clipFor } from '../../emulator/emulated-media.js';
import type { EmulatorAnswer } from '../../emulator/emulator-route.js';
import type { EmulatorWorld } from '../../emulator/emulator.js';
import type { FalModel } from './fal-model-entry.js';

/** What is kept of a request. */
export interface FalWork {
  readonly model: FalModel;
  readonly body: unknown;
  readonly webhook?: string;
}

/** fal does not say how long its links live; a month is enough to look real. */
const linkSeconds = 30 * 24 * 3600;

const documentation = 'https://docs.fal.ai/errors';

function modelError(
  status: number,
  type: string,
  more: { loc: (string | number)[]; msg: string; retryable?: boolean },
): EmulatorAnswer {
  const { loc, msg, retryable = false } = more;
  const detail = [{ loc, msg, type, url: `${documentation}#${type}`, input: {} }];
  return { status, headers: { 'x-fal-retryable': String(retryable) }, body: { detail } };
}

/** What came of a request that is over: its output, or its error with the error’s own status. */
export function resultAnswer(world: EmulatorWorld, job: EmulatedJob<FalWork>): EmulatorAnswer {
  const answer = bodyAnswer(world, job);
  return { ...answer, headers: { 'x-fal-request-id': job.id, ...answer.headers } };
}

function bodyAnswer(world: EmulatorWorld, job: EmulatedJob<FalWork>): EmulatorAnswer {
  const { model, body } = job.data;
  if (job.cancelled || job.outcome === 'job-cancelled') {
    return { status: 400, body: { detail: 'Request was cancelled' } };
  }
  const { error, data } = model.input.safeParse(body);
  if (error) {
    const detail = error.issues.map(({ path, message }) => ({
      loc: ['body', ...path.map(String)],
      msg: message,
      type: 'value_error',
    }));
    return { status: 422, headers: { 'x-fal-retryable': 'false' }, body: { detail } };
  }
  switch (job.outcome) {
    case 'moderated-input':
      return modelError(422, 'content_policy_violation', {
        loc: ['body', 'prompt'],
        msg: 'The content could not be processed because it was flagged by a content checker.',
      });
    case 'moderated-output':
      return modelError(422, 'content_policy_violation', {
        loc: ['body'],
        msg: 'What was made was flagged by a content checker.',
      });
    case 'job-failed':
      return modelError(500, 'internal_server_error', {
        loc: ['body'],
        msg: 'Internal server error',
        retryable: true,
      });
    default:
      return {
        status: 200,
        headers: { 'x-fal-billable-units': String(model.units(data)) },
        body: job.outcome === 'empty-result' ? { [model.makes]: null } : outputOf(world, model, data),
      };
  }
}

function outputOf({ media }: EmulatorWorld, model: FalModel, given: unknown): object {
  const body = given as { readonly aspect_ratio?: string; readonly seed?: number };
  if (model.makes === 'images') {
    const url = media.publish('picture.png', { expiresInSeconds: linkSeconds });
    const images = [{ url, width: 320, height: 180, content_type: 'image/png' }];
    return { images, seed: body.seed ?? 42, has_nsfw_concepts: [false], timings: {} };
  }
  const [width = 16, height = 9] = (body.aspect_ratio ?? '16:9').split(':').map(Number);
  const url = media.publish(clipFor(width || 16, height || 9), { expiresInSeconds: linkSeconds });
  return { video: { url, content_type: 'video/mp4', file_name: 'output.mp4', file_size: 0 } };
}
