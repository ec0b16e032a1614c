import type { Theme } from '../theme.js';

export const sleepTheme: Theme = {
  id: 'sleep',
  words: ['sleep', 'sleeping', 'asleep', 'rest', 'insomnia', 'bedtime', 'nap', 'naps', 'tired', 'tiredness'],
  subject: 'sleep',
  hooks: {
    question: ['What happens to a day that starts too tired?', 'When did you last wake up before the alarm?'],
    statement: ['The night decides how the day goes.', 'Nobody ever regretted going to bed on time.'],
  },
  truths: [
    'While you sleep, the brain sorts the day and files away what it wants to keep.',
    'What you learned today is made firm tonight. Cut the night short, and some of it slips away.',
    'Tired people misjudge how tired they are. That is what makes it risky.',
    'A short night makes small problems look large, and patience run thin.',
    'The body keeps a clock, and light sets it. Bright screens late at night push it back.',
    'Caffeine lingers for hours. An afternoon coffee can still be awake when you want to be asleep.',
  ],
  turns: [
    'Sleep is not the time that is left over. It is where the other hours get their strength.',
    'Rest is not the opposite of work. It is the part of work that nobody sees.',
  ],
  steps: [
    'Choose a time to get up, and keep it. Even at weekends, within an hour.',
    'Let the last half hour be dim and dull: low light, no news, no scrolling.',
    'Leave the phone to charge in another room.',
    'Keep the bedroom cool, dark and quiet. Your body sleeps better when it is a little cold.',
    'Cannot sleep? Get up, do something boring in soft light, and come back when your eyes are heavy.',
    'Write tomorrow’s worries on paper, so that your head does not have to hold them.',
  ],
  story: [
    'It is nearly midnight. You promise yourself one more episode, and you both know how that ends.',
    'The next night you close the screen at ten. It feels almost silly, lying there in the dark.',
    'A week later the alarm rings, and for once you are already half awake.',
  ],
  habit: 'go to bed half an hour earlier',
  payoff: 'a clear head in the morning',
  pictures: [
    'a dark bedroom with moonlight on white linen',
    'a bedside lamp being switched off',
    'a city at night with one lit window',
    'first sunlight through a curtain',
  ],
  tags: ['sleep', 'rest', 'healthyhabits'],
};
