import type { HexColor, VideoTimeline } from 'aether-video/plugin';

/** A font file to load before the first frame. */
export interface CompositionFont {
  /** CSS family; several files share one. */
  readonly family: string;
  /** Name for Remotion's `staticFile()`. */
  readonly file: string;
  /** CSS `unicode-range`. */
  readonly unicodeRange: string;
}

/** What every composition gets as its props: plain JSON. Lengths are pixels of the frame. */
export interface CompositionProps {
  readonly version: 1;
  /**
   * The timeline as it is, but the paths of its pictures and clips are names for Remotion's `staticFile()`, and
   * narration and music are left out: Aether adds the sound itself.
   */
  readonly timeline: VideoTimeline;
  /** First frame of each scene. */
  readonly sceneStarts: readonly number[];
  /** Size of each picture of the timeline, by its name. It is at least as large as its movement needs. */
  readonly pictures: Readonly<Record<string, { readonly width: number; readonly height: number }>>;
  /** Where text may stand so that no player's controls cover it; `right` and `bottom` are exclusive. */
  readonly safeArea: {
    readonly left: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
  };
  /** Value for CSS `font-family`. */
  readonly fontFamily: string;
  readonly fonts: readonly CompositionFont[];
  /** The colour that reads best on the channel's highlight. */
  readonly onHighlight: HexColor;
}
