import { z } from 'zod';

/** What Vertex AI knows of a model. Source: Google's model pages. */
interface VeoRules {
  readonly resolutions: readonly string[];
  readonly extends: boolean;
  readonly pictures: boolean;
}

const rules: Readonly<Record<string, VeoRules>> = {
  'veo-3.1-generate-001': { resolutions: ['720p', '1080p', '4k'], extends: true, pictures: true },
  'veo-3.1-fast-generate-001': { resolutions: ['720p', '1080p'], extends: true, pictures: true },
  'veo-3.1-lite-generate-001': { resolutions: ['720p', '1080p'], extends: false, pictures: false },
};

export function isVeoModel(model: string): boolean {
  return Object.hasOwn(rules, model);
}

export function isRetiredVeo(model: string): boolean {
  return /^veo-(2\.0|3\.0|3\.1-(fast-|lite-)?generate-preview)/.test(model);
}

/** One of bytes and address, with its type. */
function media(kind: 'image' | 'video'): z.ZodType {
  const mimeType = z.string().regex(new RegExp(`^${kind}/`));
  return z.union([
    z.strictObject({ bytesBase64Encoded: z.base64().min(1), mimeType }),
    z.strictObject({ gcsUri: z.string().regex(/^gs:\/\/[^/]+\/.+/), mimeType }),
  ]);
}

const instanceSchema = z.strictObject({
  prompt: z.string().min(1).optional(),
  image: media('image').optional(),
  lastFrame: media('image').optional(),
  video: media('video').optional(),
  referenceImages: z
    .array(z.strictObject({ image: media('image'), referenceType: z.literal('asset') }))
    .min(1)
    .max(3)
    .optional(),
});

const bodySchema = z.strictObject({
  instances: z.array(instanceSchema).length(1),
  parameters: z.strictObject({
    sampleCount: z.int().min(1).max(4),
    storageUri: z
      .string()
      .regex(/^gs:\/\//)
      .optional(),
    durationSeconds: z.int(),
    seed: z.int().min(0).max(4_294_967_295).optional(),
    aspectRatio: z.enum(['16:9', '9:16']).optional(),
    resolution: z.string().optional(),
    personGeneration: z.enum(['dont_allow', 'allow_adult', 'allow_all']).optional(),
    negativePrompt: z.string().optional(),
    enhancePrompt: z.boolean().optional(),
    generateAudio: z.boolean(),
    compressionQuality: z.enum(['OPTIMIZED', 'LOSSLESS']).optional(),
    resizeMode: z.enum(['CROP', 'PAD']).optional(),
  }),
  labels: z.record(z.string(), z.string()).optional(),
});
export type VertexBody = z.output<typeof bodySchema>;

/** The body of `predictLongRunning`, or what Vertex AI would say against it. */
export function readVertexBody(model: string, given: unknown): VertexBody | string {
  const read = bodySchema.safeParse(given);
  if (!read.success) {
    const [issue] = read.error.issues;
    return `Invalid value at '${issue?.path.join('.')}': ${issue?.message}`;
  }
  const [instance = {}] = read.data.instances;
  const complaint = complaintAbout(rules[model]!, instance, read.data.parameters);
  return complaint ?? read.data;
}

type Instance = z.output<typeof instanceSchema>;

function complaintAbout(
  model: VeoRules,
  { prompt, image, lastFrame, video, referenceImages }: Instance,
  { durationSeconds, resolution = '720p' }: VertexBody['parameters'],
): string | undefined {
  if (!model.resolutions.includes(resolution)) return `Unsupported resolution ${resolution}.`;
  if (prompt === undefined && !image && !video) return 'Text prompt is required.';
  if (lastFrame && !image) return 'Last frame is only supported with an image.';
  if (video && (image ?? lastFrame)) return 'Image and video cannot be set together.';
  if (video) {
    if (!model.extends) return 'Video extension is not supported by this model.';
    return durationSeconds === 7 && resolution === '720p' ? undefined : 'Invalid video extension parameters.';
  }
  if (referenceImages) {
    if (!model.pictures) return 'Reference images are not supported by this model.';
    if (image ?? lastFrame) return 'Reference images cannot be used with an image.';
    return durationSeconds === 8 && prompt !== undefined ? undefined : 'Reference images need 8 seconds.';
  }
  return [4, 6, 8].includes(durationSeconds) ? undefined : 'Unsupported output video duration.';
}
