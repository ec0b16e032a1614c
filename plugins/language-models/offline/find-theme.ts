import type { Theme } from './theme.js';
import { angerTheme } from './themes/anger-theme.js';
import { breathingTheme } from './themes/breathing-theme.js';
import { confidenceTheme } from './themes/confidence-theme.js';
import { exerciseTheme } from './themes/exercise-theme.js';
import { focusTheme } from './themes/focus-theme.js';
import { foodTheme } from './themes/food-theme.js';
import { friendshipTheme } from './themes/friendship-theme.js';
import { gratitudeTheme } from './themes/gratitude-theme.js';
import { habitsTheme } from './themes/habits-theme.js';
import { homeTheme } from './themes/home-theme.js';
import { learningTheme } from './themes/learning-theme.js';
import { moneyTheme } from './themes/money-theme.js';
import { readingTheme } from './themes/reading-theme.js';
import { screensTheme } from './themes/screens-theme.js';
import { sleepTheme } from './themes/sleep-theme.js';
import { startingTheme } from './themes/starting-theme.js';
import { timeTheme } from './themes/time-theme.js';
import { walkingTheme } from './themes/walking-theme.js';
import { waterTheme } from './themes/water-theme.js';

const themes: readonly Theme[] = [
  sleepTheme,
  exerciseTheme,
  waterTheme,
  breathingTheme,
  walkingTheme,
  foodTheme,
  focusTheme,
  learningTheme,
  readingTheme,
  confidenceTheme,
  angerTheme,
  gratitudeTheme,
  habitsTheme,
  startingTheme,
  timeTheme,
  screensTheme,
  friendshipTheme,
  moneyTheme,
  homeTheme,
];

/** Words that do not change what a topic is about. */
const neutral = new Set(
  `a an and are as at be better beyond but by can day days daily do does doing each enough every everyday few five
  for four from get getting good great guide harder have how i if importance important improve in is it its just key
  keep ten learn less life little make makes making many matter matters me minute minutes more most much my need needs
  new night not of on one or our over own part people power practice practise real really science secret secrets
  seven short simple six small so stay stop still than that the their there things think this three through tips to
  today tonight tomorrow too top tricks two understand understanding up us use value want way ways week what when
  where which while who why will with without work works year you your yours hard handle handling reduce reducing
  deal dealing feel feeling build building boost boosting busy deep matters quiet slow fast true first last back
  myth myths truth about benefits reasons reason love easy easier always never actually again`.split(/\s+/u),
);
/** Who and when: told elsewhere in the script. */
const settings = new Set(
  `students student parents kids children adults teens teenagers beginners seniors men women school college university
  office exam exams before after during teams team managers developers teachers nurses athletes remote workers
  adult job jobs weekend winter summer autumn spring workday`.split(/\s+/u),
);

/** The words of a text, lower case. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+(?:[’'-][\p{L}\p{N}]+)*/gu) ?? [];
}

/** The words of a topic that say what it is about. */
export function tellingWords(topic: string): string[] {
  return wordsOf(topic).filter((word) => word.length > 3 && !neutral.has(word));
}

/**
 * The theme that a topic is about. Undefined if any word of it leads elsewhere: “the history of money” is not
 * about saving, and to know nothing is better than to be beside the point.
 */
export function findTheme(topic: string): Theme | undefined {
  const words = wordsOf(topic);
  let best: Theme | undefined;
  let most = 0;
  for (const theme of themes) {
    const hits = words.filter((word) => theme.words.includes(word)).length;
    if (hits > most) [best, most] = [theme, hits];
  }
  if (!best) return undefined;
  const foreign = words.filter(
    (word) => !best.words.includes(word) && !neutral.has(word) && !settings.has(word) && !/^\d+$/u.test(word),
  );
  return foreign.length === 0 ? best : undefined;
}
