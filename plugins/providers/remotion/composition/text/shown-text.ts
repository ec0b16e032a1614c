import type { TimelineScene } from 'aether-video/plugin';
import type { CompositionProps } from '../composition-props.js';

/** What captions and titles are drawn from. */
export interface SceneTextProps {
  readonly scene: TimelineScene;
  readonly props: CompositionProps;
}

/** A word as the channel writes it. */
export function shownText(text: string, { timeline }: CompositionProps): string {
  const { captionCase } = timeline.style.typography;
  return captionCase === 'upper' ? text.toLocaleUpperCase(localeOf(timeline.language)) : text;
}

function localeOf(language: string): string | undefined {
  return Intl.DateTimeFormat.supportedLocalesOf(language)[0];
}
