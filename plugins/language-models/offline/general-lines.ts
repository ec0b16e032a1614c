import type { Theme } from './theme.js';
import { upperFirst, type TopicShape } from './topic-shape.js';

/** Lines on a subject of which the writer knows nothing: they ask and guide, and claim nothing about it. */
export type LinePool = Pick<Theme, 'hooks' | 'truths' | 'turns' | 'steps' | 'story' | 'pictures' | 'tags'> & {
  readonly habit?: string;
};

const pictures = [
  'a wide view that slowly comes closer',
  'a close-up of one telling detail',
  'hands at work in warm light',
  'an open road towards the horizon',
];

/** `#TheNightSky` as `nightsky`. */
function tagsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  const telling = words.filter(
    (word) => !/^(?:the|and|for|why|how|what|with|from|about|your|matters?|into)$/u.test(word),
  );
  return telling.length === 0 ? [] : [...new Set([telling.join('').slice(0, 40), ...telling.slice(0, 2)])];
}

function onAction(action: string, title: string): LinePool {
  return {
    hooks: {
      question: [
        `What if you could ${action}, starting with ten minutes today?`,
        `Want to ${action}? Start smaller than you think.`,
      ],
      statement: [
        `You do not need talent to ${action}. You need a first step.`,
        `Nobody is born knowing how to ${action}.`,
      ],
    },
    truths: [
      'Most people never fail at it. They just never get past the beginning.',
      'The first tries feel clumsy for everybody. That is what learning feels like from the inside.',
      'A clear picture of the result saves half of the detours.',
      'Twenty minutes on most days beat one heroic weekend.',
    ],
    turns: [
      'Done badly is ahead of planned well.',
      'The goal is not to be good at it today. The goal is to be at it again tomorrow.',
    ],
    steps: [
      'Say in one sentence what it looks like when it is done.',
      'Find somebody who has done it, and ask what they would skip.',
      'Make the first step so small that you cannot refuse it.',
      'Gather what you need before you begin, so that nothing interrupts you.',
      'Decide when and where. A plan with a time and a place gets done.',
      'Expect the first try to be rough, and keep it. You will want to compare.',
      'Do it again within two days, while your hands still remember.',
    ],
    story: [
      `For months it has been on the list: ${action}. Somewhere between the dentist and the taxes.`,
      'One evening you stop planning, set a timer, and do the first ten minutes badly.',
      'It is still not finished. But it has moved from the list into your life.',
    ],
    pictures,
    tags: tagsOf(title),
  };
}

function onQuestion(question: string, title: string): LinePool {
  return {
    hooks: {
      question: [`Have you ever wondered ${question}?`, `Stop for a moment, and ask ${question}.`],
      statement: [
        `Few people stop to ask ${question}.`,
        `It is easy to walk past a question like this: ${question}.`,
      ],
    },
    truths: [
      'A good question is worth more than a quick answer.',
      'The first answer that comes to mind is usually the one that we have heard most often.',
      'Look at who gives an answer, and at what they gain from it.',
      'One real example tells you more than ten opinions.',
      'Often there is more than one reason, and they pull in different directions.',
      'What would have to be true for the opposite to hold? That is where it gets interesting.',
    ],
    turns: [
      'Not knowing yet is not a gap. It is a door.',
      'The point is not to win the argument. The point is to see a little further.',
    ],
    steps: [
      'Write down your own guess before you look anything up.',
      'Find two sources that disagree, and read both to the end.',
      'Ask somebody who deals with it every day.',
      'Explain what you found to a friend, in three sentences.',
      'Then look at your first guess again, and notice what has changed.',
    ],
    story: [
      `Somebody at the table asks ${question}. Everyone has an answer, and no two are alike.`,
      'On the way home it will not let you go. You look it up, and then you look up what you found.',
      'Next time, you ask a second question instead of giving a first answer.',
    ],
    pictures,
    tags: tagsOf(title),
  };
}

function onSubject(subject: string, title: string): LinePool {
  return {
    hooks: {
      question: [
        `What do you really know about ${subject}?`,
        `What would change if you looked at ${subject} a little more closely?`,
      ],
      statement: [
        `Everybody has an opinion about ${subject}. Few have looked closely.`,
        `${upperFirst(subject)}. One minute, and you will see more in it.`,
      ],
    },
    truths: [
      'Start with the plain question underneath: why does it exist at all?',
      'Most of what we think about it is borrowed. Borrowed ideas are fine to start with, not to stop with.',
      'One real case, seen up close, teaches more than ten opinions from afar.',
      'Ask who gains, who pays, and who decides. It is rarely the same person.',
      'Look at what was there before, and at what would be missing without it.',
      'Notice what surprises you. Surprise marks the edge of what you know.',
    ],
    turns: [
      `You do not have to become an expert on ${subject}. You only have to look once more than usual.`,
      'What looks simple from afar is usually full of people who care about it.',
    ],
    steps: [
      `Write down in one sentence what you believe about ${subject}.`,
      'Find somebody who knows it from the inside, and ask what outsiders get wrong.',
      'Pick one example near you, and follow it back to where it begins.',
      'Read one thing by somebody who disagrees with you.',
      'Change one small thing this week because of what you found.',
    ],
    story: [
      `You have passed it a hundred times: ${subject}. It was just there, like the weather.`,
      'Then somebody who loves it shows you one detail, and you cannot unsee it.',
      'The next day you pass it again, and this time you stop.',
    ],
    pictures,
    tags: tagsOf(title),
  };
}

/** What can be said of any topic. */
export function generalLines({ title, subject, action, question }: TopicShape): LinePool {
  if (action !== undefined) return onAction(action, title);
  if (question !== undefined) return onQuestion(question, title);
  return onSubject(subject ?? 'this', title);
}
