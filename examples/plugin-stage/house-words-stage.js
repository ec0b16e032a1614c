const escaped = (word) => word.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');

/** A capital stays a capital: the word may begin a sentence. */
function likeWritten(said, written) {
  const [first = ''] = written;
  return first === first.toLowerCase() ? said : said.charAt(0).toUpperCase() + said.slice(1);
}

/** Wraps the stage that reads the script: what it gives is checked, spoken and shown. */
export function createHouseWordsStage({ words }) {
  const patterns = Object.entries(words).map(([written, said]) => ({
    pattern: new RegExp(`(?<![\\p{L}\\p{N}])${escaped(written)}(?![\\p{L}\\p{N}])`, 'giu'),
    said,
  }));
  const reword = (text) =>
    patterns.reduce(
      (current, { pattern, said }) => current.replace(pattern, (written) => likeWritten(said, written)),
      text,
    );

  return {
    id: 'house-words',
    displayName: 'Choosing the words',
    wraps: 'script',
    needs: [],
    async execute(context) {
      const script = await context.inner();
      const scenes = script.scenes.map((scene) => ({ ...scene, text: reword(scene.text) }));
      return { script: { ...script, topic: reword(script.topic), scenes } };
    },
  };
}
