/** The built-in living backgrounds. Each takes the channel's palette and the scene's seed. */
export const backgroundMotifs = ['sky', 'waves', 'land', 'embers'] as const;
export type BackgroundMotif = (typeof backgroundMotifs)[number];

/** The built-in moods of the generated ambient bed. */
export const musicMoods = ['airy', 'flowing', 'grounded', 'driving'] as const;
export type MusicMood = (typeof musicMoods)[number];

/** `#rrggbb`. */
export type HexColor = `#${string}`;

export interface ChannelPalette {
  /** Deepest to lightest; at least two. The background is painted from these. */
  readonly background: readonly HexColor[];
  /** Light, glow and shapes on the background. */
  readonly accent: HexColor;
  /** Caption and title text. */
  readonly text: HexColor;
  /** The word that is being spoken. */
  readonly highlight: HexColor;
  /** Outline or shade behind text, so that it reads on any picture. */
  readonly shade: HexColor;
}

export interface ChannelTypography {
  /** Latin, Cyrillic and Greek family; other scripts have one family each. */
  readonly family: 'sans' | 'rounded' | 'serif' | 'condensed';
  /** CSS weight of captions. */
  readonly captionWeight: 600 | 700 | 800 | 900;
  /** Capitals read as shouting in some channels and as energy in others. */
  readonly captionCase: 'as-written' | 'upper';
  readonly titleWeight: 600 | 700 | 800 | 900;
}

export interface ChannelPacing {
  /** Seconds of picture before a scene's first word, beyond the crossfade's half. */
  readonly leadInSeconds: number;
  /** Seconds after a scene's last word, beyond the crossfade's half. */
  readonly tailSeconds: number;
  /** Length of the crossfade between scenes; 0 cuts. */
  readonly crossfadeSeconds: number;
  /** Speech rate, 1 is the voice's own pace. */
  readonly speechRate: number;
  /** Reading speed for videos without a voice, words a minute of English; other scripts are converted. */
  readonly wordsPerMinute: number;
}

export interface ChannelMotion {
  /** How fast the background lives: 0 still, 1 normal, 2 wild. */
  readonly intensity: number;
  /** Ken Burns zoom from 1 to this over a scene, such as 1.12. */
  readonly zoom: number;
}

export interface ChannelMusic {
  readonly mood: MusicMood;
  /** Level of the bed under no voice, dB relative to the voice, such as −14. */
  readonly levelDecibels: number;
  /** How far the bed goes down under the voice, dB, such as 8. */
  readonly duckDecibels: number;
}

/** All that makes a channel look and sound like itself. Plain JSON. */
export interface ChannelStyle {
  readonly palette: ChannelPalette;
  readonly typography: ChannelTypography;
  readonly motif: BackgroundMotif;
  readonly motion: ChannelMotion;
  readonly pacing: ChannelPacing;
  readonly music: ChannelMusic;
}
