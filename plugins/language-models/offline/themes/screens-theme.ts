import type { Theme } from '../theme.js';

export const screensTheme: Theme = {
  id: 'screens',
  words: [
    'phone',
    'phones',
    'screen',
    'screens',
    'scrolling',
    'scroll',
    'social',
    'media',
    'smartphone',
    'notifications',
    'digital',
    'detox',
    'doomscrolling',
  ],
  subject: 'screens',
  hooks: {
    question: ['Who decides when you pick up your phone?', 'How many times did you unlock your phone today?'],
    statement: [
      'You did not want to scroll. You wanted a pause.',
      'The feed has no last page. You have to bring one.',
    ],
  },
  truths: [
    'Apps are built to be opened. It is not a weakness of yours that they are.',
    'Most pick-ups are not a decision. They are what hands do when a moment is empty.',
    'A feed without an end takes away the moment in which you would have stopped.',
    'Comparing your whole day with the best minute of somebody else’s is not a fair match.',
    'Boredom is where ideas come from. A screen fills it before they arrive.',
  ],
  turns: [
    'You do not have to give it up. You have to be the one who begins and ends it.',
    'It is not about less screen. It is about more of everything else.',
  ],
  steps: [
    'Turn off every notification that does not come from a person.',
    'Move the apps that swallow you off the first page.',
    'Charge the phone outside the bedroom, and buy a cheap alarm clock.',
    'Pick one place without phones: the table, the bed, or the bus.',
    'Before you open it, say what for. Close it when that is done.',
  ],
  story: [
    'You only wanted to check the weather. That was forty minutes ago.',
    'You move three apps into a folder at the very back, and switch the screen to grey.',
    'On Thursday you look up at a red light, and notice that it is spring.',
  ],
  habit: 'leave the phone outside the bedroom',
  payoff: 'evenings that are long again',
  pictures: [
    'a phone glowing on a dark table',
    'a person looking out of a train window',
    'an empty table with two cups and no screens',
    'a wide horizon at dusk',
  ],
  tags: ['digitaldetox', 'screentime', 'offline'],
};
