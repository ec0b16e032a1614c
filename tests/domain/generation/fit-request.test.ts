import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitRequest, type InspectedReference } from '../../../domain/generation/fit-request.js';
import { referenceRoles, type ModelDescriptor } from '../../../domain/generation/model-descriptor.js';
import {
  snapModes,
  unifiedRequestSchema,
  type UnifiedRequestInput,
} from '../../../domain/generation/unified-request.js';
import { fakeModel } from '../../fakes/media-kit.js';

const fit = (
  input: UnifiedRequestInput,
  model: Partial<ModelDescriptor> = {},
  references: readonly InspectedReference[] = [],
) => fitRequest(unifiedRequestSchema.parse({ prompt: 'a lake', ...input }), fakeModel(model), references);
const frame: InspectedReference = {
  reference: { role: 'first-frame', path: '/a.png', mimeType: 'image/png', sizeBytes: 1 },
  width: 1080,
  height: 1920,
};

describe('fitRequest', () => {
  it('fills in what the model begins with', () => {
    const { issues, warnings, request } = fit({});
    expect([issues, warnings]).toEqual([[], []]);
    expect(request).toMatchObject({
      task: 'text-to-video',
      duration: 5,
      aspectRatio: '16:9',
      resolution: '720p',
      framesPerSecond: 24,
    });
  });

  it('chooses the task and the shape from the references', () => {
    const { request } = fit({}, {}, [frame]);
    expect(request).toMatchObject({ task: 'image-to-video', aspectRatio: '9:16' });
  });

  it.each([
    ['strict', 7, undefined],
    ['nearest', 7, 5],
    ['nearest', 7.5, 10],
    ['nearest', 60, 10],
    ['nearest-longer', 6, 10],
    ['nearest-longer', 11, undefined],
  ] as const)('%s makes of %d s %s', (snap, duration, expected) => {
    const { issues, warnings, request } = fit({ snap, parameters: { duration } });
    expect(request.duration).toBe(expected);
    expect(issues.length).toBe(expected === undefined ? 1 : 0);
    expect(warnings.length).toBe(expected === undefined ? 0 : 1);
    if (expected === undefined) expect(issues[0]!.message).toContain('what works: 5 s, 10 s');
  });

  it('knows one size by several names', () => {
    const resolutions = ['1280x720', '720x1280', '1920x1080'];
    const { warnings, request } = fit(
      { parameters: { resolution: '720p', aspectRatio: '9:16' } },
      { resolutions },
    );
    expect(request.resolution).toBe('720x1280');
    expect(warnings).toEqual([]);
    expect(fit({ parameters: { aspectRatio: '1920:1080' } }).request.aspectRatio).toBe('16:9');
  });

  it('says what it leaves away', () => {
    const { issues, warnings } = fit(
      { parameters: { negativePrompt: 'fog', audio: true, seed: 1, fps: 30 } },
      { supportsSeed: false, framesPerSecond: [] },
    );
    expect(issues).toEqual([]);
    expect(warnings.map(({ message }) => message.split(' ')[0])).toEqual([
      'fps',
      'seed',
      'negativePrompt',
      'audio',
    ]);
  });

  it('names every issue at once', () => {
    const { issues } = fit({
      prompt: 'x'.repeat(101),
      mediaType: 'image',
      parameters: { task: 'extend', aspectRatio: '4:3', fps: 25 },
    });
    expect(issues.map(({ where }) => where)).toEqual([
      'mediaType',
      'parameters.task',
      'parameters.references',
      'prompt',
      'parameters.aspectRatio',
      'parameters.fps',
    ]);
  });

  it('gives only values that the model offers, and loses nothing without a word', () => {
    const parameters = fc.record(
      {
        duration: fc.double({ min: 0.1, max: 100, noNaN: true }),
        aspectRatio: fc.constantFrom('16:9', '9:16', '1:1', '4:3', 'wide', '1920:1080'),
        resolution: fc.constantFrom('720p', '480p', '4K', '1920x1080', 'huge'),
        fps: fc.integer({ min: 1, max: 120 }),
        seed: fc.nat(),
        negativePrompt: fc.string({ maxLength: 20 }),
        audio: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    const model = fc.record({
      durations: fc.option(
        fc.oneof(
          fc.record({
            kind: fc.constant('list' as const),
            seconds: fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 5 }),
          }),
          fc.record({
            kind: fc.constant('range' as const),
            minimum: fc.integer({ min: 1, max: 5 }),
            maximum: fc.integer({ min: 5, max: 30 }),
            step: fc.constantFrom(0, 0.1, 0.5, 1, 2),
          }),
        ),
        { nil: undefined },
      ),
      aspectRatios: fc.subarray(['16:9', '9:16', '1:1']),
      resolutions: fc.subarray(['480p', '720p', '1080p', '1280x720']),
      framesPerSecond: fc.subarray([24, 25, 30, 60]),
      audio: fc.constantFrom('never', 'optional', 'always'),
      supportsSeed: fc.boolean(),
      supportsNegativePrompt: fc.boolean(),
    });
    fc.assert(
      fc.property(parameters, model, fc.constantFrom(...snapModes), (asked, offered, snap) => {
        const { durations, ...rest } = offered;
        const descriptor = {
          ...rest,
          ...(durations ? { durations } : { durations: undefined }),
        } as Partial<ModelDescriptor>;
        const { issues, warnings, request } = fit({ snap, parameters: asked }, descriptor);
        if (request.aspectRatio !== undefined) expect(offered.aspectRatios).toContain(request.aspectRatio);
        if (request.resolution !== undefined) expect(offered.resolutions).toContain(request.resolution);
        if (request.framesPerSecond !== undefined)
          expect(offered.framesPerSecond).toContain(request.framesPerSecond);
        if (durations?.kind === 'list' && request.duration !== undefined)
          expect(durations.seconds).toContain(request.duration);
        if (durations?.kind === 'range' && request.duration !== undefined) {
          expect(request.duration).toBeGreaterThanOrEqual(durations.minimum);
          expect(request.duration).toBeLessThanOrEqual(durations.maximum + 1e-6);
        }
        if (snap === 'nearest-longer' && asked.duration !== undefined && request.duration !== undefined) {
          expect(request.duration).toBeGreaterThanOrEqual(asked.duration - 1e-3);
        }
        const said = [
          ...issues.map(({ where }) => where.replace('parameters.', '')),
          ...warnings.map(({ message }) => message.split(' ')[0]),
        ];
        if (asked.duration !== undefined && Math.abs((request.duration ?? -1) - asked.duration) > 1e-3)
          expect(said).toContain('duration');
        if (asked.fps !== undefined && request.framesPerSecond !== asked.fps) expect(said).toContain('fps');
        for (const field of ['seed', 'negativePrompt'] as const) {
          if (asked[field] !== undefined && request[field] === undefined) expect(said).toContain(field);
        }
        if (snap === 'strict') expect(warnings.filter(({ code }) => code === 'VALUE_SNAPPED')).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('never takes more references than the model does', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...referenceRoles), { maxLength: 4 }), (roles) => {
        const references = roles.map((role) => ({ reference: { role, url: 'https://a.example/x' } }));
        const { issues } = fit({}, {}, references);
        const fits = roles.length === 0 || (roles.length === 1 && roles[0] === 'first-frame');
        expect(issues.length === 0).toBe(fits);
      }),
    );
  });
});
