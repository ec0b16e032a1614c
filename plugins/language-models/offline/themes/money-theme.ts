import type { Theme } from '../theme.js';

export const moneyTheme: Theme = {
  id: 'money',
  words: [
    'money',
    'saving',
    'savings',
    'save',
    'budget',
    'budgeting',
    'spending',
    'debt',
    'finance',
    'finances',
    'frugal',
  ],
  subject: 'money',
  hooks: {
    question: ['Where did last month’s money go?', 'What does a calm bank account feel like?'],
    statement: ['It is not what you earn. It is what stays.', 'Money you never see, you never miss.'],
  },
  truths: [
    'Small daily costs are invisible because each of them is reasonable.',
    'Saving what is left over rarely works, because nothing is left over.',
    'A small cushion does not make you rich. It makes a broken washing machine a nuisance, not a crisis.',
    'Interest works for those who wait, and against those who owe.',
    'Most purchases that we regret took less than a minute to decide.',
  ],
  turns: [
    'A budget is not a fence. It is permission to spend the rest in peace.',
    'Wealth is mostly what you did not buy.',
  ],
  steps: [
    'Move a fixed sum away on payday, before you can spend it.',
    'Write down every expense for one week. Only look, do not judge.',
    'Cancel one subscription today.',
    'Wait a night before you buy anything that you did not plan.',
    'Pay off the debt with the highest interest first.',
  ],
  story: [
    'The twentieth of the month, and the card is declined for a sandwich.',
    'Next payday a small sum leaves for another account, before you have even looked.',
    'In the autumn the boiler breaks. You sigh, you pay, and you sleep well.',
  ],
  habit: 'write down everything that you spend',
  payoff: 'a little cushion, and a lot of calm',
  pictures: [
    'coins in a glass jar by a window',
    'a handwritten list of expenses',
    'hands closing a wallet',
    'a quiet street of small shops at dawn',
  ],
  tags: ['money', 'saving', 'budgeting'],
};
