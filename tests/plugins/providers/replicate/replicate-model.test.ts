import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeModel } from '../../../../plugins/providers/replicate/replicate-model.js';
import { replicateInputsSchema } from '../../../../plugins/providers/replicate/replicate-inputs.js';
import { readInputs } from '../../../../plugins/providers/replicate/replicate-schema.js';

const schemaOf = (properties: unknown, schemas: object = {}, required: unknown = []): unknown => ({
  components: { schemas: { Input: { properties, required }, ...schemas } },
});
const describeVideo = (properties: object, required: string[] = []) =>
  describeModel({ id: 'a/b', mediaType: 'video' }, readInputs(schemaOf(properties, {}, required)));

const uri = { type: 'string', format: 'uri' };
const prompt = { type: 'string' };

describe('the inputs of a model', () => {
  it('survive whatever a stranger wrote', () => {
    const name = fc.constantFrom(
      'prompt',
      'image',
      'duration',
      'fps',
      'seed',
      'aspect_ratio',
      'audio',
      '__proto__',
    );
    const property = fc.oneof(
      fc.jsonValue(),
      fc.record(
        {
          type: fc.constantFrom('string', 'integer', 'number', 'boolean', 'array', 'null', 7),
          format: fc.constantFrom('uri', 'password', 3),
          minimum: fc.oneof(fc.double(), fc.constant(null)),
          maximum: fc.oneof(fc.double(), fc.constant(null)),
          enum: fc.array(fc.oneof(fc.string(), fc.integer(), fc.constant(null))),
          default: fc.jsonValue(),
          allOf: fc.oneof(fc.jsonValue(), fc.constant([{ $ref: '#/components/schemas/Input' }])),
        },
        { requiredKeys: [] },
      ),
    );
    fc.assert(
      fc.property(
        fc.dictionary(name, property),
        fc.jsonValue(),
        fc.boolean(),
        (properties, required, clip) => {
          const inputs = readInputs(schemaOf(properties, {}, required));
          const model = describeModel({ id: 'a/b', mediaType: clip ? 'video' : 'image' }, inputs);
          expect(model.tasks.length).toBeGreaterThan(0);
          expect(replicateInputsSchema.safeParse(model.providerData).error).toBeUndefined();
          if (model.durations?.kind === 'range') {
            expect(model.durations.minimum).toBeLessThanOrEqual(model.durations.maximum);
          }
          expect(model.framesPerSecond.every((rate) => rate > 0)).toBe(true);
        },
      ),
    );
    fc.assert(fc.property(fc.jsonValue(), (anything) => void readInputs(anything)));
  });

  it('read choices from where they refer to, and through what may be null', () => {
    const schema = schemaOf(
      {
        aspect_ratio: { allOf: [{ $ref: '#/components/schemas/aspect_ratio' }], default: '9:16' },
        duration: { anyOf: [{ type: 'integer', enum: [5, 10] }, { type: 'null' }], default: 10 },
      },
      { aspect_ratio: { type: 'string', enum: ['16:9', '9:16'] } },
    );
    expect(describeModel({ id: 'a/b', mediaType: 'video' }, readInputs(schema))).toMatchObject({
      aspectRatios: ['9:16', '16:9'],
      durations: { kind: 'list', seconds: [10, 5] },
    });
  });

  it.each([
    [{ prompt }, [], ['text-to-video']],
    [{ prompt, image: uri }, [], ['text-to-video', 'image-to-video']],
    [{ prompt, image: uri }, ['image'], ['image-to-video']],
    [{ prompt, video: uri }, ['video'], ['video-to-video']],
    [{ video: uri, scale: { type: 'integer' } }, ['video'], ['upscale']],
    [{ audio: uri, video: uri }, ['audio', 'video'], ['lip-sync', 'upscale']],
    [{ photograph: uri, prompt }, ['photograph'], ['image-to-video']],
  ])('tell what it does %#', (properties, required, tasks) => {
    expect(describeVideo(properties, required).tasks).toEqual(tasks);
  });

  it('are numbers where the model wants numbers, and text where it wants text', () => {
    const { providerData } = describeVideo({
      duration: { type: 'string', enum: ['5', '10'] },
      fps: { type: 'integer', minimum: 16, maximum: 18, default: 17 },
      audio: { type: 'boolean' },
    });
    expect(providerData).toMatchObject({
      fields: {
        duration: { name: 'duration', asText: true },
        framesPerSecond: { name: 'fps' },
        audio: { name: 'audio' },
      },
    });
    const fps = { type: 'integer', minimum: 16, maximum: 18, default: 17 };
    expect(describeVideo({ fps }).framesPerSecond).toEqual([17, 16, 18]);
  });
});
