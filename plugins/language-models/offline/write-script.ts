import type { ScriptAssignment, ScriptDraft } from 'aether-video/plugin';
import { arrangePoints, thoughts, type Arrangement, type Thought } from './arrange-points.js';
import { audienceLines } from './audience-lines.js';
import { chooseThoughts, countWords } from './choose-thoughts.js';
import { findTheme, tellingWords, wordsOf } from './find-theme.js';
import { generalLines, type LinePool } from './general-lines.js';
import { goalLine } from './goal-line.js';
import { asList, asSteps, numeral } from './number-thoughts.js';
import { quotedPoints } from './quoted-points.js';
import { seededChoice, type SeededChoice } from './seeded-choice.js';
import { linesOf, toneOf, type Tone } from './tone-lines.js';
import { topicShape, type TopicShape } from './topic-shape.js';

/** A script, and what its reader should know about how it came to be. */
export interface WrittenDraft {
  readonly draft: ScriptDraft;
  readonly remarks: readonly string[];
}

type Style = ScriptAssignment['style'];

/** Words that a hook has, about. */
const hookWords = 9;

/** Writes a script by rules: what the writer knows of the topic, put in the brief's style, tone and length. */
export function writeScript(assignment: ScriptAssignment): WrittenDraft {
  const choice = seededChoice(assignment.seed);
  const shape = topicShape(assignment.topic);
  const theme = findTheme(assignment.topic);
  const pool: LinePool = theme ?? generalLines(shape);
  const { tone, understood } = toneOf(assignment);
  const style = assignment.style === 'explainer' ? (shape.style ?? 'explainer') : assignment.style;
  const quotes = quotedPoints(assignment).map((quote): Thought => ({ ...quote, kind: 'quote' }));
  const arranged: Arrangement = quotes.length > 0 ? { thoughts: quotes } : arrangePoints(style, pool, choice);
  const closing = closingOf(assignment, tone, choice);
  const points = pointsOf(assignment, arranged, {
    style: quotes.length > 0 ? 'explainer' : style,
    words: assignment.words - countWords(closing.text) - hookWords,
    audience: audienceOf(assignment, quotes.length > 0 ? undefined : pool.habit),
    bridge: thoughts('bridge', style === 'list' ? [] : [choice.pick(linesOf(tone).bridges)]),
    wanted: style === 'list' ? shape.count : undefined,
  });
  const listed = points.filter(({ kind }) => kind === 'step' || kind === 'truth').length;
  const about = theme?.subject ?? shape.subject;
  const plain = hookOf({ style, shape, pool, about, listed, most: assignment.limits.hook }, choice);
  const hook = namesTopic(shape, [plain, ...points.map(({ text }) => text)])
    ? plain
    : named(shape, plain, assignment.limits.hook);
  const picture = pictures(pool, choice);
  const draft: ScriptDraft = {
    title: shape.title,
    hook: { text: hook, visual: picture() },
    points: points.map(({ text, sources }) => ({ text, sources, visual: picture() })),
    callToAction: { text: closing.text, visual: picture() },
    hashtags: pool.tags,
  };
  const known = theme !== undefined || quotes.length > 0;
  const tonal = understood || assignment.tone === '';
  return { draft, remarks: [...remarksOn(assignment, shape, known, tonal), ...closing.remarks] };
}

/** What the writer could not do, in whole sentences. */
function remarksOn(
  { tone }: ScriptAssignment,
  { title }: TopicShape,
  known: boolean,
  tonal: boolean,
): string[] {
  const remarks: string[] = [];
  if (!known) {
    remarks.push(
      `The offline writer knows nothing about “${title}”: its script asks and guides, and holds no facts.`,
    );
  }
  if (!tonal) {
    remarks.push(`The offline writer does not know the tone “${tone}” and wrote in its channel’s.`);
  }
  return remarks;
}

function pointsOf(
  { points, limits }: ScriptAssignment,
  arranged: Arrangement,
  terms: {
    readonly style: Style;
    readonly words: number;
    readonly audience: readonly Thought[];
    readonly bridge: readonly Thought[];
    readonly wanted: number | undefined;
  },
): Thought[] {
  const chosen = chooseThoughts(arranged, { points, limits, ...terms });
  if (terms.style === 'list') return asList(chosen);
  return terms.style === 'how-to' ? asSteps(chosen) : chosen;
}

function pictures({ pictures: known }: LinePool, { shuffle }: SeededChoice): () => string {
  const order = shuffle(known);
  let next = 0;
  return () => order[next++ % order.length]!;
}

function audienceOf({ audience }: ScriptAssignment, habit: string | undefined): Thought[] {
  return thoughts('audience', audience === undefined ? [] : audienceLines(audience, habit));
}

interface HookTerms {
  readonly style: Style;
  readonly shape: TopicShape;
  readonly pool: LinePool;
  /** What it is about, if that has a name. */
  readonly about: string | undefined;
  /** Thoughts of a list. */
  readonly listed: number;
  readonly most: number;
}

function hookOf({ style, shape, pool, about, listed, most }: HookTerms, { shuffle }: SeededChoice): string {
  const { question, statement } = pool.hooks;
  const usual = style === 'explainer' ? [question, statement] : [statement, question];
  const named = shape.count === listed ? `${shape.title}.` : undefined;
  const counted =
    about === undefined ? undefined : `${numeral(listed) ?? 'A few'} things worth knowing about ${about}.`;
  const own = style === 'list' ? [named ?? counted] : [];
  const topic = new Set(wordsOf(shape.title).filter((word) => word.length > 3));
  const telling = (line: string): number => wordsOf(line).filter((word) => topic.has(word)).length;
  // Among the usual ones, one that names the topic is better than one that does not.
  const ranked = usual
    .flatMap((lines) => shuffle(lines))
    .sort((left, right) => telling(right) - telling(left));
  const lines = [...own, ...ranked].filter((line) => line !== undefined);
  return lines.find((line) => countWords(line) <= most) ?? wordsOf(shape.title).slice(0, most).join(' ');
}

/** Letters that two words of one stem share: `stress` and `stressed`. */
const stemLetters = 5;

/** True if any line has a telling word of the topic. */
function namesTopic({ title }: TopicShape, lines: readonly string[]): boolean {
  const stems = tellingWords(title).map((word) => word.slice(0, stemLetters));
  const spoken = wordsOf(lines.join(' '));
  return stems.length === 0 || stems.some((stem) => spoken.some((word) => word.startsWith(stem)));
}

/** Says the topic first, where nothing else does. */
function named({ title }: TopicShape, hook: string, most: number): string {
  const both = `${title}. ${hook}`;
  if (countWords(both) <= most) return both;
  return countWords(title) <= most ? `${title}.` : hook;
}

function closingOf(
  { goal, limits }: ScriptAssignment,
  tone: Tone,
  { pick }: SeededChoice,
): { readonly text: string; readonly remarks: readonly string[] } {
  const usual = pick(linesOf(tone).closings);
  if (goal === undefined) return { text: usual, remarks: [] };
  const line = goalLine(goal);
  if (line === 'served') return { text: usual, remarks: [] };
  if (line === undefined || countWords(line.call) > limits.callToAction) {
    const remark = `The offline writer could not make a call to action of the goal “${goal}”.`;
    return { text: usual, remarks: [remark] };
  }
  const sentences = usual.split(/(?<=[.!?])\s+/u);
  const both = `${line.call} ${sentences.at(-1)!}`;
  return { text: countWords(both) <= limits.callToAction ? both : line.call, remarks: [] };
}
