import { z } from 'zod';
import type { EmulatorAnswer, EmulatorRequest, EmulatorRoute } from '../../emulator/emulator-route.js';
import type { EmulatorWorld } from '../../emulator/emulator.js';
import { openApiOf, type FalModel } from './fal-model-entry.js';

/** fal’s platform API (models, prices) and its storage. */
export function platformRoutes(world: EmulatorWorld, models: readonly FalModel[]): EmulatorRoute[] {
  const promised = new Map<string, string>();
  return [
    {
      method: 'GET',
      path: '/api.fal.ai/v1/models/pricing',
      step: 'describe',
      answer: (request) => prices(models, request),
    },
    {
      method: 'GET',
      path: '/api.fal.ai/v1/models',
      step: 'describe',
      answer: (request) => list(models, request),
    },
    {
      method: 'POST',
      path: '/rest.fal.ai/storage/upload/initiate',
      step: 'upload',
      answer: (request) => promise(world, promised, request),
    },
    {
      method: 'PUT',
      path: '/storage/:name',
      step: 'upload-file',
      open: true,
      answer: (request) => store(promised, request),
    },
  ];
}

/** As the platform API words it, which is not how the queue does. */
function platformError(status: number, type: string, message: string): EmulatorAnswer {
  return { status, body: { error: { type, message, docs_url: 'https://docs.fal.ai', request_id: 'r-1' } } };
}

/** One to fifty, as a list or repeated. */
function idsIn(query: URLSearchParams): string[] {
  return query.getAll('endpoint_id').flatMap((ids) => ids.split(','));
}

const mostIds = 50;

function found(
  models: readonly FalModel[],
  { query }: EmulatorRequest,
): readonly FalModel[] | EmulatorAnswer {
  const ids = idsIn(query);
  if (ids.length > mostIds) return platformError(400, 'validation_error', 'Too many endpoint ids');
  const known = models.filter(({ id }) => ids.length === 0 || ids.includes(id));
  return known.length > 0 ? known : platformError(404, 'not_found', 'Endpoint not found');
}

function prices(models: readonly FalModel[], request: EmulatorRequest): EmulatorAnswer {
  if (idsIn(request.query).length === 0) {
    return platformError(400, 'validation_error', 'endpoint_id is required');
  }
  const known = found(models, request);
  if ('status' in known) return known;
  return {
    status: 200,
    body: {
      prices: known.map(({ id, price }) => ({
        endpoint_id: id,
        unit_price: price.unitPrice,
        unit: price.unit,
        currency: 'USD',
      })),
      next_cursor: null,
      has_more: false,
    },
  };
}

function list(models: readonly FalModel[], request: EmulatorRequest): EmulatorAnswer {
  const known = found(models, request);
  if ('status' in known) return known;
  const expanded = request.query.getAll('expand').includes('openapi-3.0');
  return {
    status: 200,
    body: {
      models: known.map((model) => ({
        endpoint_id: model.id,
        metadata: {
          display_name: model.id,
          category: model.category,
          status: 'active',
          updated_at: '2026-09-01T00:00:00Z',
        },
        ...(expanded && { openapi: openApiOf(model) }),
      })),
      next_cursor: null,
      has_more: false,
    },
  };
}

const upload = z.strictObject({ content_type: z.string().min(1), file_name: z.string().min(1) });

function promise(
  { url }: EmulatorWorld,
  promised: Map<string, string>,
  { body, query }: EmulatorRequest,
): EmulatorAnswer {
  const parsed = upload.safeParse(body);
  if (!parsed.success || query.get('storage_type') !== 'fal-cdn-v3') {
    return { status: 422, body: { detail: [{ loc: ['body'], msg: 'Field required', type: 'missing' }] } };
  }
  const name = `${promised.size + 1}-${parsed.data.file_name}`;
  promised.set(name, parsed.data.content_type);
  return { status: 200, body: { upload_url: `${url}/storage/${name}`, file_url: `${url}/files/${name}` } };
}

/** Signed storage: it wants the promised type, and no key of fal’s. */
function store(promised: Map<string, string>, request: EmulatorRequest): EmulatorAnswer {
  const { params, headers, bytes } = request;
  const right = headers['content-type'] === promised.get(params.name ?? '') && bytes.length > 0;
  return right && headers.authorization === undefined ? { status: 200 } : { status: 403 };
}
