import type { Theme } from '../theme.js';

export const focusTheme: Theme = {
  id: 'focus',
  words: [
    'focus',
    'focused',
    'concentration',
    'concentrate',
    'attention',
    'distraction',
    'distractions',
    'distracted',
    'productivity',
    'productive',
    'multitasking',
  ],
  subject: 'focus',
  hooks: {
    question: [
      'How long did you last on the last thing that mattered?',
      'What took your attention today, and what did it give back?',
    ],
    statement: ['Attention is the rarest thing that you own.', 'Busy is loud. Focus is quiet.'],
  },
  truths: [
    'Nobody really does two things at once. We switch, and every switch costs time.',
    'After an interruption it takes a while until the thread is back in your hand.',
    'A phone on the desk draws attention, even face down and silent.',
    'Willpower tires. A room without distractions does not.',
    'Deep work comes in short stretches. An honest hour beats a scattered day.',
    'A vague task invites distraction. A clear next step pulls you in.',
  ],
  turns: [
    'Focus is not trying harder. It is deciding what may wait.',
    'You do not lack time. You lack time in one piece.',
  ],
  steps: [
    'Write down one task, so small that you could finish it before lunch.',
    'Put the phone in another room. Not in the drawer. In another room.',
    'Set a timer for twenty-five minutes, and do only this.',
    'Keep a sheet of paper beside you. Whatever pops up goes there, and waits.',
    'Close every window that does not belong to the task.',
    'Take a real break: stand up, look far away, drink some water.',
  ],
  story: [
    'Nine o’clock. Eleven tabs are open, and the one that matters is somewhere behind them.',
    'You close ten of them. It is strangely quiet. You start the timer, and the first line.',
    'When it rings, you are annoyed. You were just getting somewhere.',
  ],
  habit: 'give your most important task the first undisturbed half hour',
  payoff: 'work that is done when it is done',
  pictures: [
    'a clear desk with one sheet of paper',
    'a single beam of light in a dark room',
    'a phone face down on a shelf far away',
    'a person writing by a window, seen from behind',
  ],
  tags: ['focus', 'deepwork', 'attention'],
};
