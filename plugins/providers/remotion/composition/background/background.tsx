import type { BackgroundVisual, ChannelStyle } from 'aether-video/plugin';
import { AbsoluteFill } from 'remotion';

export interface BackgroundProps {
  readonly visual: BackgroundVisual;
  readonly style: ChannelStyle;
}

/** A channel's living background. */
export function Background({ style }: BackgroundProps) {
  return <AbsoluteFill style={{ backgroundColor: style.palette.background[0] }} />;
}
