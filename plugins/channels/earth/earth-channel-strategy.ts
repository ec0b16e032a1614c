import { BaseChannelStrategy } from 'aether-video/plugin';
import { earthStyle } from './earth-style.js';

interface EarthOptions {
  readonly maxPoints: number;
  readonly maxPointWords: number;
}

/** Earth: practical grounding. Its rule is brevity: few points, each short enough to be done today. */
export class EarthChannelStrategy extends BaseChannelStrategy {
  constructor(limits: EarthOptions) {
    super(
      {
        id: 'earth',
        name: 'Earth',
        theme: 'Practical grounding',
        description: 'Habits, home, money, body and work: things to do with one’s hands today.',
        voices: ['flite:rms', 'flite:awb', 'espeak:en'],
      },
      earthStyle,
      {
        look: 'Layered hills and fields at golden hour, moss, bark, clay and leaves close by, honest textures; slow, steady movement',
        limits,
      },
    );
  }
}
