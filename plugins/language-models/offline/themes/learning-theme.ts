import type { Theme } from '../theme.js';

export const learningTheme: Theme = {
  id: 'learning',
  words: [
    'learn',
    'learning',
    'study',
    'studying',
    'studies',
    'memory',
    'remember',
    'exam',
    'exams',
    'revision',
    'language',
    'languages',
    'skill',
    'skills',
  ],
  subject: 'learning',
  hooks: {
    question: [
      'Why do you forget what you read yesterday?',
      'How would you learn it if you had to teach it tomorrow?',
    ],
    statement: [
      'Reading it again is not learning it.',
      'Forgetting is not failure. It is half of the method.',
    ],
  },
  truths: [
    'Memory grows when you pull something out of it, not when you push more in.',
    'Rereading feels like knowing. Closing the book shows whether you do.',
    'Four short sessions beat one long one, because forgetting in between makes the memory stronger.',
    'New knowledge sticks to old knowledge. The more hooks you have, the more you can hang on them.',
    'Mistakes that you correct are remembered better than answers that came easily.',
    'What you learn before a good night’s sleep has a head start in the morning.',
  ],
  turns: [
    'If it feels a little hard, it is working.',
    'You are not slow. You are in the part where it is still being built.',
  ],
  steps: [
    'Close the book, and write down all that you remember. Then check.',
    'Explain it aloud, in plain words, to somebody who has never heard of it.',
    'Come back to it tomorrow, in three days, and in a week.',
    'Mix two topics, so that you also learn to tell them apart.',
    'Turn every heading into a question, and answer it without looking.',
    'End each session with the one thing that you still do not understand.',
  ],
  story: [
    'You have read the chapter three times. It all looks familiar, and the page is very yellow.',
    'You close the book, take a blank sheet, and write what you know. It is four lines.',
    'Two days later it is a whole page, and the yellow pen has run dry in a drawer.',
  ],
  habit: 'close the book and write down what you remember',
  payoff: 'knowledge that is there when you need it',
  pictures: [
    'an open notebook beside a closed book',
    'a library aisle in warm light',
    'a hand drawing a simple diagram',
    'a desk lamp over handwritten pages',
  ],
  tags: ['learning', 'studytips', 'memory'],
};
