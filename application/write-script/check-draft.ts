import type { ScriptAssignment, ScriptDraft } from '../../domain/language-model/script-assignment.js';
import type { ScriptCheck } from '../../domain/video/writing-report.js';
import { bannedIn } from './banned-content.js';
import { languageMismatch } from './language-mismatch.js';
import { repetitionIn } from './repetition.js';
import { stemsOf } from './stems.js';

/** One check, and whether its failure forbids the script. */
export interface DraftCheck extends ScriptCheck {
  readonly forbids: boolean;
}

export interface DraftTerms {
  readonly assignment: ScriptAssignment;
  /** Of the whole draft, by the voice's rate. */
  readonly seconds: number;
  /** What the reader of scripts says against it, as sentences. */
  readonly refusals: readonly string[];
}

/** How far a script may be from its length, as shares of it. */
const shortest = 0.7;
const longest = 1.08;

const linesOf = ({ hook, points, callToAction }: ScriptDraft): string[] =>
  [hook, ...points, callToAction].map(({ text }) => text);

/** Holds a draft against its assignment. */
export function checkDraft(draft: ScriptDraft, terms: DraftTerms): DraftCheck[] {
  const { assignment, seconds, refusals } = terms;
  const lines = linesOf(draft);
  return [
    check('channel', true, refusals[0]),
    check('banned content', true, bannedLine(draft, lines, assignment)),
    check('language', true, languageMismatch(lines.join(' '), assignment.language)),
    check('length', false, lengthProblem(seconds, assignment.seconds)),
    check('coherence', false, strayed(lines, assignment)),
    check('repetition', false, repetitionIn(lines)),
    check('sources', false, sourceProblem(draft, assignment)),
  ];
}

function check(name: string, forbids: boolean, problem: string | undefined): DraftCheck {
  return {
    name,
    forbids,
    passed: problem === undefined,
    ...(problem === undefined ? {} : { finding: problem }),
  };
}

function bannedLine(
  draft: ScriptDraft,
  lines: readonly string[],
  { banned }: ScriptAssignment,
): string | undefined {
  for (const line of [draft.title, ...lines]) {
    const why = bannedIn(line, banned);
    if (why !== undefined) return `“${line.slice(0, 80)}” ${why}.`;
  }
  return undefined;
}

function lengthProblem(seconds: number, wanted: number): string | undefined {
  if (seconds >= wanted * shortest && seconds <= wanted * longest) return undefined;
  const word = seconds < wanted ? 'short' : 'long';
  return `It would last about ${Math.round(seconds)} s, too ${word} for ${Math.round(wanted)} s.`;
}

/** Says nothing of its topic, in any line. */
function strayed(lines: readonly string[], { topic, language }: ScriptAssignment): string | undefined {
  const wanted = new Set(stemsOf(topic, language));
  if (wanted.size === 0) return undefined;
  const found = stemsOf(lines.join(' '), language).some((stem) => wanted.has(stem));
  return found ? undefined : `No line takes up a word of the topic “${topic}”.`;
}

/** Figures that no passage has, and citations of passages that there are not. */
function sourceProblem(draft: ScriptDraft, { passages, topic }: ScriptAssignment): string | undefined {
  if (passages.length === 0) return undefined;
  const cited = draft.points.flatMap(({ sources }) => sources);
  const stranger = cited.find((number) => !passages.some((passage) => passage.number === number));
  if (stranger !== undefined) return `It cites passage ${stranger}, which there is not.`;
  if (cited.length === 0) return 'No point cites a passage.';
  const known = new Set([topic, ...passages.map(({ text }) => text)].flatMap(figuresOf));
  for (const line of linesOf(draft)) {
    const figure = figuresOf(line).find((candidate) => !known.has(candidate));
    if (figure !== undefined) return `The figure ${figure} stands in none of the documents.`;
  }
  return undefined;
}

/** `1,200` and `1200` are one figure. */
function figuresOf(text: string): string[] {
  return (text.match(/\d[\d.,]*/gu) ?? []).map((figure) => figure.replace(/[.,]$/u, '').replaceAll(',', ''));
}
