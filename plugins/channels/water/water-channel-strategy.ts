import { BaseChannelStrategy } from 'aether-video/plugin';
import type { ScriptIssue, VideoScript } from 'aether-video/plugin';
import { waterStyle } from './water-style.js';

/**
 * Commands that brush a feeling aside, when they are a whole sentence. Quoting one (“calm down”) is fine, and
 * so is “calm down your breath”. Other languages pass: a rule that guesses would refuse honest scripts.
 */
const dismissals =
  /(?:^|[.!?…]\s*)¡?((?:just )?(?:calm down|cheer up|get over it|grow up|man up|snap out of it|stop crying|suck it up|toughen up)|aguántate|deja de llorar|supéralo)\s*(?:[.!…]|$)/iu;

/** Water: emotional intelligence and wellness. Its rule is kindness: no feeling is ordered away. */
export class WaterChannelStrategy extends BaseChannelStrategy {
  constructor({ maxPoints }: { readonly maxPoints: number }) {
    super(
      {
        id: 'water',
        name: 'Water',
        theme: 'Emotional intelligence and wellness',
        description: 'Feelings, relationships, rest and healing, told gently.',
        voices: ['flite:slt', 'flite:awb', 'espeak:en'],
      },
      waterStyle,
      {
        look: 'Deep teal water with slow swells, soft caustic light, mist and reflections, warm coral glow near the horizon; gentle, flowing movement',
        limits: { maxPoints },
      },
    );
  }

  override validateContent(script: VideoScript): readonly ScriptIssue[] {
    const dismissive = script.scenes.flatMap(({ id, text }) => {
      const words = dismissals.exec(text)?.[1];
      if (words === undefined) return [];
      const remedy =
        'Say what helps instead, or put the words in quotation marks if somebody else says them.';
      return [this.issue(id, `orders a feeling away (“${words}”)`, remedy)];
    });
    return [...super.validateContent(script), ...dismissive];
  }
}
