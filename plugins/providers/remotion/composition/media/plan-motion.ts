import { createSeededRandom } from '../seeded-random.js';

export interface MotionRequest {
  readonly picture: { readonly width: number; readonly height: number };
  readonly frame: { readonly width: number; readonly height: number };
  /** Ken Burns zoom; 1 stands still. */
  readonly zoom: number;
  /** Length of the scene: short scenes pan less far, not faster. */
  readonly seconds: number;
  readonly seed: number;
}

/** How a picture that just covers the frame is moved: pixels from the middle, then scaled around it. */
export interface Movement {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** Fastest pan, of the frame's short side a second. */
const panSpeed = 0.09;
/** How far a zoom moves to the side, of what it leaves free. */
const drift = 0.55;

/** The movement over a scene: 0 is its first frame, 1 its last. The frame stays covered. */
export function planMotion(request: MotionRequest): (fraction: number) => Movement {
  const { picture, frame, zoom, seconds, seed } = request;
  if (zoom === 1) return () => ({ scale: 1, x: 0, y: 0 });
  const random = createSeededRandom(seed);
  const backwards = random() < 0.5;
  const angle = random() * 2 * Math.PI;
  const cover = Math.max(frame.width / picture.width, frame.height / picture.height);
  const spareX = picture.width * cover - frame.width;
  const spareY = picture.height * cover - frame.height;
  const way = Math.min(Math.max(spareX, spareY), panSpeed * Math.min(frame.width, frame.height) * seconds);
  const pans = Math.max(spareX, spareY) > 0.06 * Math.min(frame.width, frame.height);
  return (fraction) => {
    const share = ease(backwards ? 1 - fraction : fraction);
    const scale = zoom ** (pans ? 0.3 + 0.4 * share : share);
    if (pans) {
      const along = (share - 0.5) * way;
      return { scale, x: spareX > spareY ? along : 0, y: spareX > spareY ? 0 : along };
    }
    const reach = (drift / 2) * (scale - 1);
    return { scale, x: Math.cos(angle) * reach * frame.width, y: Math.sin(angle) * reach * frame.height };
  };
}

/** Gentle at both ends but never at rest, so that crossfades keep moving. */
function ease(t: number): number {
  return 0.45 * t + 0.55 * t * t * (3 - 2 * t);
}
