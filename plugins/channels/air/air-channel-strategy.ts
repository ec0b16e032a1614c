import { BaseChannelStrategy } from 'aether-video/plugin';
import type { ScriptIssue, VideoScript } from 'aether-video/plugin';
import { airStyle } from './air-style.js';

interface AirOptions {
  readonly maxPoints: number;
  readonly maxExclamations: number;
}

/** Four capitals or more in a row: a shout, or an abbreviation. */
const capitals = /(?<!\p{L})\p{Lu}{4,}(?!\p{L})/gu;
/** Leaves room for abbreviations. */
const maxCapitalWords = 5;

/** Air: mental clarity and flow. Its rule is a calm tone. */
export class AirChannelStrategy extends BaseChannelStrategy {
  constructor(private readonly options: AirOptions) {
    super(
      {
        id: 'air',
        name: 'Air',
        theme: 'Mental clarity and flow',
        description: 'Attention, breath, focus and thinking, with room to breathe.',
        voices: ['flite:slt', 'flite:rms', 'espeak:en'],
      },
      airStyle,
      {
        look: 'Wide open sky at first light, thin drifting cloud, soft haze, one small subject far away; slow, weightless movement',
        limits: { maxPoints: options.maxPoints },
      },
    );
  }

  override validateContent(script: VideoScript): readonly ScriptIssue[] {
    const text = script.scenes.map((scene) => scene.text).join('\n');
    const exclamations = text.match(/[!！]/gu)?.length ?? 0;
    const shouted = text.match(capitals) ?? [];
    const { maxExclamations } = this.options;
    const issues = [...super.validateContent(script)];
    if (exclamations > maxExclamations) {
      const what = `has ${exclamations} exclamation marks; Air keeps calm with ${maxExclamations} at most`;
      issues.push(this.issue('script', what, 'End the sentences with full stops.'));
    }
    if (shouted.length > maxCapitalWords) {
      const what = `has ${shouted.length} words in capitals, such as ${shouted[0]}; Air keeps calm with ${maxCapitalWords} at most`;
      issues.push(this.issue('script', what, 'Write them in small letters.'));
    }
    return issues;
  }
}
