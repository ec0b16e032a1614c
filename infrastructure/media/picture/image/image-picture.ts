import { throwIfCancelled } from '../../../../domain/errors/video-generation-error.js';
import type { MediaCall } from '../../../../domain/media/media-backend.js';
import type {
  ImageVisual,
  TimelineScene,
  VideoTimeline,
} from '../../../../domain/timeline/video-timeline.js';
import type { FrameKernel } from '../../kernel/frame-kernel.js';
import type { ScenePicture } from '../scene-picture.js';
import { loadContainedImage, loadCoverImage } from './load-image.js';
import { planMotion } from './plan-motion.js';

/** The resampler takes at most 2; beyond 1.6 the picture would have to be enormous. */
const maxZoom = 1.6;

/** Opens a still picture, moving slowly or standing. */
export async function openImage(
  visual: ImageVisual,
  scene: Pick<TimelineScene, 'frames'>,
  timeline: Pick<VideoTimeline, 'width' | 'height' | 'framesPerSecond' | 'style'>,
  kernel: FrameKernel,
  call: MediaCall,
): Promise<ScenePicture> {
  const { style } = timeline;
  const moving = visual.motion === 'ken-burns';
  const room = moving ? Math.min(Math.max(style.motion.zoom, 1), maxZoom) : 1;
  const frame = { width: timeline.width, height: timeline.height };
  const load = visual.fit === 'cover' ? loadCoverImage : loadContainedImage;
  const { rgba, width, height } = await load({
    path: visual.path,
    frame,
    room,
    backdrop: style.palette.background[0] ?? '#000000',
  });
  throwIfCancelled(call.signal);
  const source = kernel.loadPicture(rgba, width, height);
  const windowAt = planMotion({
    source,
    frame,
    room,
    motion: visual.motion,
    pan: visual.fit === 'cover',
    seconds: scene.frames / timeline.framesPerSecond,
    seed: visual.seed,
  });
  const last = Math.max(1, scene.frames - 1);
  return {
    render: (number, destination) => kernel.resample(source, windowAt(number / last), destination),
    close: () => {
      kernel.release(source);
      return Promise.resolve();
    },
  };
}
