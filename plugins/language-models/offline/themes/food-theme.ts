import type { Theme } from '../theme.js';

export const foodTheme: Theme = {
  id: 'food',
  words: [
    'food',
    'eat',
    'eating',
    'cooking',
    'cook',
    'breakfast',
    'lunch',
    'dinner',
    'meal',
    'meals',
    'nutrition',
    'vegetables',
    'healthy',
  ],
  subject: 'eating well',
  hooks: {
    question: [
      'What if eating well were mostly about Sunday?',
      'Who decides what you eat when you are tired?',
    ],
    statement: [
      'You eat what is easy. So make the good thing easy.',
      'A good meal starts long before you are hungry.',
    ],
  },
  truths: [
    'Hungry people choose fast, not well. The choice has to be made before.',
    'Most of us do not need a new diet. We need vegetables that are already washed.',
    'Food that needs chewing fills you longer than food that does not.',
    'Eating slowly gives the stomach time to tell the head that it has had enough.',
    'One meal changes nothing. What you eat on most days changes a lot.',
  ],
  turns: [
    'This is not about giving things up. It is about what you put in their place.',
    'A simple meal at a table beats a perfect one that never gets cooked.',
  ],
  steps: [
    'Cook once, and eat twice. Tomorrow’s lunch is already in the pot.',
    'Put fruit where you can see it, and biscuits where you cannot.',
    'Fill half of the plate with vegetables before anything else goes on.',
    'Learn three meals by heart, and rotate them without shame.',
    'Sit down to eat. No screen, at least once a day.',
  ],
  story: [
    'Half past seven. You open the fridge, close it, and open it again, as if something had changed.',
    'On Sunday you cook one big pot of soup, and fill five jars.',
    'Wednesday, half past seven. You open the fridge, and dinner is looking back at you.',
  ],
  habit: 'cook one meal that feeds you twice',
  payoff: 'evenings that take care of themselves',
  pictures: [
    'steam rising from a pot on a stove',
    'washed vegetables in morning light',
    'a simple meal on a wooden table',
    'hands slicing bread',
  ],
  tags: ['eatwell', 'homecooking', 'simplefood'],
};
