/** How much care a video gets: picture size and encoder preset. */
export const VideoQuality = {
  /** 540×960, fastest preset: to look at a script. */
  Draft: 'draft',
  /** 1080×1920: ready to post. */
  Standard: 'standard',
  /** 1080×1920 with a better preset: fewer bytes for a better picture. */
  High: 'high',
  /** 2160×3840. */
  Ultra: 'ultra',
} as const;
export type VideoQuality = (typeof VideoQuality)[keyof typeof VideoQuality];
export const videoQualities = Object.values(VideoQuality);

export const aspectRatios = ['9:16', '16:9', '1:1', '4:5'] as const;
/** Width to height. Default `9:16`. */
export type AspectRatio = (typeof aspectRatios)[number];

export interface FrameSize {
  /** Pixels; always even, because 4:2:0 chroma is half as wide. */
  readonly width: number;
  /** Pixels; always even. */
  readonly height: number;
}

const shortSide: Record<VideoQuality, number> = { draft: 540, standard: 1080, high: 1080, ultra: 2160 };

/** The picture size of a quality: its short side is 540, 1080 or 2160 pixels. */
export function frameSizeFor(quality: VideoQuality, aspect: AspectRatio): FrameSize {
  const [across, down] = aspect.split(':').map(Number) as [number, number];
  const unit = shortSide[quality] / Math.min(across, down);
  const even = (value: number): number => Math.round(value / 2) * 2;
  return { width: even(across * unit), height: even(down * unit) };
}
