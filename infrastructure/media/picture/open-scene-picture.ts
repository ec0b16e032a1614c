import type { IMediaBackend, MediaCall } from '../../../domain/media/media-backend.js';
import type { TimelineScene, VideoTimeline } from '../../../domain/timeline/video-timeline.js';
import type { FrameKernel } from '../kernel/frame-kernel.js';
import { openBackground } from './background/background-picture.js';
import { openClip } from './clip/clip-picture.js';
import { openImage } from './image/image-picture.js';
import type { ScenePicture } from './scene-picture.js';

/**
 * Opens what a scene shows, at the timeline's size. The caller closes it.
 * @throws VideoGenerationError MEDIA_NOT_FOUND, MEDIA_CORRUPT, MEDIA_TOO_LARGE or MEDIA_TYPE_UNSUPPORTED
 * for a picture that cannot be used, and what the backend throws for clips.
 */
export async function openScenePicture(
  scene: TimelineScene,
  timeline: VideoTimeline,
  kernel: FrameKernel,
  backend: IMediaBackend,
  call: MediaCall,
): Promise<ScenePicture> {
  const { visual } = scene;
  switch (visual.kind) {
    case 'background':
      return openBackground(visual, timeline.style, timeline, kernel);
    case 'image':
      return openImage(visual, scene, timeline, kernel, call);
    case 'clip':
      return openClip(visual, scene, timeline, kernel, backend, call);
  }
}
