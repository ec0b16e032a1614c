import type { Theme } from '../theme.js';

export const waterTheme: Theme = {
  id: 'water',
  words: ['water', 'hydration', 'hydrated', 'drink', 'drinking', 'thirst'],
  subject: 'drinking enough water',
  hooks: {
    question: [
      'Tired at three in the afternoon? Start with a glass of water.',
      'When did you last drink plain water today?',
    ],
    statement: ['The cheapest boost of your day comes out of the tap.', 'Sometimes tired is only thirsty.'],
  },
  truths: [
    'Even a little too little water can make you slower, grumpier and less able to concentrate.',
    'Thirst arrives late. By the time you notice it, you have been running low for a while.',
    'How much you need depends on the heat, on your body and on what you do. There is no magic number.',
    'Food counts as well: fruit, vegetables and soup are mostly water.',
    'Pale yellow is a good sign. Dark yellow says: drink something.',
  ],
  turns: [
    'This is not a cure for everything. It is the first thing to rule out.',
    'You do not need a bigger bottle. You need one that you can see.',
  ],
  steps: [
    'Drink one glass as soon as you get up, before the coffee.',
    'Put a full glass where you work. What you see, you drink.',
    'Drink with every meal, and once between meals.',
    'Before the second coffee, have a glass of water. Then decide.',
    'Bored by water? Add lemon, mint or a slice of cucumber.',
  ],
  story: [
    'Three in the afternoon. The words on the screen start to swim, and you reach for more coffee.',
    'You fill a glass with cold water instead, and drink it standing at the window.',
    'Ten minutes later the sentence that would not come is suddenly there.',
  ],
  habit: 'start each morning with a glass of water',
  payoff: 'a steadier afternoon',
  pictures: [
    'a glass of cold water on a wooden desk',
    'water being poured in slow motion with morning light behind it',
    'a stream running over stones',
    'drops on a window',
  ],
  tags: ['hydration', 'water', 'wellness'],
};
