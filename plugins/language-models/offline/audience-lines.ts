/** Moments in a life, to which a habit can be tied. */
interface Audience {
  readonly words: readonly string[];
  /** Begins a sentence: `The night before an exam`. */
  readonly moment: string;
  /** Who is told: `If you are studying`. */
  readonly address: string;
}

const audiences: readonly Audience[] = [
  {
    words: ['student', 'students', 'pupils', 'learners', 'undergraduates', 'teens', 'teenagers'],
    moment: 'In the week before an exam',
    address: 'If you are studying',
  },
  {
    words: ['parent', 'parents', 'mothers', 'fathers', 'mums', 'moms', 'dads', 'families'],
    moment: 'On a day when the children need all of you',
    address: 'If you have small children',
  },
  {
    words: ['teacher', 'teachers', 'educators', 'lecturers'],
    moment: 'After a day in front of a class',
    address: 'If you teach',
  },
  {
    words: ['developer', 'developers', 'programmers', 'engineers', 'coders'],
    moment: 'When the bug will not let you go',
    address: 'If you write code',
  },
  {
    words: ['remote', 'freelancers', 'freelancer', 'home-office', 'homeworkers'],
    moment: 'When your desk is also your kitchen table',
    address: 'If you work from home',
  },
  {
    words: [
      'manager',
      'managers',
      'leaders',
      'executives',
      'bosses',
      'founders',
      'entrepreneurs',
      'startups',
    ],
    moment: 'On a day of back-to-back meetings',
    address: 'If others look to you',
  },
  {
    words: ['office', 'workers', 'employees', 'professionals', 'colleagues', 'teams'],
    moment: 'On a long day at the desk',
    address: 'If you work at a desk',
  },
  {
    words: ['senior', 'seniors', 'retirees', 'pensioners', 'elderly', 'grandparents'],
    moment: 'When the days are your own again',
    address: 'If you have done this for decades',
  },
  {
    words: ['athlete', 'athletes', 'runners', 'lifters', 'players', 'cyclists'],
    moment: 'In a hard training week',
    address: 'If you train',
  },
  {
    words: [
      'creator',
      'creators',
      'artists',
      'writers',
      'designers',
      'musicians',
      'creatives',
      'photographers',
    ],
    moment: 'On the day when no idea will come',
    address: 'If you make things',
  },
  {
    words: ['nurse', 'nurses', 'doctors', 'carers', 'caregivers'],
    moment: 'After a shift that took everything',
    address: 'If you look after others',
  },
  {
    words: ['beginner', 'beginners', 'newcomers', 'starters'],
    moment: 'In your very first week',
    address: 'If you are new to this',
  },
];

/** A line for those who watch, tied to what they could do; for people that the writer does not know, a plain one. */
export function audienceLines(audience: string, habit: string | undefined): string[] {
  const written = audience.toLowerCase().split(/[^\p{L}-]+/u);
  const known = audiences.find(({ words }) => words.some((word) => written.includes(word)));
  const plain = /^(?:everyone|everybody|all|anyone|general|people|the public|general public|adults)$/iu.test(
    audience.trim(),
  );
  if (plain) return [];
  if (known && habit !== undefined) return [`${known.moment}, ${habit}. That is when it counts.`];
  if (known) return [`${known.address}, this one is for you.`];
  return [`This one is for ${audience.charAt(0).toLowerCase()}${audience.slice(1).replace(/[.!?]+$/u, '')}.`];
}
