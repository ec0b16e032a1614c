/** Characters that fill two columns: CJK, full-width forms, emoji. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}|\p{Regional_Indicator}/u;
const zeroWidth = /\p{M}|\p{Cf}|\p{Emoji_Modifier}/u;

/**
 * Columns of a text, roughly: a Latin letter fills one, a CJK character or an emoji 2.3 (so that 28 Latin
 * letters and 12 CJK characters are about the same width), a combining mark none.
 */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (zeroWidth.test(character)) continue;
    width += wide.test(character) ? 2.3 : 1;
  }
  return width;
}
