import type { Theme } from '../theme.js';

export const homeTheme: Theme = {
  id: 'home',
  words: [
    'home',
    'house',
    'tidy',
    'tidying',
    'declutter',
    'decluttering',
    'clutter',
    'cleaning',
    'clean',
    'minimalism',
    'minimalist',
    'room',
    'kitchen',
    'desk',
  ],
  subject: 'an orderly home',
  hooks: {
    question: ['What would your room say about your week?', 'Which surface in your home is never empty?'],
    statement: ['Clutter is a decision that you put off.', 'One clear surface changes a whole room.'],
  },
  truths: [
    'Every object in sight asks for a little attention. A hundred of them ask all day.',
    'Things without a place end up in every place.',
    'Tidying fails when it is a project, and works when it is ten minutes.',
    'It is easier to keep a room clear than to clear it.',
    'We keep things for a life that we do not live.',
  ],
  turns: [
    'You are not looking for perfect shelves. You are looking for your keys, and some peace.',
    'Letting go of a thing does not let go of the memory.',
  ],
  steps: [
    'Clear one surface, and defend it for a week.',
    'Give the five things that you look for most a place of their own.',
    'If it takes less than a minute, do it now.',
    'Put a box by the door. What you do not miss in a month may leave in it.',
    'Set a timer for ten minutes each evening. Stop when it rings.',
  ],
  story: [
    'The chair has not been a chair for months. It is where the clothes live.',
    'Ten minutes, one timer. Half goes into the wardrobe, half into the wash.',
    'In the evening you sit down on it with a book, as if it had always been a chair.',
  ],
  habit: 'clear one surface before you go to bed',
  payoff: 'a room that lets you breathe',
  pictures: [
    'a clear wooden table with one plant',
    'folded linen on a shelf in daylight',
    'an open window in a bright, empty room',
    'keys on a small hook by a door',
  ],
  tags: ['declutter', 'home', 'simpleliving'],
};
