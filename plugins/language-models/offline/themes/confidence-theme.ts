import type { Theme } from '../theme.js';

export const confidenceTheme: Theme = {
  id: 'confidence',
  words: [
    'confidence',
    'confident',
    'courage',
    'brave',
    'fear',
    'fears',
    'afraid',
    'shy',
    'shyness',
    'self-esteem',
    'doubt',
    'self-doubt',
    'failure',
    'fail',
    'failing',
    'mistakes',
  ],
  subject: 'courage',
  hooks: {
    question: ['What would you try if nobody were watching?', 'Who told you that you have to feel ready?'],
    statement: [
      'Confidence does not come first. It comes after.',
      'Brave people are afraid. They go anyway.',
    ],
  },
  truths: [
    'Confidence is a memory of things that you have done. You cannot have it in advance.',
    'Most people are far too busy with themselves to watch you stumble.',
    'Fear shrinks when you walk towards it, and grows when you walk around it.',
    'A failure is information that you paid for. It would be a waste not to read it.',
    'Everybody you admire was bad at it once, in front of somebody.',
  ],
  turns: [
    'You do not have to believe in yourself. You only have to begin.',
    'The opposite of fear is not courage. It is practice.',
  ],
  steps: [
    'Choose the smallest version of it that still scares you a little.',
    'Do it before you have talked yourself out of it. Count down from five.',
    'Write down what you fear, and next to it what you would do then.',
    'Ask the question that you think is stupid. Somebody else is grateful.',
    'Keep a list of things that you once could not do.',
  ],
  story: [
    'Your hand is halfway up. Then somebody else speaks, and it goes back to the table.',
    'The next time you speak first, before the thought is polished. Your voice shakes a little.',
    'Nobody laughs. Two people nod. And the table is a bit smaller after that.',
  ],
  habit: 'do one small thing a day that scares you a little',
  payoff: 'proof that you can',
  pictures: [
    'a person at the edge of a diving board',
    'footprints leading up a steep ridge',
    'an empty stage with one light',
    'sparks rising against a dark sky',
  ],
  tags: ['confidence', 'courage', 'growth'],
};
