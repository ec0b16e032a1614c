import { AbsoluteFill, Sequence } from 'remotion';
import type { CompositionProps } from './composition-props.js';
import { ScenePicture } from './scene-picture.js';
import { SceneText } from './text/scene-text.js';
import { useFonts } from './use-fonts.js';

/** The whole video: all pictures, each fading in over the one before, and all texts on top of them. */
export function TimelineVideo(props: CompositionProps) {
  const ready = useFonts(props.fonts);
  if (!ready) return null;
  const { timeline, sceneStarts } = props;
  const { palette } = timeline.style;
  return (
    <AbsoluteFill style={{ backgroundColor: palette.background[0], overflow: 'hidden' }}>
      {timeline.scenes.map((scene, index) => (
        <Sequence key={scene.id} from={sceneStarts[index]} durationInFrames={scene.frames} layout="none">
          <ScenePicture
            scene={scene}
            fadeInFrames={timeline.scenes[index - 1]?.overlapFrames ?? 0}
            props={props}
          />
        </Sequence>
      ))}
      {timeline.scenes.map((scene, index) => (
        <Sequence key={scene.id} from={sceneStarts[index]} durationInFrames={scene.frames} layout="none">
          <SceneText scene={scene} props={props} />
        </Sequence>
      ))}
    </AbsoluteFill>
  );
}
