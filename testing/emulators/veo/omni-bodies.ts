import { z } from 'zod';

/** Longest clip of each model, seconds. Source: Google's guide to Gemini Omni. */
const longest: Readonly<Record<string, number>> = {
  'gemini-omni-1.1-flash': 10,
  'gemini-omni-1.2-flash': 15,
};

export function isOmniModel(model: string): boolean {
  return Object.hasOwn(longest, model);
}

const media = z.strictObject({
  type: z.enum(['image', 'video']),
  uri: z.string().optional(),
  data: z.base64().optional(),
  mime_type: z.string().optional(),
});

const text = z.strictObject({ type: z.literal('text'), text: z.string().min(1) });

const tasks = ['text_to_video', 'image_to_video', 'reference_to_video', 'edit', 'extend', 'upscale'] as const;

const bodySchema = z.strictObject({
  model: z.string(),
  input: z.array(z.union([text, media])),
  background: z.boolean().optional(),
  store: z.boolean().optional(),
  response_format: z.strictObject({
    type: z.literal('video'),
    delivery: z.enum(['inline', 'uri']).default('inline'),
    aspect_ratio: z.enum(['16:9', '9:16']).optional(),
    resolution: z.enum(['360p', '720p', '1080p', '4k']).optional(),
    duration: z
      .string()
      .regex(/^\d+(\.\d+)?s$/)
      .optional(),
  }),
  generation_config: z
    .strictObject({ video_config: z.strictObject({ task: z.enum(tasks).optional() }) })
    .optional(),
});
export type OmniBody = z.output<typeof bodySchema>;

/** What each task has to be given: pictures and clips, at least and at most. */
const needs: Readonly<
  Record<string, { readonly images: [number, number]; readonly videos: [number, number] }>
> = {
  text_to_video: { images: [0, 0], videos: [0, 0] },
  image_to_video: { images: [1, 10], videos: [0, 0] },
  reference_to_video: { images: [1, 10], videos: [0, 3] },
  edit: { images: [0, 10], videos: [1, 1] },
  extend: { images: [0, 10], videos: [1, 1] },
  upscale: { images: [0, 0], videos: [1, 1] },
};

/** The body of a new interaction, or what Google would say against it. */
export function readOmniBody(given: unknown, strict: boolean): OmniBody | string {
  const read = bodySchema.safeParse(given);
  if (!read.success) {
    const [issue] = read.error.issues;
    return `Invalid value at '${issue?.path.join('.')}': ${issue?.message}`;
  }
  return complaintAbout(read.data, strict) ?? read.data;
}

function complaintAbout(body: OmniBody, strict: boolean): string | undefined {
  const { model, input, response_format: format } = body;
  const task = body.generation_config?.video_config.task ?? 'text_to_video';
  const contents = input.filter((content) => content.type !== 'text');
  if (contents.some(({ uri, data }) => (uri === undefined) === (data === undefined))) {
    return 'Exactly one of uri and data must be set.';
  }
  if (strict && contents.some(({ uri }) => uri?.startsWith('https:') === false))
    return 'Unsupported file uri.';
  const count = (type: string): number => contents.filter((content) => content.type === type).length;
  const { images, videos } = needs[task]!;
  const fits = (given: number, [least, most]: [number, number]): boolean => given >= least && given <= most;
  const [images_, videos_] = [count('image'), count('video')];
  if (!fits(images_, images) || !fits(videos_, videos)) return `Unsupported inputs for the task ${task}.`;
  if (task !== 'upscale' && !input.some(({ type }) => type === 'text')) return 'A text input is required.';
  const seconds = format.duration === undefined ? 5 : Number.parseFloat(format.duration);
  const limit = longest[model] ?? 10;
  return seconds < 3 || seconds > limit
    ? `Video duration must be between 3 and ${limit} seconds.`
    : undefined;
}
