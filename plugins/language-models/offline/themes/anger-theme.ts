import type { Theme } from '../theme.js';

export const angerTheme: Theme = {
  id: 'anger',
  words: [
    'anger',
    'angry',
    'rage',
    'emotions',
    'emotion',
    'feelings',
    'feeling',
    'emotional',
    'sadness',
    'sad',
    'grief',
    'jealousy',
  ],
  subject: 'strong feelings',
  hooks: {
    question: ['What is your anger trying to protect?', 'Where in your body does a feeling begin?'],
    statement: [
      'Every feeling is a message. Not every message is an order.',
      'What you push down does not go away. It goes deeper.',
    ],
  },
  truths: [
    'A feeling is a wave: it rises, it peaks, and if you let it, it passes.',
    'Anger often stands guard in front of something softer: hurt, fear, or shame.',
    'Putting a feeling into words makes it easier to carry.',
    'What you feel is never wrong. What you do with it is a choice.',
    'People need to be heard before they can listen.',
  ],
  turns: [
    'You are not your weather. You are the sky that it moves through.',
    'Strength is not feeling less. It is staying kind while you feel it all.',
  ],
  steps: [
    'Name it exactly. Not “bad”: disappointed, lonely, ashamed, worn out.',
    'Find where it sits: throat, chest, stomach. Breathe there.',
    'Wait until the first wave is over before you answer.',
    'Say “I felt”, not “you always”.',
    'Ask what it needs. Often it is rest, or a person, or the truth.',
  ],
  story: [
    'One sentence, in the wrong tone, and there it is again: hot, fast, already on your tongue.',
    'You say: give me a minute. You go into the kitchen, and hold your hands under cold water.',
    'When you come back, you say the true thing instead of the loud one.',
  ],
  habit: 'name what you feel before you act on it',
  payoff: 'fewer words that you have to take back',
  pictures: [
    'a wave rising and folding into itself',
    'rain on a dark window',
    'two hands around a warm cup',
    'calm sea after a storm',
  ],
  tags: ['emotions', 'selfawareness', 'feelings'],
};
