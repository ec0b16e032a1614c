import { clipFor, fileAnswer, mediaFile, type MediaFileName } from '../../emulator/emulated-media.js';
import type { EmulatedJob } from '../../emulator/emulated-jobs.js';
import type { EmulatorAnswer, EmulatorRequest, EmulatorRoute } from '../../emulator/emulator-route.js';
import type { EmulatorWorld } from '../../emulator/emulator.js';
import { billingDisabled, googleError, retiredModel } from './google-error.js';
import { tokenAnswer } from './google-tokens.js';
import { isRetiredVeo, isVeoModel, readVertexBody } from './vertex-bodies.js';

/** What is kept of a submission. */
interface VeoWork {
  readonly aspectRatio: string;
  readonly storageUri: string | undefined;
}

const model = 'publishers/google/models/:model';
const scoped = `/v1beta1/projects/:project/locations/:location/${model}`;
const express = `/v1beta1/${model}`;

/**
 * Veo on Vertex AI, the objects of Cloud Storage, and the token endpoint of service accounts. Buckets with `forbidden`
 * in their name may not be read.
 */
export function vertexRoutes(world: EmulatorWorld): EmulatorRoute[] {
  const routes = [scoped, express].flatMap((path): EmulatorRoute[] => [
    {
      method: 'POST',
      path: `${path}:predictLongRunning`,
      step: 'submit',
      answer: (request) => submit(world, request),
    },
    {
      method: 'POST',
      path: `${path}:fetchPredictOperation`,
      step: 'poll',
      answer: (request) => poll(world, request),
    },
  ]);
  return [
    ...routes,
    { method: 'GET', path: express, step: 'health', answer: ({ params }) => describe(params.model ?? '') },
    {
      method: 'GET',
      path: '/v1beta1/projects/:project/locations/:location',
      step: 'health',
      answer: ({ path }) => ({ status: 200, body: { name: path.replace('/v1beta1/', '') } }),
    },
    ...storageRoutes(world),
    {
      method: 'POST',
      path: '/token',
      step: 'token',
      open: true,
      answer: (request) => tokenAnswer(request, world.url, world.apiKey),
    },
  ];
}

function storageRoutes(world: EmulatorWorld): EmulatorRoute[] {
  return [
    {
      method: 'GET',
      path: '/storage/v1/b/:bucket/iam/testPermissions',
      step: 'storage-health',
      answer: ({ query, params: { bucket = '' } }) => ({
        status: 200,
        body: { permissions: bucket.includes('forbidden') ? [] : query.getAll('permissions') },
      }),
    },
    {
      method: 'GET',
      path: '/storage/v1/b/:bucket/o/:object',
      step: 'download',
      answer: (request) => download(world, request),
    },
  ];
}

function known(id: string): EmulatorAnswer | undefined {
  if (isRetiredVeo(id)) return retiredModel(id);
  return isVeoModel(id)
    ? undefined
    : googleError(404, `Publisher Model publishers/google/models/${id} was not found.`);
}

function describe(id: string): EmulatorAnswer {
  return known(id) ?? { status: 200, body: { name: `publishers/google/models/${id}`, launchStage: 'GA' } };
}

function submit({ jobs }: EmulatorWorld, { params, body, outcome }: EmulatorRequest): EmulatorAnswer {
  const { project = 'express-project', location = 'us-central1', model: id = '' } = params;
  const refusal = known(id);
  if (refusal) return refusal;
  if (outcome === 'out-of-credits') return billingDisabled;
  const read = readVertexBody(id, body);
  if (typeof read === 'string') return googleError(400, read);
  const { aspectRatio = '16:9', storageUri } = read.parameters;
  const work: VeoWork = { aspectRatio, storageUri };
  const job = jobs.create(work, { outcome });
  const resource = `projects/${project}/locations/${location}/publishers/google/models/${id}`;
  return { status: 200, body: { name: `${resource}/operations/${job.id}` } };
}

function poll({ jobs }: EmulatorWorld, { body }: EmulatorRequest): EmulatorAnswer {
  const { operationName: name = '' } = (body ?? {}) as { operationName?: string };
  const job = jobs.get<VeoWork>(name.split('/operations/')[1] ?? '');
  const at = job && jobs.poll(job.id);
  if (!job || !at) return googleError(404, `The operation ${name} was not found.`);
  if (at.phase !== 'done') return { status: 200, body: { name } };
  return { status: 200, body: { name, done: true, ...ending(job) } };
}

const filterWords =
  'We encountered an issue with the audio of your prompt, which may violate our policies. Support codes: 58061214';

function ending(job: EmulatedJob<VeoWork>): object {
  switch (job.outcome) {
    case 'moderated-input':
      return failed(
        3,
        'The prompt could not be submitted. It contains sensitive words that violate Google’s Responsible AI practices.',
      );
    case 'moderated-output':
      return response({ raiMediaFilteredCount: 1, raiMediaFilteredReasons: [filterWords] });
    case 'partly-filtered':
      return response({
        videos: [videoOf(job)],
        raiMediaFilteredCount: 1,
        raiMediaFilteredReasons: [filterWords],
      });
    case 'job-failed':
      return failed(13, 'Video generation failed due to an internal server issue. Please try again.');
    case 'job-cancelled':
      return failed(1, 'The operation was cancelled.');
    case 'empty-result':
      return response({ raiMediaFilteredCount: 0 });
    default:
      return response({ videos: [videoOf(job)], raiMediaFilteredCount: 0 });
  }
}

const failed = (code: number, message: string): object => ({ error: { code, message } });

const response = (fields: object): object => ({
  response: { '@type': 'type.googleapis.com/cloud.ai.large_models.vision.GenerateVideoResponse', ...fields },
});

function clipOf({ aspectRatio }: VeoWork): MediaFileName {
  const [width = 16, height = 9] = aspectRatio.split(':').map(Number);
  return clipFor(width, height);
}

function videoOf({ id, data }: EmulatedJob<VeoWork>): object {
  const mimeType = 'video/mp4';
  if (data.storageUri === undefined) {
    return { bytesBase64Encoded: mediaFile(clipOf(data)).toString('base64'), mimeType };
  }
  return { gcsUri: `${data.storageUri.replace(/\/*$/, '')}/${id}/sample_0.mp4`, mimeType };
}

/** The bytes of a finished clip, as the JSON API of Cloud Storage hands them out. */
function download({ jobs }: EmulatorWorld, request: EmulatorRequest): EmulatorAnswer {
  const { bucket = '', object = '' } = request.params;
  if (bucket.includes('forbidden')) {
    return googleError(403, 'The caller does not have storage.objects.get access to the object.');
  }
  const job = jobs.get<VeoWork>(object.split('/').at(-2) ?? '');
  const isThere = job?.data.storageUri?.startsWith(`gs://${bucket}`) && request.query.get('alt') === 'media';
  if (!job || !isThere || request.outcome === 'link-expired') {
    return googleError(404, `No such object: ${bucket}/${object}`);
  }
  return fileAnswer(clipOf(job.data), request);
}
