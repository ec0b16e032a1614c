import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { speechMarkup } from '../../../../plugins/speech/azure/speech-markup.js';

const request = { text: 'Salt & <b>pepper</b>', voice: 'en-US-JennyNeural', language: 'en-US', rate: 1 };

describe('speechMarkup', () => {
  it('names the voice and escapes the text', () => {
    expect(speechMarkup(request)).toBe(
      '<speak version="1.0" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang="en-US">' +
        '<voice name="en-US-JennyNeural">Salt &amp; &lt;b&gt;pepper&lt;/b&gt;</voice></speak>',
    );
  });

  it('paces by per cent', () => {
    expect(speechMarkup({ ...request, rate: 0.9 })).toContain('<prosody rate="-10%">');
    expect(speechMarkup({ ...request, rate: 1.25 })).toContain('<prosody rate="+25%">');
  });

  it('lets nothing of a text become markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const markup = speechMarkup({ ...request, text });
        const inside = markup.slice(markup.indexOf('Neural">') + 8, markup.indexOf('</voice>'));
        expect(inside).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|apos);)|\p{Cc}|\p{Cs}/u);
      }),
    );
  });
});
