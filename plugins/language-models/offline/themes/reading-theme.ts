import type { Theme } from '../theme.js';

export const readingTheme: Theme = {
  id: 'reading',
  words: ['read', 'reading', 'book', 'books', 'reader'],
  subject: 'reading',
  hooks: {
    question: ['What was the last book that you could not put down?', 'Where do ten pages a day take you?'],
    statement: ['Ten pages a day is a dozen books a year.', 'A book is the cheapest journey there is.'],
  },
  truths: [
    'A book is hours of somebody’s best thinking, in a form that fits into a pocket.',
    'Stories let you practise being somebody else, and that makes us kinder.',
    'Paper does not ring, blink or suggest what to read next.',
    'Reading before bed slows the day down, one line at a time.',
    'Finishing is not a duty. A book that bores you is taking the place of one that would not.',
  ],
  turns: [
    'You do not find time to read. You find the book that makes you look for it.',
    'It is not about how many books get through you, but how many get into you.',
  ],
  steps: [
    'Put a book on your pillow in the morning. It will be in your way at night.',
    'Carry one with you. Queues and trains are made of pages.',
    'Give every book thirty pages. Then you may quit without guilt.',
    'Read with a pencil. One line under what you want to keep.',
    'Tell somebody about it. What you retell, you remember.',
  ],
  story: [
    'The book has been on the nightstand since spring, with a receipt for a bookmark on page nine.',
    'Tonight the phone stays in the kitchen. Page ten. Page eleven. Then it is suddenly page forty.',
    'By the end of the month the receipt is in another book.',
  ],
  habit: 'read ten pages before you touch the phone at night',
  payoff: 'a quieter head, with more in it',
  pictures: [
    'an open book in soft evening light',
    'a shelf of worn paperbacks',
    'a person reading on a train by the window',
    'pages turning slowly',
  ],
  tags: ['reading', 'books', 'booktok'],
};
