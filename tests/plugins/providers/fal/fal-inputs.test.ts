import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readInputs } from '../../../../plugins/providers/fal/fal-inputs.js';

const documentOf = (schema: unknown, schemas: Record<string, unknown> = {}): unknown => ({
  paths: { '/a/b': { post: { requestBody: { content: { 'application/json': { schema } } } } } },
  components: { schemas },
});
const inputs = (properties: Record<string, unknown>, schemas = {}, required: string[] = []) =>
  readInputs(documentOf({ type: 'object', properties, required }, schemas), 'a/b')?.inputs;

it('reads what FastAPI writes: references, alternatives with null, defaults, bounds', () => {
  const size = { type: 'object', properties: { width: { type: 'integer' } } };
  const read = inputs(
    {
      mode: { allOf: [{ $ref: '#/components/schemas/Mode' }], default: 'fast' },
      seed: { anyOf: [{ type: 'integer', minimum: 0 }, { type: 'null' }] },
      image_size: { anyOf: [{ $ref: '#/components/schemas/Size' }, { type: 'string', enum: ['square'] }] },
      steps: { type: 'integer', minimum: 1, maximum: 50, default: 28 },
      urls: { type: 'array', minItems: 2, maxItems: 5, items: { type: 'string' } },
      kind: { const: 'clip' },
    },
    { Mode: { type: 'string', enum: ['fast', 'slow'] }, Size: size },
    ['mode', 'urls', 'kind'],
  );
  expect(read).toEqual({
    mode: { type: 'string', values: ['fast', 'slow'], default: 'fast' },
    seed: { type: 'integer', minimum: 0 },
    image_size: { type: 'any', values: ['square'] },
    steps: { type: 'integer', minimum: 1, maximum: 50, default: 28 },
    urls: { type: 'array', fewest: 2, most: 5, required: true },
    kind: { type: 'any', values: ['clip'], required: true },
  });
});

it('does not follow references in a circle', () => {
  expect(
    inputs({ a: { $ref: '#/components/schemas/A' } }, { A: { $ref: '#/components/schemas/A' } }),
  ).toEqual({
    a: { type: 'any' },
  });
});

it('has nothing to say of a document without inputs', () => {
  expect(readInputs({}, 'a/b')).toBeUndefined();
  expect(readInputs(undefined, 'a/b')).toBeUndefined();
});

it('survives whatever a stranger writes', () => {
  const property = fc.property(
    fc.dictionary(fc.string(), fc.jsonValue()),
    fc.jsonValue(),
    (properties, extra) => {
      expect(Object.keys(inputs(properties, { extra }) ?? {}).length).toBeLessThanOrEqual(150);
      readInputs(extra, 'a/b');
    },
  );
  fc.assert(property, { numRuns: 200 });
});
