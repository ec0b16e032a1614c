import {
  literalText,
  mostLegible,
  placeScenes,
  safeArea,
  type CaptionCue,
  type VideoTimeline,
} from 'aether-video/plugin';
import type { CompositionProps } from './composition/composition-props.js';
import type { PreparedMedia } from './prepare-media.js';

/** The props of a composition: the timeline with nothing in it that the page has no business with. */
export function compositionInput(timeline: VideoTimeline, media: PreparedMedia): CompositionProps {
  const { scenes, ...rest } = media;
  const { highlight, shade, text } = timeline.style.palette;
  return {
    version: 1,
    timeline: {
      ...timeline,
      scenes: scenes.map((scene) => ({ ...scene, cues: scene.cues.map(visibleCue) })),
      music: { kind: 'none' },
    },
    sceneStarts: placeScenes(timeline.scenes).map(({ startFrame }) => startFrame),
    safeArea: safeArea(timeline.width, timeline.height),
    onHighlight: mostLegible(highlight, [shade, text]),
    ...rest,
  };
}

/** Only what can be seen: no control characters, no overrides of direction. */
function visibleCue(cue: CaptionCue): CaptionCue {
  const words = cue.words
    .map((word) => ({ ...word, text: literalText(word.text) }))
    .filter(({ text }) => text !== '');
  return { ...cue, words };
}
