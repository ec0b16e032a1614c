import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { artifactName, isRefusedByWindows, slugOf } from '../../../infrastructure/storage/artifact-name.js';

const date = new Date('2026-01-02T03:04:05.678Z');

describe('artifactName', () => {
  it('is the UTC time and the topic', () => {
    expect(artifactName('Mindful Breathing!', date)).toBe('20260102_030405_mindful-breathing');
  });
});

describe('slugOf', () => {
  it.each([
    ['Über Straße', 'ueber-strasse'],
    ['Привет, мир', 'privet-mir'],
    ['ελληνικά', 'ellinika'],
    ['السلام عليكم', 'alslam-elykm'],
    ['日本の四季', '日本の四季'],
    ['日本の AI ガイド', '日本の-ai-ガイド'],
    ['日本 四季', '日本-四季'],
    ['한국어 명상', '한국어-명상'],
    ['שלום עולם', 'שלום-עולם'],
    ['हिन्दी में', 'हिन्दी-में'],
    ['🎉🎉', 'video'],
    ['', 'video'],
    ['   ...   ', 'video'],
    ['❤️ love', 'love'],
    ['CON', 'con-video'],
    ['Lpt1', 'lpt1-video'],
    ['../../etc/passwd', 'etc-passwd'],
    ['a/b\\c:d*e?f"g<h>i|j', 'a-b-c-d-e-f-g-h-i-j'],
    ['name.', 'name'],
    ['ﬁancé', 'fiance'],
    ['ＦＵＬＬ', 'full'],
    ['iPhone 15 Pro', 'iphone-15-pro'],
    ['a\u202Egpj.exe\u0000\n', 'agpj-exe'],
    ['half \uD800 pair', 'half-pair'],
  ])('%j becomes %s', (topic, slug) => {
    expect(slugOf(topic)).toBe(slug);
  });

  it('cuts long topics between words and characters', () => {
    expect(slugOf('word '.repeat(100))).toMatch(/^(word-)+word$/);
    const kanji = slugOf('漢'.repeat(500));
    expect(kanji).toBe('漢'.repeat(28));
  });

  it('is a safe file name for any topic', () => {
    const wild = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string());
    fc.assert(
      fc.property(wild, (topic) => {
        const name = artifactName(topic, date);
        return (
          Buffer.byteLength(name) <= 100 &&
          name.length > 16 &&
          /^[\p{L}\p{N}\p{M}_-]+$/u.test(name) &&
          name.normalize('NFC') === name &&
          !isRefusedByWindows(name) &&
          !isRefusedByWindows(slugOf(topic))
        );
      }),
      { numRuns: 1000 },
    );
  });
});
