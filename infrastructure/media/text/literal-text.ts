const space = /[\s\u2028\u2029]+/gu;
/** Controls, bidi marks, embeddings, overrides and isolates, and characters that draw nothing. */
const invisible = new RegExp(
  [
    '\\p{Cc}',
    '[\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u3164\ufeff\uffa0]',
    '[\u17b4\u17b5]',
    '\u034f',
    '[\u180b-\u180d\u180f]',
    '[\u202a-\u202e\u2060-\u206f\ufff0-\ufffb]',
    '[\u{e0000}-\u{e001f}\u{e0080}-\u{e0fff}]',
  ].join('|'),
  'gu',
);
/** Tag characters outside a subdivision flag. */
const strayTags = /(?<!\u{1f3f4}[\u{e0020}-\u{e007f}]*)[\u{e0020}-\u{e007f}]+/gu;
const loneSurrogate = /\p{Cs}/gu;
/** More marks on one letter than any language writes: they would pile up over the picture. */
const piledMarks = /(\p{M}{6})\p{M}+/gu;
/** The longest emoji sequence in use has ten code points; longer clusters are attempts to break the layout. */
const longestCluster = 16;

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * Text as it will be drawn: no control character, no bidi control, no lone surrogate, composed (NFC), white
 * space as single spaces. All that is visible stays as it is, whatever syntax it may look like.
 */
export function literalText(text: string): string {
  return text
    .replace(space, ' ')
    .replace(loneSurrogate, '\ufffd')
    .replace(invisible, '')
    .replace(strayTags, '')
    .normalize('NFC')
    .replace(piledMarks, '$1')
    .trim();
}

/** What a reader sees as single characters. A cluster without end is cut into code points. */
export function graphemes(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment).flatMap((cluster) =>
    cluster.length > longestCluster && Array.from(cluster).length > longestCluster
      ? Array.from(cluster)
      : [cluster],
  );
}
