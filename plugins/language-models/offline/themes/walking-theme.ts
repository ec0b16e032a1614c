import type { Theme } from '../theme.js';

export const walkingTheme: Theme = {
  id: 'walking',
  words: ['walk', 'walks', 'walking', 'nature', 'outdoors', 'outside', 'forest', 'hiking'],
  subject: 'walking outside',
  hooks: {
    question: ['Stuck? When did you last go for a walk?', 'What would twenty minutes outside change?'],
    statement: ['Some problems only move when you do.', 'The oldest way to think is on foot.'],
  },
  truths: [
    'Walking asks nothing of you: no kit, no ticket, no talent.',
    'Daylight in the morning helps to set the clock that makes you sleepy at night.',
    'A walk gives the mind something easy to do, and that is when ideas turn up.',
    'Green places quiet us. Even one tree on an ordinary street counts.',
    'Side by side, people talk more easily than face to face.',
  ],
  turns: [
    'A walk is not a break from the work. Often it is where the work gets done.',
    'You do not go outside to find time. You go outside to feel that you have some.',
  ],
  steps: [
    'Go without a destination. Turn where the light looks good.',
    'Leave the headphones at home once this week.',
    'Name five things that you can hear.',
    'Take the next phone call on foot.',
    'Walk the last stop home, just once, and see what you pass.',
  ],
  story: [
    'The same paragraph, for the fourth time. Nothing moves.',
    'You take your coat, go down the stairs, and turn left for no reason at all.',
    'Somewhere by the second corner, the missing sentence walks up beside you.',
  ],
  habit: 'walk for twenty minutes in daylight',
  payoff: 'a mind with its windows open',
  pictures: [
    'a forest path with light falling through leaves',
    'footsteps on a gravel road',
    'wind moving through tall grass',
    'a hill path at golden hour',
  ],
  tags: ['walking', 'nature', 'slowdown'],
};
