import { randomUUID } from 'node:crypto';
import type { EmulatedJob } from '../../emulator/emulated-jobs.js';
import { clipFor, fileAnswer, mediaFile, type MediaFileName } from '../../emulator/emulated-media.js';
import type { EmulatorAnswer, EmulatorRequest, EmulatorRoute } from '../../emulator/emulator-route.js';
import type { EmulatorWorld } from '../../emulator/emulator.js';
import { billingDisabled, googleError, retiredModel } from './google-error.js';
import { isOmniModel, readOmniBody, type OmniBody } from './omni-bodies.js';

/** What is kept of a submission. */
interface OmniWork {
  readonly body: OmniBody;
  /** Files are being processed when they are asked for the first time. */
  asked: boolean;
}

/** Seconds that a finished clip is kept. */
const fileSeconds = 48 * 3600;

/** Gemini Omni on the Interactions API, and the files that it hands out. */
export function omniRoutes(world: EmulatorWorld): EmulatorRoute[] {
  const interaction = '/v1beta/interactions/:id';
  return [
    {
      method: 'POST',
      path: '/v1beta/interactions',
      step: 'submit',
      answer: (request) => submit(world, request),
    },
    {
      method: 'POST',
      path: `${interaction}/cancel`,
      step: 'cancel',
      answer: (request) => cancel(world, request),
    },
    { method: 'GET', path: interaction, step: 'poll', answer: (request) => poll(world, request) },
    {
      method: 'GET',
      path: '/v1beta/files/:file:download',
      step: 'download',
      answer: (request) => download(world, request),
    },
    {
      method: 'GET',
      path: '/v1beta/files/:file',
      step: 'file',
      answer: (request) => fileState(world, request),
    },
    {
      method: 'GET',
      path: '/v1beta/models/:model',
      step: 'health',
      answer: ({ params: { model = '' } }) =>
        known(model) ?? { status: 200, body: { name: `models/${model}`, displayName: 'Gemini Omni' } },
    },
  ];
}

function known(model: string): EmulatorAnswer | undefined {
  if (isOmniModel(model)) return undefined;
  if (model === 'gemini-omni-flash-preview') return retiredModel(model);
  return googleError(404, `models/${model} is not found for API version v1beta.`);
}

function submit({ jobs, strict }: EmulatorWorld, { body, outcome }: EmulatorRequest): EmulatorAnswer {
  const { model = '' } = (body ?? {}) as { model?: string };
  const refusal = known(model);
  if (refusal) return refusal;
  if (outcome === 'out-of-credits') return billingDisabled;
  if (outcome === 'moderated-input') {
    const words =
      'Request blocked due to safety violations (harmful content). Please modify your input and retry.';
    return googleError(400, words);
  }
  const read = readOmniBody(body, strict);
  if (typeof read === 'string') return googleError(400, read);
  const id = `v1_${randomUUID().replaceAll('-', '')}`;
  const work: OmniWork = { body: read, asked: false };
  jobs.create(work, { id, outcome });
  return { status: 200, body: { id, object: 'interaction', model, status: 'in_progress' } };
}

function poll({ jobs, url }: EmulatorWorld, { params: { id = '' } }: EmulatorRequest): EmulatorAnswer {
  const job = jobs.get<OmniWork>(id);
  const at = job && jobs.poll(id);
  if (!job || !at) return googleError(400, `Invalid interaction name: ${id}`);
  const common = { id, object: 'interaction', model: job.data.body.model };
  const answer = (fields: object): EmulatorAnswer => ({ status: 200, body: { ...common, ...fields } });
  if (at.phase === 'cancelled') return answer({ status: 'cancelled' });
  if (at.phase === 'queued') return answer({ status: 'queued' });
  if (job.outcome === 'unknown-state') return answer({ status: 'dreaming' });
  return answer(at.phase === 'running' ? { status: 'in_progress' } : ending(job, url));
}

function ending(job: EmulatedJob<OmniWork>, url: string): object {
  switch (job.outcome) {
    case 'moderated-output':
      return completed([
        { type: 'text', text: 'I cannot make this video, because it goes against my guidelines.' },
      ]);
    case 'job-failed':
      return {
        status: 'failed',
        errors: [{ code: 13, message: 'An internal error has occurred. Please retry.' }],
      };
    case 'job-cancelled':
      return { status: 'cancelled' };
    case 'empty-result':
      return completed([]);
    default:
      return { ...completed([videoOf(job, url)]), usage: usageOf(job.data.body) };
  }
}

function completed(content: readonly object[]): object {
  return {
    status: 'completed',
    steps: [
      { type: 'user_input', content: [] },
      ...(content.length > 0 ? [{ type: 'model_output', content }] : []),
    ],
  };
}

/** Tokens of a second of video, by resolution. */
const secondTokens: Readonly<Record<string, number>> = {
  '360p': 1931,
  '720p': 5792,
  '1080p': 8688,
  '4k': 17_376,
};

function usageOf({ response_format: { duration = '10s', resolution = '720p' } }: OmniBody): object {
  const tokens = Math.round(Number.parseFloat(duration) * secondTokens[resolution]!);
  return {
    total_input_tokens: 20,
    total_output_tokens: tokens,
    total_thought_tokens: 0,
    output_tokens_by_modality: [{ modality: 'video', tokens }],
  };
}

const fileOf = (id: string): string => id.replace('v1_', 'clip-');
const jobOf = (file: string): string => file.replace('clip-', 'v1_');

function clipOf({ body }: OmniWork): MediaFileName {
  return body.response_format.aspect_ratio === '9:16' ? clipFor(9, 16) : clipFor(16, 9);
}

function videoOf({ id, data }: EmulatedJob<OmniWork>, url: string): object {
  const clip = { type: 'video', mime_type: 'video/mp4' };
  return data.body.response_format.delivery === 'uri'
    ? { ...clip, uri: `${url}/v1beta/files/${fileOf(id)}:download?alt=media` }
    : { ...clip, data: mediaFile(clipOf(data)).toString('base64') };
}

const noFile = googleError(403, 'You do not have permission to access the File, or it may not exist.');

function fileState({ jobs }: EmulatorWorld, { params: { file = '' } }: EmulatorRequest): EmulatorAnswer {
  const job = jobs.get<OmniWork>(jobOf(file));
  if (!job) return noFile;
  const state = job.data.asked ? 'ACTIVE' : 'PROCESSING';
  job.data.asked = true;
  return { status: 200, body: { name: `files/${file}`, mimeType: 'video/mp4', state } };
}

function download({ jobs, clock }: EmulatorWorld, request: EmulatorRequest): EmulatorAnswer {
  const job = jobs.get<OmniWork>(jobOf(request.params.file ?? ''));
  if (!job || request.query.get('alt') !== 'media') return noFile;
  const age = (clock.now().getTime() - job.createdAt.getTime()) / 1000;
  if (age > fileSeconds || request.outcome === 'link-expired') return noFile;
  return fileAnswer(clipOf(job.data), request);
}

function cancel({ jobs }: EmulatorWorld, { params: { id = '' } }: EmulatorRequest): EmulatorAnswer {
  const job = jobs.get(id);
  if (!job) return googleError(400, `Invalid interaction name: ${id}`);
  if (!jobs.cancel(id)) {
    return googleError(400, 'The interaction has ended already.', { name: 'FAILED_PRECONDITION' });
  }
  return { status: 200, body: { id, object: 'interaction', status: 'cancelled' } };
}
