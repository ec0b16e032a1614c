import type { Theme } from '../theme.js';

export const startingTheme: Theme = {
  id: 'starting',
  words: [
    'procrastination',
    'procrastinate',
    'procrastinating',
    'start',
    'starting',
    'begin',
    'beginning',
    'motivation',
    'motivated',
    'lazy',
    'laziness',
    'deadline',
    'deadlines',
    'action',
    'delay',
  ],
  subject: 'getting started',
  hooks: {
    question: [
      'What have you been about to start since Monday?',
      'What if the first two minutes were all you owed?',
    ],
    statement: ['You are not lazy. You are waiting to feel ready.', 'Ready is a feeling. Started is a fact.'],
  },
  truths: [
    'We rarely put off the work. We put off the feeling that comes with it.',
    'A task looks largest from the outside. One minute in, it has edges.',
    'Motivation mostly follows action. Waiting for it is waiting at the wrong end.',
    'The brain likes to finish what it has begun. So begin, however badly.',
    'Perfect is a polite word for later.',
    'Every delay makes the start a little more expensive.',
  ],
  turns: [
    'A bad first draft can be fixed. A blank page cannot.',
    'Nobody is asking for the mountain. Only for the next step.',
  ],
  steps: [
    'Shrink it until it is silly: open the file, write one ugly line.',
    'Set a timer for five minutes. When it rings, you may stop.',
    'Decide when and where: tomorrow, nine o’clock, kitchen table.',
    'Remove one thing that stands in the way, tonight.',
    'Tell somebody what you will send them, and by when.',
    'Finish in the middle of a sentence, so that tomorrow has a place to begin.',
  ],
  story: [
    'The desk is tidy. The pencils are sharp. You have even washed the window.',
    'Then you set a timer for five minutes, and write the worst sentence of your life.',
    'It was the first of two hundred. Nobody ever saw it, and it did its job.',
  ],
  habit: 'begin each day with five minutes of the thing that you avoid',
  payoff: 'the end of the heavy feeling',
  pictures: [
    'a match being struck in the dark',
    'a runner at a starting line, low angle',
    'a blank page and a pen',
    'the first step on a snowy path',
  ],
  tags: ['juststart', 'motivation', 'procrastination'],
};
