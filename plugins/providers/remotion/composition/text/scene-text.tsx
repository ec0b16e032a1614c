import type { TimelineScene } from 'aether-video/plugin';
import type { CompositionProps } from '../composition-props.js';
import { Captions } from './captions.js';
import { Title } from './title.js';

export interface SceneTextProps {
  readonly scene: TimelineScene;
  readonly props: CompositionProps;
}

/** What is written on a scene. */
export function SceneText({ scene, props }: SceneTextProps) {
  return scene.treatment === 'title' ? (
    <Title scene={scene} props={props} />
  ) : (
    <Captions scene={scene} props={props} />
  );
}

/** A word as the channel writes it. */
export function shownText(text: string, { timeline }: CompositionProps): string {
  const { captionCase } = timeline.style.typography;
  return captionCase === 'upper' ? text.toLocaleUpperCase(localeOf(timeline.language)) : text;
}

function localeOf(language: string): string | undefined {
  return Intl.DateTimeFormat.supportedLocalesOf(language)[0];
}
