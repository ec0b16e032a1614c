import { BaseChannelStrategy } from 'aether-video/plugin';
import type { ScriptIssue, VideoScript } from 'aether-video/plugin';
import { fireStyle } from './fire-style.js';

interface FireOptions {
  readonly maxPoints: number;
  readonly maxHookWords: number;
}

/** Ends in a question mark (Latin, full-width or Arabic), and no other sentence ends before it. */
function onlyAsks(text: string): boolean {
  return /[?？؟]\P{L}*$/u.test(text) && !/[.!…。！]/u.test(text);
}

/** Fire: motivation and transformation. Its rules: a short hook, and a call that says what to do. */
export class FireChannelStrategy extends BaseChannelStrategy {
  constructor(limits: FireOptions) {
    super(
      {
        id: 'fire',
        name: 'Fire',
        theme: 'Motivation and transformation',
        description: 'Courage, discipline and change, at full energy.',
        voices: ['flite:rms', 'flite:kal16', 'espeak:en'],
      },
      fireStyle,
      {
        look: 'Glowing embers and sparks rising in the dark, hot rim light, smoke, strong silhouettes; fast, upward movement',
        limits,
      },
    );
  }

  override validateContent(script: VideoScript): readonly ScriptIssue[] {
    return [...super.validateContent(script), ...this.callIssues(script)];
  }

  private callIssues({ scenes }: VideoScript): ScriptIssue[] {
    if (!scenes.some(({ role }) => role === 'point')) return [];
    const call = scenes.find(({ role }) => role === 'call-to-action');
    const remedy = 'Say what to do now, such as “Start today. Follow for the next step.”';
    if (!call) return [this.issue('call-to-action', 'is missing, and Fire ends with a call', remedy)];
    if (!onlyAsks(call.text)) return [];
    return [this.issue(call.id, 'only asks, and Fire calls to action', remedy)];
  }
}
