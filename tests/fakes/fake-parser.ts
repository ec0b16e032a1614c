import type { IScriptParser, RawScript } from '../../domain/script/script-parser.js';
import type { VideoScript } from '../../domain/script/video-script.js';

/** Takes an object with the fields of a {@link VideoScript}, or a text of one scene a line. */
export class FakeParser implements IScriptParser {
  readonly id: string = 'fake';
  readonly description = 'anything';

  canParse(_raw: RawScript): number {
    return 0.5;
  }

  parse({ content }: RawScript): VideoScript {
    const base = { parser: this.id, topic: 'A clear mind', hashtags: ['calm'] };
    if (typeof content === 'object') return { ...base, scenes: [], ...content };
    const text = typeof content === 'string' ? content : '';
    const lines = text.split('\n').filter((line) => line !== '');
    const scenes = lines.map((text, index) => ({
      id: index === 0 ? 'hook' : `point-${index}`,
      role: index === 0 ? ('hook' as const) : ('point' as const),
      text,
    }));
    return { ...base, scenes };
  }
}
