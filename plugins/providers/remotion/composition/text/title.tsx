import { Fragment, type CSSProperties } from 'react';
import type { CaptionCue } from 'aether-video/plugin';
import { useCurrentFrame } from 'remotion';
import type { CompositionProps } from '../composition-props.js';
import { cueFrames, plainText, spokenFrame, timedWords, type TimedWord } from './caption-frames.js';
import { fitsText, fitText, lineHeight, type MeasuredStyle, type TextBox } from './fit-text.js';
import { shownText, type SceneTextProps } from './shown-text.js';

const scales = [1, 0.92, 0.84, 0.76, 0.7, 0.64, 0.58, 0.52];
const maxLines = 6;
/** Where the middle of a title stands in the safe area, from its top. */
const middle = 0.42;
const entranceFrames = 6;
const exitFrames = 5;
/** Of a word on the frames after it begins. */
const wordOpacity = [0.45, 0.8];
const waitingOpacity = '42%';
/** Ems. */
const rise = 0.22;
const rule = { height: 0.1, gap: 0.34, shortest: 0.9 };

interface Card {
  readonly words: readonly TimedWord[];
  readonly startFrame: number;
  /** Exclusive. */
  readonly endFrame: number;
}

/** A title card: all words wait in the dark and light up with the voice, over a rule that grows with it. */
export function Title({ scene, props }: SceneTextProps) {
  const frame = useCurrentFrame();
  const { style, language } = props.timeline;
  const { box, measured } = titleBox(props);
  const lastFrame = scene.frames - Math.floor(scene.overlapFrames / 2);
  const cards = cardsOf(scene.cues, lastFrame, props, (text) => fitsText(text, measured, box));
  const card = cards.findLast(({ startFrame, endFrame }) => frame >= startFrame && frame < endFrame);
  if (!card) return null;
  const fontSize = fitText(plainText(card.words), measured, box);
  const entered = Math.min(1, (frame - card.startFrame + 1) / entranceFrames);
  const leaves = card === cards.at(-1) && scene.overlapFrames > 0;
  const left = leaves ? Math.min(1, (card.endFrame - frame) / exitFrames) : 1;
  const lift = `translateY(${rise * fontSize * (1 - entered) ** 2}px)`;
  return (
    <div style={{ ...standing(props), fontSize, opacity: Math.min(entered, left), transform: lift }}>
      <div style={{ position: 'relative', maxWidth: box.width, width: 'fit-content' }}>
        <Ground color={style.palette.shade} />
        <div dir="auto" lang={language} style={{ ...measured, ...written }}>
          <Words words={card.words} frame={frame} props={props} />
        </div>
        <Rule words={card.words} frame={frame} color={style.palette.accent} />
      </div>
    </div>
  );
}

/** What a title may take, and in which sizes. */
function titleBox({ timeline, safeArea, fontFamily }: CompositionProps) {
  const size = Math.min(timeline.width * 0.118, timeline.height * 0.105);
  const box: TextBox = {
    width: safeArea.right - safeArea.left - 0.5 * size,
    sizes: scales.map((scale) => scale * size),
    maxLines,
    maxHeight: (safeArea.bottom - safeArea.top) * 2 * middle - 0.6 * size,
  };
  const measured: MeasuredStyle = { fontFamily, fontWeight: timeline.style.typography.titleWeight };
  return { box, measured };
}

/** In the upper middle, but wholly inside the safe area. */
function standing({ safeArea }: CompositionProps): CSSProperties {
  return {
    position: 'absolute',
    left: safeArea.left,
    width: safeArea.right - safeArea.left,
    top: safeArea.top,
    height: (safeArea.bottom - safeArea.top) * 2 * middle,
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
  };
}

const written: CSSProperties = {
  position: 'relative',
  lineHeight,
  textAlign: 'center',
  textWrap: 'balance',
  overflowWrap: 'anywhere',
};

/** All on one card if they fit, else a card for each cue. */
function cardsOf(
  cues: readonly CaptionCue[],
  lastFrame: number,
  props: CompositionProps,
  fits: (text: string) => boolean,
): Card[] {
  const { framesPerSecond } = props.timeline;
  const words = (of: readonly CaptionCue[]) =>
    timedWords(of, framesPerSecond, ({ text }) => shownText(text, props));
  const starts = cueFrames(cues, framesPerSecond).map(({ startFrame }) => startFrame);
  const all = words(cues);
  if (all.length === 0) return [];
  if (fits(plainText(all))) return [{ words: all, startFrame: starts[0]!, endFrame: lastFrame }];
  return cues.map((cue, index) => ({
    words: words([cue]),
    startFrame: starts[index]!,
    endFrame: starts[index + 1] ?? lastFrame,
  }));
}

/** The soft dark ground behind the card: hardly seen on a dark picture, on a light one it carries. */
function Ground({ color }: { readonly color: string }) {
  const inner = `color-mix(in srgb, ${color} 58%, transparent)`;
  const outer = `color-mix(in srgb, ${color} 34%, transparent)`;
  return (
    <div
      style={{
        position: 'absolute',
        inset: '-1.1em -1.3em',
        background: `radial-gradient(closest-side, ${inner}, ${outer} 55%, transparent)`,
      }}
    />
  );
}

interface WordsProps {
  readonly words: readonly TimedWord[];
  readonly frame: number;
  readonly props: CompositionProps;
}

function Words({ words, frame, props }: WordsProps) {
  const { palette } = props.timeline.style;
  const spoken = spokenFrame(words, frame);
  return words.map(({ text, spaceBefore, startFrame }, index) => (
    <Fragment key={index}>
      {index > 0 && spaceBefore ? ' ' : ''}
      <span
        style={
          startFrame > frame ? waiting(palette.text) : lit(palette, startFrame === spoken, frame - spoken)
        }
      >
        {text}
      </span>
    </Fragment>
  ));
}

function waiting(color: string): CSSProperties {
  return { color: `color-mix(in srgb, ${color} ${waitingOpacity}, transparent)` };
}

function lit(
  { text, highlight, shade }: CompositionProps['timeline']['style']['palette'],
  isSpoken: boolean,
  age: number,
): CSSProperties {
  return {
    color: isSpoken ? highlight : text,
    opacity: isSpoken ? (wordOpacity[age] ?? 1) : 1,
    WebkitTextStroke: `0.09em ${shade}`,
    paintOrder: 'stroke fill',
    textShadow: `0 0 0.22em color-mix(in srgb, ${shade} 60%, transparent)`,
  };
}

function Rule({ words, frame, color }: Omit<WordsProps, 'props'> & { readonly color: string }) {
  const done = words.filter(({ startFrame }) => startFrame <= frame).length / words.length;
  return (
    <div
      style={{
        position: 'relative',
        margin: `${rule.gap}em auto 0`,
        width: `calc(${rule.shortest}em + (100% - ${rule.shortest}em) * ${done})`,
        maxWidth: '100%',
        height: `${rule.height}em`,
        borderRadius: `${rule.height / 2}em`,
        backgroundColor: color,
      }}
    />
  );
}
