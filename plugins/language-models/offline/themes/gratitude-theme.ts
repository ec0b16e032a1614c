import type { Theme } from '../theme.js';

export const gratitudeTheme: Theme = {
  id: 'gratitude',
  words: [
    'gratitude',
    'grateful',
    'thankful',
    'thanks',
    'happiness',
    'happy',
    'joy',
    'kindness',
    'kind',
    'optimism',
    'positive',
  ],
  subject: 'gratitude',
  hooks: {
    question: ['What went right today that you did not notice?', 'Who made your day easier without a word?'],
    statement: ['What you look for, you find more of.', 'Happiness is mostly small, and easy to miss.'],
  },
  truths: [
    'The mind holds on to trouble and lets good moments slide. It was built to be careful.',
    'We get used to good things quickly. Noticing them makes them new again.',
    'Thanks that are said aloud do two people good.',
    'Kindness is catching. Whoever receives it tends to pass it on.',
    'A small good thing on most days counts for more than a big one now and then.',
  ],
  turns: [
    'Gratitude does not mean that everything is fine. It means that not everything is lost.',
    'You do not have to be happy to be grateful. It often works the other way round.',
  ],
  steps: [
    'Tonight, write down three things that went well, and why.',
    'Thank one person, and say exactly what for.',
    'Stop once today for something beautiful, for as long as one breath.',
    'Do something kind, and tell nobody.',
    'Keep the list. On a grey day, read it.',
  ],
  story: [
    'A grey Tuesday. Nothing happened, you would say, if anybody asked.',
    'You write three lines before bed: the bus that waited, the soup, a joke at work.',
    'After a month there are ninety lines, and not one of them is nothing.',
  ],
  habit: 'write down three things that went well',
  payoff: 'an eye for what is already good',
  pictures: [
    'warm light falling on a kitchen table',
    'a handwritten note on paper',
    'two people laughing, out of focus',
    'a single flower in a glass',
  ],
  tags: ['gratitude', 'kindness', 'smallthings'],
};
