import { describe, expect, it } from 'vitest';
import { retrievePassages } from '../../../application/write-script/retrieve-passages.js';

const filler = Array.from(
  { length: 30 },
  (_, index) => `Paragraph ${index} is about trains, rails and stations.`,
);

describe('retrievePassages', () => {
  it('finds the passage that speaks of the topic among many, whatever its endings', () => {
    const text = [...filler.slice(0, 15), 'Sleeping well makes memories firm.', ...filler.slice(15)].join(
      '\n\n',
    );
    const { passages, relevant } = retrievePassages([{ name: 'a.txt', text }], 'Why sleep matters', 'en');
    expect(relevant).toBe(true);
    expect(passages[0]).toMatchObject({ number: 1, source: 'a.txt' });
    expect(passages[0]!.text).toContain('Sleeping well');
  });

  it('prefers a rare word over a frequent one', () => {
    const documents = [
      { name: 'frequent', text: 'Trains and rails and trains.' },
      { name: 'rare', text: 'The gauge of old rails.' },
      ...filler.map((text, index) => ({ name: `${index}`, text })),
    ];
    expect(retrievePassages(documents, 'gauge of trains', 'en').passages[0]!.source).toBe('rare');
  });

  it('gives the beginning, and says so, when nothing fits', () => {
    const found = retrievePassages([{ name: 'a', text: 'Only about trains.' }], 'bees', 'en');
    expect(found).toMatchObject({ relevant: false, passages: [{ text: 'Only about trains.' }] });
    expect(retrievePassages([], 'bees', 'en')).toEqual({ passages: [], relevant: true });
  });

  it('works without spaces between words', () => {
    const documents = [
      { name: 'a', text: '電車は駅に止まる。' },
      { name: 'b', text: '睡眠は記憶を助ける。' },
    ];
    expect(retrievePassages(documents, '睡眠', 'ja').passages[0]!.source).toBe('b');
  });
});
