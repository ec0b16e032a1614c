import type { Theme } from '../theme.js';

export const habitsTheme: Theme = {
  id: 'habits',
  words: [
    'habit',
    'habits',
    'routine',
    'routines',
    'discipline',
    'consistency',
    'change',
    'goals',
    'goal',
    'resolution',
    'resolutions',
    'self-improvement',
  ],
  subject: 'habits',
  hooks: {
    question: ['Why do good plans die in February?', 'What do you do every day without deciding to?'],
    statement: [
      'You do not rise to your goals. You fall back on your habits.',
      'Small and daily beats big and someday.',
    ],
  },
  truths: [
    'A habit is a decision that you only make once.',
    'The brain saves effort: what you repeat in the same place, it soon does by itself.',
    'Most habits fail because they are too big on the bad days.',
    'What is easy gets done. What is hidden gets forgotten.',
    'Every habit hangs on something that comes before it. Find the hook, and you can hang a new one there.',
    'How long it takes differs from person to person. Weeks at best, often months.',
  ],
  turns: [
    'You are not starting over. You are starting again, with practice.',
    'The point is not to do it perfectly. The point is to be somebody who does it.',
  ],
  steps: [
    'Make it so small that it feels ridiculous: one page, one push-up, one minute.',
    'Fix it to something that you already do: after I brush my teeth, I…',
    'Prepare it the night before, so that the first move is done.',
    'Put a cross on the calendar for every day that you did it.',
    'If you miss a day, do the tiny version on the next one. Never miss twice.',
    'Make the bad habit awkward: log out, unplug it, put it on the top shelf.',
  ],
  story: [
    'January. A new notebook, a long list, and seven things that will all be different.',
    'In March you cross out six of them. What is left takes two minutes, right after coffee.',
    'In June somebody says: you always do that. And you realise that it is true.',
  ],
  habit: 'do the two-minute version, right after coffee',
  payoff: 'progress that no longer needs willpower',
  pictures: [
    'a calendar with a row of crosses',
    'a line of small stones leading uphill',
    'a coffee cup beside an open notebook',
    'a seedling in dark soil',
  ],
  tags: ['habits', 'discipline', 'onepercentbetter'],
};
