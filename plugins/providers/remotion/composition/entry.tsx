import type { ComponentType } from 'react';
import { Composition, registerRoot } from 'remotion';
import { TimelineVideo } from './timeline-video.js';

/** Remotion takes any JSON for props; the provider gives every composition the same. */
const component = TimelineVideo as unknown as ComponentType<Record<string, unknown>>;

/** Size, rate and length are the timeline's: the provider sets them before it renders. */
function Root() {
  return (
    <Composition
      id="aether"
      component={component}
      width={1080}
      height={1920}
      fps={30}
      durationInFrames={1}
      defaultProps={{}}
    />
  );
}

registerRoot(Root);
