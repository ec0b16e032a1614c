import type { ScriptAssignment } from '../../domain/language-model/script-assignment.js';
import type { VideoNotice } from '../../domain/video/video-result.js';
import type { CitedSource, WritingReport } from '../../domain/video/writing-report.js';
import { safeWriter } from './safe-script.js';
import type { AcceptedDraft } from './script-writer.js';

/** Where notices go. */
interface Notices {
  degrade(notice: VideoNotice): void;
  warn(notice: VideoNotice): void;
}

const forms: Readonly<Record<AcceptedDraft['form'], string | undefined>> = {
  json: undefined,
  'json-in-prose': 'The JSON stood between other words.',
  'mended-json': 'The JSON had slips, which were mended.',
  prose: 'The model answered in prose, and the script was read out of it.',
};

const safeScriptNotice: VideoNotice = {
  code: 'SAFE_SCRIPT',
  what: 'The script is not about what was asked for.',
  why: 'No language model wrote one that could be used.',
  effect: 'A safe default script was spoken instead, in English.',
};

/** Says everything about a written script that the person who asked would not expect. */
export function tellWriting(notices: Notices, accepted: AcceptedDraft): void {
  const { log, writer, checks, remarks } = accepted;
  const others = new Map(
    log.attempts.filter(({ model }) => model !== writer.name).map((attempt) => [attempt.model, attempt]),
  );
  for (const [model, { problems }] of others) {
    notices.degrade({
      code: 'WRITER_FALLBACK',
      what: `“${model}” wrote no script that could be used.`,
      why: problems.join(' '),
      effect: `“${writer.name}” wrote it instead.`,
    });
  }
  if (writer.name === safeWriter.name) notices.degrade(safeScriptNotice);
  for (const { name, passed, finding } of checks) {
    if (passed) continue;
    const what = `The script did not pass the check of its ${name}.`;
    notices.warn({ code: 'SCRIPT_CHECK_FAILED', what, why: finding!, effect: 'Read it before you post it.' });
  }
  for (const remark of remarks) {
    const effect = 'Give --source documents or a language model for more.';
    notices.warn({ code: 'WRITER_REMARK', what: remark, why: `“${writer.name}” said so.`, effect });
  }
  tellRepairs(notices, accepted);
  for (const model of log.unpriced) {
    const what = `Nobody knows what “${model}” costs.`;
    notices.warn({
      code: 'PRICE_UNKNOWN',
      what,
      why: 'It has no published price.',
      effect: 'The cost leaves it out.',
    });
  }
}

/** What had to be done to an answer before it could be used. */
function tellRepairs(notices: Notices, { writer, form, dropped }: AcceptedDraft): void {
  const why = forms[form];
  if (why !== undefined) {
    const what = `The answer of “${writer.name}” was not what was asked for.`;
    notices.warn({ code: 'ANSWER_MENDED', what, why, effect: 'Read the script before you post it.' });
  }
  if (dropped > 0 && !writer.offline) {
    const what = `${dropped} of the written points ${dropped === 1 ? 'was' : 'were'} left out.`;
    notices.warn({
      code: 'POINTS_DROPPED',
      what,
      why: 'There was no time for more.',
      effect: 'The rest fits.',
    });
  }
}

/** The account of a script that a model wrote. */
export function reportOf(
  { draft, writer, checks, log }: AcceptedDraft,
  { passages, channel }: ScriptAssignment,
  script: Readonly<Record<string, unknown>>,
): WritingReport {
  const lines = [
    { scene: 'hook', visual: draft.hook.visual },
    ...draft.points.map(({ visual }, index) => ({ scene: `point-${index + 1}`, visual })),
    { scene: 'call-to-action', visual: draft.callToAction.visual },
  ];
  const cited = passages.map(({ number, source, text }): CitedSource => {
    const scenes = draft.points.flatMap(({ sources }, index) =>
      sources.includes(number) ? [`point-${index + 1}`] : [],
    );
    return { source, scenes, passage: text };
  });
  return {
    writer: writer.name,
    tokens: log.tokens,
    cost: log.cost,
    cached: log.cached,
    attempts: log.attempts,
    sources: cited.filter(({ scenes }) => scenes.length > 0),
    checks: checks.map(({ forbids: _forbids, ...check }) => check),
    visuals: lines
      .filter(({ visual }) => visual !== '')
      .map(({ scene, visual }) => ({ scene, kind: 'clip', prompt: `${visual}. ${channel.theme}.` })),
    script,
  };
}
