import type { CaptionWord } from '../timeline/video-timeline.js';
import type { SubtitleCue } from './subtitle-cues.js';

/** Milliseconds of a time, as both formats count. */
const milliseconds = (seconds: number): number => Math.max(0, Math.round(seconds * 1000));

/** `01:02:03,004`, with the separator that the format wants. */
function timestamp(total: number, separator: ',' | '.'): string {
  const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');
  const seconds = Math.floor(total / 1000);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${clock.map((part) => pad(part, 2)).join(':')}${separator}${pad(total % 1000, 3)}`;
}

/** Start and end in milliseconds; a cue lasts at least one, as both formats demand. */
function cueSpan(cue: SubtitleCue): { start: number; end: number } {
  const start = milliseconds(cue.startSeconds);
  return { start, end: Math.max(start + 1, milliseconds(cue.endSeconds)) };
}

/** SubRip has no escapes: what a player would take for a tag, an override or an arrow gets a look-alike. */
function srtText(text: string): string {
  return text
    .replace(/-{2,}>/gu, '→')
    .replace(/<(?=[a-z/!?])/giu, '‹')
    .replace(/\{(?=[\\a-z])([^{}]*)\}/giu, '($1)')
    .replace(/\{(?=[\\a-z])/giu, '(');
}

const vttText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A SubRip file (`.srt`): UTF-8, numbered cues. Empty if there are no cues. */
export function toSrt(cues: readonly SubtitleCue[]): string {
  return cues
    .map((cue, index) => {
      const { start, end } = cueSpan(cue);
      const lines = cue.lines.map((line) => srtText(joined(line, ({ text }) => text)));
      return `${index + 1}\n${timestamp(start, ',')} --> ${timestamp(end, ',')}\n${lines.join('\n')}\n`;
    })
    .join('\n');
}

function joined(words: readonly CaptionWord[], write: (word: CaptionWord) => string): string {
  return words.map((word, index) => (word.spaceBefore && index > 0 ? ' ' : '') + write(word)).join('');
}

/**
 * A WebVTT file. Each word carries the time at which it is spoken, so that players can highlight it
 * (https://www.w3.org/TR/webvtt1/, section 3.2): times inside a cue ascend strictly between its ends, so a word
 * that shares its neighbour's time carries none.
 */
export function toVtt(cues: readonly SubtitleCue[]): string {
  const blocks = cues.map((cue) => {
    const { start, end } = cueSpan(cue);
    let last = start;
    const write = ({ text, startSeconds }: CaptionWord): string => {
      const time = milliseconds(startSeconds);
      if (time <= last || time >= end) return vttText(text);
      last = time;
      return `<${timestamp(time, '.')}>${vttText(text)}`;
    };
    const lines = cue.lines.map((line) => joined(line, write));
    return `${timestamp(start, '.')} --> ${timestamp(end, '.')}\n${lines.join('\n')}\n`;
  });
  return `WEBVTT\n\n${blocks.join('\n')}`;
}
