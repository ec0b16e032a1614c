import { createHmac } from 'node:crypto';
import type { z } from 'zod';
import type { EmulatedJob } from '../../emulator/emulated-jobs.js';
import type { EmulatorAnswer, EmulatorRequest, EmulatorRoute } from '../../emulator/emulator-route.js';
import type { EmulatorDefinition, EmulatorWorld } from '../../emulator/emulator.js';
import { bodyComplaints, fluxBodies } from './flux-bodies.js';
import { creditsOf, FluxTasks, type FluxWork } from './flux-tasks.js';

const error = (status: number, detail: unknown): EmulatorAnswer => ({ status, body: { detail } });

/**
 * The API of Black Forest Labs as far as Aether speaks it: an endpoint per model, the polling address of a cluster,
 * the balance, and webhooks. Bodies are checked strictly.
 */
export const fluxEmulator: EmulatorDefinition = {
  id: 'flux',
  name: 'FLUX by Black Forest Labs',
  tryWith: '--image',
  outcomes: [
    'moderated-input',
    'moderated-output',
    'out-of-credits',
    'empty-result',
    'job-failed',
    'unknown-state',
    'link-expired',
  ],
  hasWebhooks: true,
  errorAnswer: (status, message = `Request failed with status ${status}.`) => error(status, message),
  authenticate: ({ headers }, apiKey) =>
    headers['x-key'] === apiKey ? undefined : error(403, 'Not authenticated'),
  routes: routesOf,
  pluginOptions: (baseUrl, apiKey) => ({ baseUrl, apiKey }),
};

function routesOf(world: EmulatorWorld): EmulatorRoute[] {
  const tasks = new FluxTasks(world, (job, task) => void notify(world, job, task));
  const poll = ({ query }: EmulatorRequest): EmulatorAnswer => tasks.answer(query.get('id') ?? '');
  return [
    ...Object.entries(fluxBodies(world)).map(([model, schema]): EmulatorRoute => ({
      method: 'POST',
      path: `/v1/${model}`,
      step: 'submit',
      answer: (request) => submit(world, model, schema, request),
    })),
    // Each task lives on a cluster: only the address that the submission was answered with finds it for certain.
    { method: 'GET', path: '/cluster-us1/v1/get_result', step: 'poll', answer: poll },
    { method: 'GET', path: '/v1/get_result', step: 'poll', answer: poll },
    {
      method: 'GET',
      path: '/v1/credits',
      step: 'health',
      answer: ({ outcome }) => ({
        status: 200,
        body: { credits: outcome === 'out-of-credits' ? 0 : 1000 },
      }),
    },
  ];
}

function submit(
  world: EmulatorWorld,
  model: string,
  schema: z.ZodType,
  { body, outcome }: EmulatorRequest,
): EmulatorAnswer {
  if (outcome === 'out-of-credits') {
    return error(402, 'Insufficient credits. Please add credits to your account.');
  }
  const complaints = bodyComplaints(schema, body);
  if (complaints.length > 0) return error(422, complaints);
  const given = body as FluxWork['body'];
  const cost = creditsOf(model, given);
  const { id } = world.jobs.create<FluxWork>({ model, body: given, cost }, { outcome });
  const pollingUrl = `${world.url}/cluster-us1/v1/get_result?id=${id}`;
  return { status: 200, body: { id, polling_url: pollingUrl, cost, input_mp: 0, output_mp: 1 } };
}

/** Source: the service’s guide to webhooks: HMAC-SHA256 of the raw body with the customer’s secret. */
async function notify(world: EmulatorWorld, { data }: EmulatedJob<FluxWork>, task: object): Promise<void> {
  const { webhook_url: url, webhook_secret: secret } = data.body;
  if (typeof url !== 'string') return;
  await world.webhooks.send({
    url,
    body: task,
    sign: (body): Record<string, string> => {
      if (typeof secret !== 'string') return {};
      return { 'x-bfl-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` };
    },
  });
}
