import { z } from 'zod';
import { VideoGenerationError } from '../errors/video-generation-error.js';
import { backgroundMotifs, musicMoods, type ChannelStyle, type HexColor } from './channel-style.js';
import { colorDifference, contrastRatio } from './color-contrast.js';

const color = z.custom<HexColor>((value) => typeof value === 'string' && /^#[\da-f]{6}$/iu.test(value), {
  error: 'must be a colour such as #1a2b3c',
});
const weight = z.union([z.literal(600), z.literal(700), z.literal(800), z.literal(900)], {
  error: 'must be 600, 700, 800 or 900',
});
const number = (min: number, max: number) => {
  const error = `must be a number from ${min} to ${max}`;
  return z.number({ error }).min(min, { error }).max(max, { error });
};

/** A style's shape and ranges, for whoever reads one from a file. */
export const channelStyleSchema: z.ZodType<ChannelStyle> = z.strictObject({
  palette: z.strictObject({
    background: z.array(color, { error: 'must be a list of colours' }).min(2, {
      error: 'needs two colours or more',
    }),
    accent: color,
    text: color,
    highlight: color,
    shade: color,
  }),
  typography: z.strictObject({
    family: z.enum(['sans', 'rounded', 'serif', 'condensed']),
    captionWeight: weight,
    captionCase: z.enum(['as-written', 'upper']),
    titleWeight: weight,
  }),
  motif: z.enum(backgroundMotifs),
  motion: z.strictObject({ intensity: number(0, 2), zoom: number(1, 2) }),
  pacing: z.strictObject({
    leadInSeconds: number(0, 5),
    tailSeconds: number(0, 5),
    crossfadeSeconds: number(0, 3),
    speechRate: number(0.5, 2),
    wordsPerMinute: number(60, 400),
  }),
  music: z.strictObject({
    mood: z.enum(musicMoods),
    levelDecibels: number(-60, 0),
    duckDecibels: number(0, 40),
  }),
});

/** Captions are large and bold, but they are read on a moving picture. */
const minTextContrast = 4.5;
const minHighlightContrast = 3;
/** Below this the spoken word does not stand out. */
const minHighlightDifference = 20;

/** Why captions could not be read in a style; undefined if they can. */
export function illegibleCaptions({ palette: { text, highlight, shade } }: ChannelStyle): string | undefined {
  const textContrast = contrastRatio(text, shade);
  const highlightContrast = contrastRatio(highlight, shade);
  if (textContrast < minTextContrast) {
    return `palette.text ${text} on palette.shade ${shade} has a contrast of ${textContrast.toFixed(1)}; it needs ${minTextContrast}`;
  }
  if (highlightContrast < minHighlightContrast) {
    return `palette.highlight ${highlight} on palette.shade ${shade} has a contrast of ${highlightContrast.toFixed(1)}; it needs ${minHighlightContrast}`;
  }
  const difference = colorDifference(text, highlight);
  return difference < minHighlightDifference
    ? `palette.highlight ${highlight} looks almost like palette.text ${text}`
    : undefined;
}

/**
 * Checks a channel's style, for authors who write without types: shape, ranges, and that captions can be
 * read (WCAG contrast of text and highlight against the shade behind them).
 * @throws VideoGenerationError PLUGIN_LOAD_FAILED naming the field.
 */
export function checkChannelStyle(channelId: string, style: ChannelStyle): void {
  const [issue] = channelStyleSchema.safeParse(style).error?.issues ?? [];
  const problem = issue
    ? `style.${issue.path.map(String).join('.')}: ${issue.message}`
    : illegibleCaptions(style);
  if (problem === undefined) return;
  throw new VideoGenerationError('PLUGIN_LOAD_FAILED', {
    message: `The style of the channel “${channelId}” cannot be used. ${problem}.`,
    howToFix:
      'Correct the style where the channel is defined; docs/writing-a-channel.md explains each field.',
    details: { channel: channelId },
  });
}
