import type { Theme } from '../theme.js';

export const friendshipTheme: Theme = {
  id: 'friendship',
  words: [
    'friend',
    'friends',
    'friendship',
    'friendships',
    'lonely',
    'loneliness',
    'relationship',
    'relationships',
    'listening',
    'listen',
    'connection',
    'community',
  ],
  subject: 'friendship',
  hooks: {
    question: ['Who have you been meaning to call?', 'When did somebody last really listen to you?'],
    statement: ['Friendship is mostly showing up.', 'Somebody is waiting for you to write first.'],
  },
  truths: [
    'Feeling lonely is a signal, like thirst. It says that you are made for company.',
    'Friendships rarely break. They fade, one unanswered message at a time.',
    'People enjoy being contacted more than we expect.',
    'Listening is not waiting for your turn. It is being curious until the end of the sentence.',
    'Time together counts most when nothing special happens.',
  ],
  turns: [
    'You do not need more contacts. You need a few people who know how you really are.',
    'Being a good friend is less about the right words than about the second call.',
  ],
  steps: [
    'Write to one person today: I just thought of you. That is enough.',
    'Put a fixed evening in the calendar, so that nobody has to organise it.',
    'Ask a question, and then a second one about the answer.',
    'Bring soup, not advice.',
    'Remember one date that matters to them.',
  ],
  story: [
    'You scroll past the name again. It has been too long, you think, and it gets longer.',
    'You write: I just thought of you. Two minutes later the phone rings.',
    'You talk for an hour about nothing, and walk home lighter.',
  ],
  habit: 'write to one person you have been thinking of',
  payoff: 'people who know how you really are',
  pictures: [
    'two chairs on a porch at sunset',
    'two people walking away down a lane',
    'hands passing a cup of tea',
    'string lights over an empty table',
  ],
  tags: ['friendship', 'connection', 'reachout'],
};
