import type { VideoEncoding } from '../../../domain/media/media-backend.js';
import type { VideoTimeline } from '../../../domain/timeline/video-timeline.js';
import type { VideoQuality } from '../../../domain/video/video-quality.js';

const settings: Record<VideoQuality, Pick<VideoEncoding, 'preset' | 'crf'>> = {
  draft: { preset: 'superfast', crf: 26 },
  standard: { preset: 'veryfast', crf: 21 },
  high: { preset: 'medium', crf: 18 },
  ultra: { preset: 'veryfast', crf: 20 },
};

/** Encoder settings of a timeline: its size and rate, and what its quality asks for. */
export function videoEncodingFor(timeline: VideoTimeline): VideoEncoding {
  const { width, height, framesPerSecond, quality } = timeline;
  return { width, height, framesPerSecond, ...settings[quality] };
}
