import { z } from 'zod';

const videoFile = z.looseObject({
  file_type: z.string().nullish(),
  width: z.number().nullish(),
  height: z.number().nullish(),
  link: z.url(),
});
const video = z.looseObject({
  id: z.number(),
  width: z.number(),
  height: z.number(),
  url: z.string(),
  duration: z.number(),
  user: z.looseObject({ name: z.string(), url: z.string() }),
  video_files: z.array(videoFile),
});
const photo = z.looseObject({
  id: z.number(),
  width: z.number(),
  height: z.number(),
  url: z.string(),
  photographer: z.string(),
  photographer_url: z.string(),
  src: z.looseObject({ original: z.url() }),
});
export type PexelsVideo = z.output<typeof video>;
export type PexelsPhoto = z.output<typeof photo>;

export const videoSchema = video;
export const photoSchema = photo;
export const videoHits = z.looseObject({ videos: z.array(video) });
export const photoHits = z.looseObject({ photos: z.array(photo) });

/** Whom to thank, and where it is from. The licence of Pexels asks for a link where that is possible. */
export interface Attribution {
  readonly author: string;
  readonly authorUrl: string;
  readonly sourceUrl: string;
  readonly source: 'Pexels';
}

/** Shorter side that is enough for a video of 1080 lines, pixels. */
const enoughPixels = 1080;

/** The smallest MP4 that is large enough, else the largest; undefined if there is none. */
export function bestFile({ video_files: files }: PexelsVideo): string | undefined {
  const shorter = ({ width, height }: (typeof files)[number]): number => Math.min(width ?? 0, height ?? 0);
  const usable = files
    .filter(({ file_type: type }) => type === 'video/mp4')
    .sort((left, right) => shorter(left) - shorter(right));
  return (usable.find((file) => shorter(file) >= enoughPixels) ?? usable.at(-1))?.link;
}

/** Those that are long enough first, in the order of the search; then the others, the longest first. */
export function byLength(videos: readonly PexelsVideo[], seconds: number): PexelsVideo[] {
  const long = videos.filter(({ duration }) => duration >= seconds);
  const short = videos.filter(({ duration }) => duration < seconds);
  return [...long, ...short.sort((left, right) => right.duration - left.duration)];
}
