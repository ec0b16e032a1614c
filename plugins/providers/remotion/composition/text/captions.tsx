import { Fragment, type CSSProperties } from 'react';
import { useCurrentFrame } from 'remotion';
import { cueFrames, plainText, spokenFrame, timedWords, type TimedWord } from './caption-frames.js';
import { fitText, lineHeight, type MeasuredStyle, type TextBox } from './fit-text.js';
import { shownText, type SceneTextProps } from './shown-text.js';

/** Steps in which captions shrink until they stand on two lines. */
const scales = [1, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64, 0.58];
const maxLines = 2;
/** Ems beyond the letters: outline, shade, and the pill. */
const reach = 0.24;
const entranceOpacity = [0.4, 0.75, 0.95];
const rise = 0.16;
/** Ems of the pill beyond the word, on the frames after the word begins: it pops and settles. */
const pillPadding = [0.09, 0.19, 0.14];
const pillPaddingVertical = [0, 0.05, 0.02];

/** Captions on the lower edge of the safe area, with a pill under the word that is spoken. */
export function Captions({ scene, props }: SceneTextProps) {
  const frame = useCurrentFrame();
  const { timeline, safeArea } = props;
  const { framesPerSecond, style } = timeline;
  const frames = cueFrames(scene.cues, framesPerSecond);
  const index = frames.findLastIndex(({ startFrame, endFrame }) => frame >= startFrame && frame < endFrame);
  if (index < 0) return null;
  const pages = scene.cues.map((cue) =>
    timedWords([cue], framesPerSecond, ({ text }) => shownText(text, props)),
  );
  const { box, margin, measured } = captionBox(props);
  const age = frame - frames[index]!.startFrame;
  const fontSize = sharedSize(pages, index, measured, box);
  const lift = age < entranceOpacity.length ? rise * (1 - age / entranceOpacity.length) : 0;
  return (
    <div
      dir="auto"
      lang={timeline.language}
      style={{
        ...measured,
        ...standing,
        left: safeArea.left + margin,
        width: box.width,
        bottom: timeline.height - safeArea.bottom + margin * 0.75,
        transform: `translateY(${lift * fontSize}px)`,
        opacity: entranceOpacity[age] ?? 1,
        fontSize,
        color: style.palette.text,
      }}
    >
      <Words words={pages[index]!} frame={frame} props={props} />
    </div>
  );
}

const standing: CSSProperties = {
  position: 'absolute',
  lineHeight,
  textAlign: 'center',
  textWrap: 'balance',
  overflowWrap: 'anywhere',
};

/** Where captions may stand, and in which sizes. */
function captionBox({ timeline, safeArea, fontFamily }: SceneTextProps['props']) {
  const size = Math.min(timeline.width * 0.08, timeline.height * 0.062);
  const margin = reach * size;
  const box: TextBox = {
    width: safeArea.right - safeArea.left - 2 * margin,
    sizes: scales.map((scale) => scale * size),
    maxLines,
  };
  const measured: MeasuredStyle = { fontFamily, fontWeight: timeline.style.typography.captionWeight };
  return { box, margin, measured };
}

/** Cues that can share a size do, so that captions do not pump. */
function sharedSize(
  pages: readonly (readonly TimedWord[])[],
  index: number,
  style: MeasuredStyle,
  box: TextBox,
): number {
  const sizes = pages.map((words) => fitText(plainText(words), style, box));
  return Math.min(sizes[index]!, Math.max(0.8 * box.sizes[0]!, Math.min(...sizes)));
}

interface WordsProps {
  readonly words: readonly TimedWord[];
  readonly frame: number;
  readonly props: SceneTextProps['props'];
}

function Words({ words, frame, props }: WordsProps) {
  const { palette } = props.timeline.style;
  const spoken = spokenFrame(words, frame);
  const written: CSSProperties = {
    WebkitTextStroke: `0.15em ${palette.shade}`,
    paintOrder: 'stroke fill',
    textShadow: `0 0 0.16em ${palette.shade}`,
  };
  const step = Math.min(frame - spoken, pillPadding.length - 1);
  return words.map(({ text, spaceBefore, startFrame }, index) => {
    const tight = !spaceBefore || words[index + 1]?.spaceBefore === false;
    const style = startFrame === spoken ? pill(props, tight ? 0.03 : pillPadding[step]!, step) : written;
    return (
      <Fragment key={index}>
        {index > 0 && spaceBefore ? ' ' : ''}
        <span style={style}>{text}</span>
      </Fragment>
    );
  });
}

function pill(
  { timeline, onHighlight }: SceneTextProps['props'],
  padding: number,
  step: number,
): CSSProperties {
  return {
    position: 'relative',
    color: onHighlight,
    backgroundColor: timeline.style.palette.highlight,
    borderRadius: '0.2em',
    padding: `${pillPaddingVertical[step]}em ${padding}em`,
    margin: `0 ${-padding}em`,
    boxDecorationBreak: 'clone',
    WebkitBoxDecorationBreak: 'clone',
  };
}
