import type { TimelineScene } from 'aether-video/plugin';
import { AbsoluteFill, useCurrentFrame } from 'remotion';
import { Background } from './background/background.js';
import type { CompositionProps } from './composition-props.js';
import { Clip } from './media/clip.js';
import { Picture } from './media/picture.js';

export interface ScenePictureProps {
  readonly scene: TimelineScene;
  /** Frames in which it comes in over the scene before; 0 cuts. */
  readonly fadeInFrames: number;
  readonly props: CompositionProps;
}

/** What a scene shows behind its text. */
export function ScenePicture({ scene, fadeInFrames, props }: ScenePictureProps) {
  const frame = useCurrentFrame();
  const opacity = Math.min(1, (frame + 1) / (fadeInFrames + 1));
  return (
    <AbsoluteFill style={{ opacity, overflow: 'hidden' }}>
      <Visual scene={scene} props={props} />
    </AbsoluteFill>
  );
}

function Visual({ scene, props }: Pick<ScenePictureProps, 'scene' | 'props'>) {
  const { visual } = scene;
  switch (visual.kind) {
    case 'background':
      return <Background visual={visual} style={props.timeline.style} />;
    case 'image':
      return <Picture visual={visual} frames={scene.frames} props={props} />;
    case 'clip':
      return <Clip visual={visual} />;
  }
}
