import { z } from 'zod';
import type { EmulatorAnswer, EmulatorRequest, EmulatorRoute } from '../../emulator/emulator-route.js';
import type { EmulatorDefinition, EmulatorWorld } from '../../emulator/emulator.js';
import { bodyIssues, taskEndpoints } from './runway-bodies.js';
import { creditsOf, taskAnswer, type RunwayWork } from './runway-tasks.js';

const apiVersion = '2024-11-06';

const error = (status: number, message: string, more: object = {}): EmulatorAnswer => ({
  status,
  body: { error: message, ...more },
});

/** What the routes share. */
interface Account {
  readonly world: EmulatorWorld;
  /** `runway://` addresses that hold a file. */
  readonly uploads: Set<string>;
  /** Addresses that were promised, and wait for their file. */
  readonly promised: Map<string, string>;
  readonly deleted: Set<string>;
}

/**
 * Runway's API as far as Aether speaks it, version 2024-11-06: six task endpoints, tasks, uploads and the
 * organisation. Bodies are checked as strictly as Runway's own types say.
 */
export const runwayEmulator: EmulatorDefinition = {
  id: 'runway',
  name: 'Runway',
  outcomes: [
    'moderated-input',
    'moderated-output',
    'out-of-credits',
    'empty-result',
    'job-failed',
    'job-cancelled',
    'throttled',
    'unknown-state',
    'link-expired',
  ],
  errorAnswer: (status, message = `Request failed with status ${status}.`) => error(status, message),
  authenticate: ({ headers }, apiKey) => {
    if (headers.authorization !== `Bearer ${apiKey}`) return error(401, 'The API key is not valid.');
    if (headers['x-runway-version'] === apiVersion) return undefined;
    return error(400, `The X-Runway-Version header must be ${apiVersion}.`);
  },
  routes: (world) => routesOf({ world, uploads: new Set(), promised: new Map(), deleted: new Set() }),
  pluginOptions: (baseUrl, apiKey) => ({ baseUrl, apiKey }),
};

function routesOf(account: Account): EmulatorRoute[] {
  return [
    ...taskEndpoints.map((endpoint): EmulatorRoute => ({
      method: 'POST',
      path: `/v1/${endpoint}`,
      step: 'submit',
      answer: (request) => submit(account, endpoint, request),
    })),
    ...taskRoutes(account),
    {
      method: 'POST',
      path: '/v1/uploads',
      step: 'upload',
      answer: (request) => promiseUpload(account, request),
    },
    {
      method: 'POST',
      path: '/storage/:id',
      step: 'upload-file',
      open: true,
      answer: (request) => storeUpload(account, request),
    },
    {
      method: 'GET',
      path: '/v1/organization',
      step: 'health',
      answer: ({ outcome }) => organization(outcome),
    },
  ];
}

function taskRoutes({ world, deleted }: Account): EmulatorRoute[] {
  const path = '/v1/tasks/:id';
  const gone = error(404, 'The task was not found.');
  return [
    {
      method: 'GET',
      path,
      step: 'poll',
      answer: ({ params: { id = '' } }) => (deleted.has(id) ? undefined : taskAnswer(world, id)) ?? gone,
    },
    {
      method: 'DELETE',
      path,
      step: 'cancel',
      answer: ({ params: { id = '' } }) => {
        if (!world.jobs.get(id) || deleted.has(id)) return gone;
        world.jobs.cancel(id);
        deleted.add(id);
        return { status: 204 };
      },
    },
  ];
}

function submit(account: Account, endpoint: string, { body, outcome }: EmulatorRequest): EmulatorAnswer {
  if (outcome === 'out-of-credits') {
    return error(400, 'You do not have enough credits to run this task.');
  }
  const issues = bodyIssues(endpoint, body, uriSchema(account));
  if (issues.length > 0) {
    return error(400, 'Validation of body failed', { issues, docUrl: 'https://docs.dev.runwayml.com/api' });
  }
  const { model, ratio, duration, audio } = body as Omit<RunwayWork, 'endpoint'>;
  const work: RunwayWork = { endpoint, model, ratio, duration, audio };
  const { id } = account.world.jobs.create(work, { outcome });
  return { status: 200, body: { id, estimatedCost: { credits: creditsOf(work) } } };
}

/** https, an upload or a data URI; when not strict, plain http to this machine as well. */
function uriSchema({ world, uploads }: Account): z.ZodType {
  return z.string().refine((text) => {
    if (text.startsWith('runway://')) return uploads.has(text);
    if (text.startsWith('data:')) return text.length <= 16 * 1024 * 1024;
    if (!URL.canParse(text) || text.length > 2048) return false;
    const { protocol, hostname } = new URL(text);
    const isName = /[a-z]/i.test(hostname) && hostname.includes('.');
    return (protocol === 'https:' && isName) || (!world.strict && protocol === 'http:');
  }, 'Invalid asset: give an HTTPS URL, a Runway upload URI or a data URI');
}

function promiseUpload({ world, promised }: Account, { body }: EmulatorRequest): EmulatorAnswer {
  const schema = z.strictObject({ filename: z.string().min(1).max(255), type: z.literal('ephemeral') });
  if (!schema.safeParse(body).success) return error(400, 'Validation of body failed', { issues: [] });
  const id = `upload-${promised.size + 1}`;
  const runwayUri = `runway://${id}`;
  promised.set(id, runwayUri);
  return { status: 200, body: { uploadUrl: `${world.url}/storage/${id}`, fields: { key: id }, runwayUri } };
}

async function storeUpload(
  { promised, uploads }: Account,
  request: EmulatorRequest,
): Promise<EmulatorAnswer> {
  const id = request.params.id ?? '';
  const runwayUri = promised.get(id);
  if (request.headers.authorization !== undefined) return error(400, 'Only one auth mechanism allowed');
  const form = await request.form().catch(() => undefined);
  const file = form?.get('file');
  if (runwayUri === undefined || form?.get('key') !== id || !(file instanceof Blob) || file.size === 0) {
    return error(403, 'Access denied');
  }
  uploads.add(runwayUri);
  return { status: 204 };
}

function organization(outcome: EmulatorRequest['outcome']): EmulatorAnswer {
  const models = { 'gen4.5': { maxConcurrentGenerations: 2, maxDailyGenerations: 200 } };
  return {
    status: 200,
    body: {
      creditBalance: outcome === 'out-of-credits' ? 0 : 1000,
      tier: { maxMonthlyCreditSpend: 10_000, models },
      usage: { models: { 'gen4.5': { dailyGenerations: 3 } } },
    },
  };
}
