import type { EmulatorAnswer, EmulatorRequest } from '../../emulator/emulator-route.js';
import type { EmulatorDefinition, EmulatorWorld } from '../../emulator/emulator.js';
import type { Outcome } from '../../emulator/fault.js';
import { googleError } from './google-error.js';
import { isGoodToken } from './google-tokens.js';
import { omniRoutes } from './omni-routes.js';
import { vertexRoutes } from './vertex-routes.js';

const shared: readonly Outcome[] = [
  'moderated-input',
  'moderated-output',
  'out-of-credits',
  'empty-result',
  'job-failed',
  'job-cancelled',
  'link-expired',
];

/** Both services on one origin: they share no path. */
const service = {
  errorAnswer: (status: number, message = `The request failed with status ${status}.`): EmulatorAnswer =>
    googleError(status, message),
  authenticate: (request: EmulatorRequest, apiKey: string): EmulatorAnswer | undefined =>
    request.path.startsWith('/v1beta/') ? keyRefusal(request, apiKey) : tokenRefusal(request, apiKey),
  routes: (world: EmulatorWorld) => [...vertexRoutes(world), ...omniRoutes(world)],
};

/**
 * Veo on Vertex AI as far as Aether speaks it: `predictLongRunning` and `fetchPredictOperation`, results inside the
 * answer or in Cloud Storage, OAuth for service accounts.
 */
export const veoEmulator: EmulatorDefinition = {
  ...service,
  id: 'veo',
  name: 'Google Veo on Vertex AI',
  outcomes: [...shared, 'partly-filtered'],
  pluginOptions: (url, apiKey) => ({
    mode: 'vertex',
    credential: 'access-token',
    project: 'emulated-project',
    baseUrl: url,
    storageBaseUrl: url,
    authBaseUrl: url,
    apiKey,
  }),
};

/** Gemini Omni on the Interactions API: background interactions, cancel, files. */
export const omniEmulator: EmulatorDefinition = {
  ...service,
  id: 'veo-omni',
  providerId: 'veo',
  name: 'Google Gemini Omni',
  outcomes: [...shared, 'unknown-state'],
  pluginOptions: (url, apiKey) => ({ mode: 'omni', baseUrl: url, apiKey }),
};

function keyRefusal({ headers }: EmulatorRequest, apiKey: string): EmulatorAnswer | undefined {
  const key = headers['x-goog-api-key'];
  if (key === apiKey) return undefined;
  if (key === undefined) return googleError(403, 'Method doesn’t allow unregistered callers.');
  return googleError(400, 'API key not valid. Please pass a valid API key.', { reason: 'API_KEY_INVALID' });
}

/** Vertex AI takes keys, too; Cloud Storage does not. */
function tokenRefusal({ headers, path, at }: EmulatorRequest, apiKey: string): EmulatorAnswer | undefined {
  const [, token = ''] = /^Bearer (.+)$/.exec(headers.authorization ?? '') ?? [];
  if (token === apiKey || isGoodToken(token, at, apiKey)) return undefined;
  if (!path.startsWith('/storage/') && headers['x-goog-api-key'] === apiKey) return undefined;
  return googleError(401, 'Request had invalid authentication credentials.');
}
