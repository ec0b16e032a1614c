import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spokenTokens, textTokens, visibleText } from '../../../domain/speech/speakable-text.js';

const shown = (text: string, language = 'en'): string =>
  visibleText(textTokens(text, language)).replaceAll('\u00a0', ' ');
const spoken = (text: string, language = 'en'): string[] =>
  spokenTokens(textTokens(text, language)).map((token) => token.spoken);

const nasties = [
  '---',
  '_',
  '***',
  '#tags',
  '#100DaysOfCode',
  '[pause]',
  '(music fades in)',
  'https://example.com/a?b=c#d.',
  'www.example.com',
  '🔥',
  '👨‍👩‍👧‍👦',
  '❤️',
  '🇫🇷',
  '1️⃣',
  '‍',
  '…',
  '—',
  '**bold**',
  '`code`',
  '> quote',
  '«',
  '」',
  '\u202eevil',
  '\ud800',
  '[[[',
  '((',
  '{\\pos(1,2)}',
  '%{pts}',
  "'",
];
const words = [
  'Focus',
  "don't",
  'it’s',
  '$5.50',
  'R&D',
  '24/7',
  '今日は',
  'หายใจลึกๆ',
  'שלום',
  'مرحبا',
  'naïve',
  'слово',
];
const wildText = fc
  .array(
    fc.oneof(
      fc.constantFrom(...nasties, ...words, '\n', '\n\n'),
      fc.string({ unit: 'binary', maxLength: 8 }),
    ),
    {
      maxLength: 20,
    },
  )
  .chain((parts) => fc.constantFrom(' ', '').map((separator) => parts.join(separator)));

describe('textTokens', () => {
  it.each([
    ['Stop --- breathe.', 'Stop breathe.', ['Stop,', 'breathe.']],
    ['One _ two', 'One two', ['One,', 'two']],
    ['Calm #focus #100days now', 'Calm #focus #100days now', ['Calm', 'now']],
    ['We are #1', 'We are #1', ['We', 'are', '#1']],
    ['Wait [pause] here', 'Wait here', ['Wait,', 'here']],
    ['Use [in] then [0:v], or [1].', 'Use [in] then [0:v], or [1].', ['Use', 'then', 'or']],
    ['[v1] [pause] go [smiles at the camera]', '[v1] go', ['go,']],
    ['[0-3s] Go [sfx] on [間]', 'Go on', ['Go,', 'on,']],
    ['list[0] of friend(s)', 'list[0] of friend(s)', ['list-0', 'of', 'friends']],
    ['Breathe (music fades) in', 'Breathe in', ['Breathe,', 'in']],
    ['Breathe (really) in', 'Breathe (really) in', ['Breathe', 'really', 'in']],
    ['One\n(Deep breath)\nTwo', 'One Two', ['One,', 'Two']],
    ['See https://example.com/a?b=1. Now', 'See https://example.com/a?b=1. Now', ['See', 'Now']],
    ['See example.com now', 'See example.com now', ['See', 'example.com', 'now']],
    ['go🔥 on 👨‍👩‍👧‍👦!', 'go🔥 on 👨‍👩‍👧‍👦!', ['go', 'on']],
    ['**Bold** and _soft_ `x`', 'Bold and soft x', ['Bold', 'and', 'soft', 'x']],
    ['snake_case f***', 'snake_case f***', ['snake_case', 'f']],
    ['- one\n- two', 'one two', ['one,', 'two']],
    ['A [link](https://a.b) here', 'A link here', ['A', 'link', 'here']],
    ['wait…what—no', 'wait…what—no', ['wait…', 'what—', 'no']],
    ['“Don’t,” it’s $5.50 & 20%', '“Don’t,” it’s $5.50 & 20%', ['Don’t,', 'it’s', '$5.50', '&', '20%']],
    ['Really ? « Oui » !', 'Really ? « Oui » !', ['Really?', 'Oui!']],
    ['Line one\n\nLine two', 'Line one Line two', ['Line', 'one.', 'Line', 'two']],
    ['خذ نفسًا، #هدوء', 'خذ نفسًا، #هدوء', ['خذ', 'نفسًا،']],
  ])('reads %j', (text, visible, said) => {
    expect(shown(text)).toBe(visible);
    expect(spoken(text)).toEqual(said);
  });

  it('divides scripts without spaces and keeps their punctuation with the word', () => {
    const tokens = textTokens('今日は、「呼吸」をしましょう🔥！', 'ja');
    expect(visibleText(tokens)).toBe('今日は、「呼吸」をしましょう🔥！');
    expect(tokens.length).toBeGreaterThan(5);
    expect(tokens.every(({ spaceBefore }) => !spaceBefore)).toBe(true);
    expect(tokens.map(({ text }) => text)).toContain('「呼吸」');
    expect(spoken('วันนี้เรามาฝึกหายใจ', 'th').length).toBeGreaterThan(4);
  });

  it('knows where sentences and clauses end', () => {
    const ends = (text: string): string[] =>
      textTokens(text, 'en')
        .filter(({ endsSentence }) => endsSentence)
        .map(({ text: word }) => word);
    expect(ends('Dr. Smith met J. Doe, i.e. him. "Why?" he said. Go')).toEqual(['him.', 'said.', 'Go']);
    expect(ends('Wait... what? No! Yes…')).toEqual(['what?', 'No!', 'Yes…']);
    expect(ends('静かに。はい！').map((word) => word.at(-1))).toEqual(['。', '！']);
    expect(textTokens('One, two — three', 'en').map(({ endsClause }) => endsClause)).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });

  it('shows nothing and says nothing for directions and rules alone', () => {
    for (const text of ['', ' ', '---', '_ _', '[music]', '(Pause)', '* * *', '\u200b\ufeff']) {
      expect(shown(text)).toBe('');
      expect(spoken(text)).toEqual([]);
    }
  });

  it('keeps FFmpeg and ASS syntax as text', () => {
    const text = "{\\pos(10,20)} %{pts} drawtext=text='x':y=1 \\N";
    expect(shown(text)).toBe(text);
  });

  it('holds its promises for any string', () => {
    fc.assert(
      fc.property(wildText, fc.constantFrom('en', 'ja', 'th', 'ar', 'not a language'), (text, language) => {
        const tokens = textTokens(text, language);
        for (const token of tokens) {
          expect(token.text).not.toBe('');
          if (token.visible) expect(token.text).not.toMatch(/[^\S\u00a0\u202f]/u);
          else expect(token.spoken).toBeNull();
          if (token.endsSentence) expect(token.endsClause).toBe(true);
          if (token.spoken === null) continue;
          expect(token.spoken).toMatch(/[\p{L}\p{N}&@+=%‰°$€£¥₹₽₩₪]/u);
          expect(token.spoken).not.toMatch(/\s/u);
        }
        // What is shown is the text without some of its characters, in order.
        let position = 0;
        const source = text.normalize('NFC').replace(/[\p{Cs}\p{Cc}]/gu, '');
        for (const character of visibleText(tokens).replace(/[\s]/gu, '')) {
          position = source.indexOf(character, position);
          expect(position).toBeGreaterThanOrEqual(0);
          position += character.length;
        }
        expect(tokens.find(({ visible }) => visible)?.spaceBefore ?? false).toBe(false);
      }),
      { numRuns: 1500 },
    );
  });

  it('reproduces plain text exactly', () => {
    const plain = fc.array(fc.constantFrom(...words, 'and,', 'end.', 'and (so)', 'why?'), { minLength: 1 });
    fc.assert(
      fc.property(plain, (list) => {
        expect(shown(list.join(' '))).toBe(list.join(' '));
      }),
    );
  });

  it('comes to an end with hostile text', () => {
    for (const part of ['[', '(', '*', '_a', '[a]', '"', '! ', '#', 'http://', '🔥', '…', '`a` ', '今']) {
      expect(textTokens(part.repeat(40_000 / part.length), 'en'), `for ${part}`).toBeInstanceOf(Array);
    }
  });
});
