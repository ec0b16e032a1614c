import type { Theme } from '../theme.js';

export const exerciseTheme: Theme = {
  id: 'exercise',
  words: [
    'exercise',
    'exercising',
    'workout',
    'workouts',
    'fitness',
    'gym',
    'running',
    'run',
    'training',
    'move',
    'moving',
    'movement',
    'sport',
    'strength',
  ],
  subject: 'moving more',
  hooks: {
    question: ['What if ten minutes were enough to begin?', 'Why is the first minute always the hardest?'],
    statement: [
      'You do not need a gym. You need shoes by the door.',
      'The hardest weight to lift is the front door.',
    ],
  },
  truths: [
    'Moving lifts the mood while you do it, long before anything changes in the mirror.',
    'The heart is a muscle. Like every muscle, it grows strong by being asked.',
    'The biggest gain is the first one: from nothing at all to a little, most days.',
    'Strength is what makes stairs, bags and birthdays easy, at any age.',
    'A body that moves in the day sleeps more deeply at night.',
    'Motivation comes and goes. A fixed time and a packed bag stay.',
  ],
  turns: [
    'You are not training for a photo. You are training for every ordinary day that comes after.',
    'Missing one day is life. Missing two is the start of a new habit.',
  ],
  steps: [
    'Start with ten minutes. Ten minutes that happen beat an hour that does not.',
    'Tie it to something that you do anyway: after coffee, before the shower.',
    'Lay out your clothes the night before, where you will trip over them.',
    'Walk briskly enough to talk, but not to sing.',
    'Twice a week, carry, push or lift something heavy enough to notice.',
    'Stop while it still feels good. That way you come back.',
  ],
  story: [
    'The shoes have been by the door since January. They are still very clean.',
    'Today you put them on, just to the corner and back. Six minutes. Nobody claps.',
    'Three weeks later you take the stairs without deciding to.',
  ],
  habit: 'move for ten minutes before you sit down for the evening',
  payoff: 'a body that says yes more often',
  pictures: [
    'running shoes beside a front door in morning light',
    'a person walking uphill on a quiet road',
    'hands tying a shoelace',
    'an empty park path at dawn',
  ],
  tags: ['fitness', 'movement', 'startsmall'],
};
