import type { ImageVisual } from 'aether-video/plugin';
import { AbsoluteFill, Img, staticFile, useCurrentFrame, useVideoConfig } from 'remotion';
import type { CompositionProps } from '../composition-props.js';
import { planMotion } from './plan-motion.js';
import { SoftCopy } from './soft-copy.js';

export interface PictureProps {
  readonly visual: ImageVisual;
  /** Length of the scene. */
  readonly frames: number;
  readonly props: CompositionProps;
}

/** A still picture that fills the frame and moves, or stands whole on a soft copy of itself. */
export function Picture({ visual, frames, props }: PictureProps) {
  const frame = useCurrentFrame();
  const { width, height, fps } = useVideoConfig();
  const source = staticFile(visual.path);
  const picture = props.pictures[visual.path] ?? { width, height };
  const contained = visual.fit === 'contain';
  const motion = planMotion({
    picture: contained ? { width, height } : picture,
    frame: { width, height },
    zoom: visual.motion === 'ken-burns' ? props.timeline.style.motion.zoom : 1,
    seconds: frames / fps,
    seed: visual.seed,
  });
  const { scale, x, y } = motion(frame / Math.max(1, frames - 1));
  const placed = contained ? { width, height } : coverSize(picture, { width, height });
  return (
    <AbsoluteFill style={{ overflow: 'hidden' }}>
      {contained && (
        <SoftCopy>
          <Img src={source} style={{ width, height, objectFit: 'cover' }} />
        </SoftCopy>
      )}
      <Img
        src={source}
        style={{
          position: 'absolute',
          left: (width - placed.width) / 2,
          top: (height - placed.height) / 2,
          width: placed.width,
          height: placed.height,
          maxWidth: 'none',
          objectFit: visual.fit,
          willChange: 'transform',
          transform: `translate(${x}px, ${y}px) scale(${scale})`,
        }}
      />
    </AbsoluteFill>
  );
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The smallest size of the picture's shape that covers the frame. */
function coverSize(picture: Size, frame: Size): Size {
  const scale = Math.max(frame.width / picture.width, frame.height / picture.height);
  return { width: picture.width * scale, height: picture.height * scale };
}
