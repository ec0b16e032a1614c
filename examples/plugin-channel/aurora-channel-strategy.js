import { BaseChannelStrategy } from 'aether-video/plugin';

/** Aurora: wonder at the night sky. Its rule: every video opens with a question. */
export class AuroraChannelStrategy extends BaseChannelStrategy {
  constructor() {
    super(
      {
        id: 'aurora',
        name: 'Aurora',
        theme: 'Wonder at the night sky',
        description: 'Stars, space and the night, for people who still look up.',
        voices: ['flite:awb', 'flite:slt', 'espeak:en'],
      },
      {
        palette: {
          background: ['#060b1f', '#10254a', '#1c5d63', '#7fe3b8'],
          accent: '#b9a5ff',
          text: '#f3fbff',
          highlight: '#8df0c0',
          shade: '#040817',
        },
        typography: { family: 'sans', captionWeight: 700, captionCase: 'as-written', titleWeight: 800 },
        motif: 'sky',
        motion: { intensity: 0.7, zoom: 1.12 },
        pacing: {
          leadInSeconds: 0.4,
          tailSeconds: 0.5,
          crossfadeSeconds: 1,
          speechRate: 0.95,
          wordsPerMinute: 150,
        },
        music: { mood: 'airy', levelDecibels: -15, duckDecibels: 8 },
      },
      {
        look: 'Night sky over snow, curtains of green and violet light, stars, long exposure; slow, silent movement',
      },
    );
  }

  validateContent(script) {
    const issues = [...super.validateContent(script)];
    const [opening] = script.scenes;
    if (!/[?？؟]/u.test(opening.text)) {
      issues.push(this.issue(opening.id, 'asks nothing, and Aurora opens with a question', 'Ask something.'));
    }
    return issues;
  }
}
