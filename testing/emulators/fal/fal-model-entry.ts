import { z } from 'zod';

/** A model as fal lists it. */
export interface FalModel {
  readonly id: string;
  /** Such as `text-to-video`. */
  readonly category: string;
  /** What the queue is asked with. */
  readonly input: z.ZodObject;
  readonly makes: 'video' | 'images' | 'audio';
  /** What `GET /v1/models/pricing` says. */
  readonly price: { readonly unit: string; readonly unitPrice: number };
  /** Units that a request is billed. */
  readonly units: (body: Readonly<Record<string, unknown>>) => number;
}

/** The document that a model’s page links to, as FastAPI writes it. */
export function openApiOf({ id, input, makes }: FalModel): object {
  const name = id.split('/').slice(1).join('-').replace(/\W/g, '');
  const { $schema: _version, ...schema } = z.toJSONSchema(input, { io: 'input' });
  const one = { type: 'object', properties: { url: { type: 'string' } }, required: ['url'] };
  const made = makes === 'images' ? { type: 'array', items: one } : one;
  const body = (title: string): object => ({
    content: { 'application/json': { schema: { $ref: `#/components/schemas/${title}` } } },
  });
  return {
    openapi: '3.0.4',
    info: { title: `Queue OpenAPI for ${id}`, version: '1.0.0' },
    components: {
      schemas: {
        [`${name}Input`]: schema,
        [`${name}Output`]: { type: 'object', properties: { [makes]: made, seed: { type: 'integer' } } },
      },
    },
    paths: {
      [`/${id}`]: { post: { requestBody: { required: true, ...body(`${name}Input`) } } },
      [`/${id}/requests/{request_id}`]: { get: { responses: { 200: body(`${name}Output`) } } },
    },
    servers: [{ url: 'https://queue.fal.run' }],
  };
}
