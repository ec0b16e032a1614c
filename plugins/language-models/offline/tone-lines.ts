import type { ScriptAssignment } from 'aether-video/plugin';

export const tones = ['calm', 'warm', 'plain', 'energetic', 'serious', 'playful'] as const;
export type Tone = (typeof tones)[number];

interface ToneLines {
  /** One of them stands in the middle: what this tone says of everything. */
  readonly bridges: readonly string[];
  /** How it ends; `{subject}` is what it was about. */
  readonly closings: readonly string[];
}

const lines: Readonly<Record<Tone, ToneLines>> = {
  calm: {
    bridges: ['There is no hurry in this.', 'Let that settle for a moment.', 'Quietly is fast enough.'],
    closings: [
      'Try it once, gently. Follow for a quiet minute a day.',
      'Keep what helps, and let the rest go. Follow for more.',
    ],
  },
  warm: {
    bridges: [
      'You are not behind. You are human.',
      'Be kind to yourself with this one.',
      'Nobody gets this right every day. Nobody has to.',
    ],
    closings: [
      'Send this to somebody who needs it today.',
      'You are allowed to begin small. Follow, and come back tomorrow.',
    ],
  },
  plain: {
    bridges: [
      'It is not complicated. It only has to be done.',
      'Simple things work because people really do them.',
      'Small, and often: that is the whole method.',
    ],
    closings: [
      'Pick one of these, and do it today. Follow for more like it.',
      'Save this, and try one of them this week.',
    ],
  },
  energetic: {
    bridges: [
      'Not on Monday. Now.',
      'Nobody is coming to do it for you. Good. You can.',
      'You will not feel like it. Do it anyway.',
    ],
    closings: ['Start today. Follow for the next step.', 'Pick one. Do it now. Then tell me how it went.'],
  },
  serious: {
    bridges: [
      'This is worth taking seriously.',
      'It is easy to say, and it is easy to put off.',
      'The cost of ignoring it comes later, and it comes due.',
    ],
    closings: [
      'Think about it tonight. Then act on it tomorrow.',
      'Share this with somebody who should know.',
    ],
  },
  playful: {
    bridges: [
      'No, buying a book about it does not count.',
      'It is less dramatic than it sounds. Mostly.',
      'Yes, you, reading this with one eye on something else.',
    ],
    closings: [
      'Go on, try it. The internet will still be here. Follow for more.',
      'Do it once, then come back and brag in the comments.',
    ],
  },
};

/** Words of a brief's tone, and the tone that they mean. */
const wordsOfTone: Readonly<Record<Tone, readonly string[]>> = {
  calm: [
    'calm',
    'quiet',
    'gentle',
    'soothing',
    'peaceful',
    'relaxed',
    'soft',
    'mindful',
    'meditative',
    'slow',
  ],
  warm: [
    'warm',
    'kind',
    'friendly',
    'caring',
    'empathetic',
    'compassionate',
    'tender',
    'heartfelt',
    'encouraging',
    'supportive',
    'hopeful',
  ],
  plain: [
    'plain',
    'practical',
    'neutral',
    'clear',
    'simple',
    'matter-of-fact',
    'informative',
    'direct',
    'factual',
    'professional',
    'conversational',
  ],
  energetic: [
    'energetic',
    'bold',
    'motivational',
    'motivating',
    'inspiring',
    'inspirational',
    'urgent',
    'punchy',
    'exciting',
    'dynamic',
    'upbeat',
    'passionate',
    'powerful',
    'fiery',
  ],
  serious: [
    'serious',
    'formal',
    'academic',
    'sober',
    'authoritative',
    'dramatic',
    'grave',
    'thoughtful',
    'reflective',
    'cinematic',
  ],
  playful: ['playful', 'funny', 'humorous', 'witty', 'light', 'fun', 'ironic', 'cheeky', 'quirky'],
};

const toneOfChannel: Readonly<Record<string, Tone>> = {
  air: 'calm',
  water: 'warm',
  earth: 'plain',
  fire: 'energetic',
};

/** The tone that a brief names, or that its channel has; `understood` is false if the brief's words mean none. */
export function toneOf({ tone, channel }: Pick<ScriptAssignment, 'tone' | 'channel'>): {
  readonly tone: Tone;
  readonly understood: boolean;
} {
  const written = tone.toLowerCase();
  const named = tones.find((candidate) =>
    wordsOfTone[candidate].some((word) => new RegExp(`(^|[^a-z])${word}($|[^a-z])`, 'u').test(written)),
  );
  if (named) return { tone: named, understood: true };
  return { tone: toneOfChannel[channel.id] ?? 'plain', understood: false };
}

/** What a tone says. */
export const linesOf = (tone: Tone): ToneLines => lines[tone];
