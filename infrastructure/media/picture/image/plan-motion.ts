import type { FrameSize } from '../../../../domain/video/video-quality.js';
import type { FrameWindow } from '../../kernel/frame-kernel.js';
import { createSeededRandom } from '../../seeded-random.js';

export interface MotionRequest {
  /** The prepared picture. */
  readonly source: FrameSize;
  readonly frame: FrameSize;
  /** How much larger than the frame the picture is at least. */
  readonly room: number;
  readonly motion: 'ken-burns' | 'still';
  readonly pan: boolean;
  /** Length of the scene: short scenes pan less far, not faster. */
  readonly seconds: number;
  readonly seed: number;
}

/** Where the window's middle is and how large it is, in frame sizes: 1 is the closest look. */
interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** Fastest pan, of the frame's short side a second. */
const panSpeed = 0.09;
/** How far a zoom moves to the side, of what the picture leaves free. */
const drift = 0.55;

/**
 * Plans the window through which a picture is seen: `fraction` 0 is the scene's first frame, 1 its last. It
 * never leaves the picture.
 */
export function planMotion(request: MotionRequest): (fraction: number) => FrameWindow {
  const { source, frame } = request;
  const [from, to] = chooseViews(request);
  return (fraction) => {
    const share = ease(Math.min(Math.max(fraction, 0), 1));
    const scale = from.scale * (to.scale / from.scale) ** share;
    const width = Math.min(frame.width * scale, source.width);
    const height = Math.min(frame.height * scale, source.height);
    const x = from.x + (to.x - from.x) * share - width / 2;
    const y = from.y + (to.y - from.y) * share - height / 2;
    return {
      x: Math.min(Math.max(x, 0), source.width - width),
      y: Math.min(Math.max(y, 0), source.height - height),
      width,
      height,
    };
  };
}

function chooseViews(request: MotionRequest): readonly [View, View] {
  const { source, frame, room, seed } = request;
  const middle = { x: source.width / 2, y: source.height / 2 };
  if (request.motion === 'still') {
    const view = { scale: room, ...middle };
    return [view, view];
  }
  const random = createSeededRandom(seed);
  const backwards = random() < 0.5;
  const spareX = source.width / (frame.width * room);
  const spareY = source.height / (frame.height * room);
  const views =
    request.pan && Math.max(spareX, spareY) > 1.06
      ? planPan(request, spareX > spareY, middle)
      : planZoom(request, middle, random);
  return backwards ? [views[1], views[0]] : views;
}

/** Along the longer side, and a little closer. */
function planPan(request: MotionRequest, sideways: boolean, middle: Point): [View, View] {
  const { source, frame, room, seconds } = request;
  const [far, near] = [room ** 0.7, room ** 0.3];
  const spare = sideways ? source.width - frame.width * far : source.height - frame.height * far;
  const way = Math.min(spare, panSpeed * Math.min(frame.width, frame.height) * seconds) / 2;
  const at = (scale: number, offset: number): View => ({
    scale,
    x: middle.x + (sideways ? offset : 0),
    y: middle.y + (sideways ? 0 : offset),
  });
  return [at(far, -way), at(near, way)];
}

function planZoom(
  { source, frame, room, pan }: MotionRequest,
  middle: Point,
  random: () => number,
): [View, View] {
  const angle = random() * 2 * Math.PI;
  const reach = pan ? drift / 2 : 0;
  return [
    { scale: room, ...middle },
    {
      scale: 1,
      x: middle.x + Math.cos(angle) * reach * (source.width - frame.width),
      y: middle.y + Math.sin(angle) * reach * (source.height - frame.height),
    },
  ];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Gentle at both ends but never at rest, so that crossfades keep moving. */
function ease(t: number): number {
  return 0.45 * t + 0.55 * t * t * (3 - 2 * t);
}
