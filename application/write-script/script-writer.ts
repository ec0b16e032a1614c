import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { AnswerCorrection, LanguageModelRequest } from '../../domain/language-model/language-model.js';
import {
  scriptTask,
  type ScriptAssignment,
  type ScriptDraft,
} from '../../domain/language-model/script-assignment.js';
import type { Cost } from '../../domain/provider/provider-operation.js';
import type { ILogger } from '../../domain/logging/logger.js';
import type { IScriptParser } from '../../domain/script/script-parser.js';
import { checkDraft, type DraftCheck } from './check-draft.js';
import type { Writer } from './choose-writers.js';
import { draftJsonSchema } from './draft-schema.js';
import { fitDraft } from './fit-draft.js';
import type { ModelGateway, PaidAnswer } from './model-gateway.js';
import { readAnswer, type AnswerForm } from './read-answer.js';
import { safeScriptLanguage, safeScripts, safeWriter } from './safe-script.js';
import { scriptInstructions } from './script-instructions.js';
import { WritingLog } from './writing-log.js';

/** Answers that one model may give: the first, and corrections of it. */
const answersPerModel = 3;
/** Of one answer; a script has some hundred, and some models think before they write. */
const maxOutputTokens = 4000;

export interface WritingJob {
  readonly requestId: string;
  readonly assignment: ScriptAssignment;
  readonly writers: readonly Writer[];
  /** What the writing may cost at most, all answers together; undefined without a limit. */
  readonly ceiling?: Cost | undefined;
  readonly signal: AbortSignal;
  readonly logger: ILogger;
  /** How long a line is spoken and shown. */
  readonly secondsOf: (text: string) => number;
  /** What the reader of scripts and the channel say against a draft, as sentences. */
  readonly refusalsOf: (draft: ScriptDraft) => readonly string[];
  /** A safe script is better than none. */
  readonly safeScript: boolean;
  onAsking(writer: string, answer: number): void;
}

/** A script that may be made. */
export interface AcceptedDraft {
  readonly draft: ScriptDraft;
  readonly writer: { readonly name: string; readonly offline: boolean };
  readonly form: AnswerForm;
  readonly checks: readonly DraftCheck[];
  /** Points that were left out because there was no time for them. */
  readonly dropped: number;
  readonly remarks: readonly string[];
  readonly log: WritingLog;
}

interface Judged {
  readonly draft?: ScriptDraft;
  readonly form: AnswerForm;
  readonly checks: readonly DraftCheck[];
  readonly dropped: number;
  readonly problems: readonly string[];
  readonly usable: boolean;
}

/** Has models write, one after the other, until one script passes its checks. */
export class ScriptWriter {
  constructor(
    private readonly gateway: ModelGateway,
    private readonly parsers: readonly IScriptParser[],
  ) {}

  /** @throws VideoGenerationError WRITING_FAILED with all that was tried, or the only writer's own error */
  async write(job: WritingJob): Promise<AcceptedDraft> {
    const log = new WritingLog();
    for (const writer of job.writers) {
      const accepted = await this.askWriter(writer, job, log);
      if (accepted) return accepted;
    }
    const safe = job.safeScript ? this.safe(job, log) : undefined;
    if (safe) return safe;
    throw log.failure();
  }

  /** Nobody wrote one: the first safe script that the channel takes, if it takes any. */
  private safe(job: WritingJob, log: WritingLog): AcceptedDraft | undefined {
    const assignment = { ...job.assignment, language: safeScriptLanguage };
    for (const draft of safeScripts(assignment)) {
      const lines = [draft.hook, ...draft.points, draft.callToAction];
      const seconds = lines.reduce((sum, { text }) => sum + job.secondsOf(text), 0);
      const checks = checkDraft(draft, { assignment, seconds, refusals: job.refusalsOf(draft) });
      if (checks.some(({ passed, forbids }) => forbids && !passed)) continue;
      return { draft, form: 'json', checks, dropped: 0, writer: safeWriter, remarks: [], log };
    }
    return undefined;
  }

  /** Asks one model, and says what was wrong, up to a few times. Undefined: another one has to. */
  private async askWriter(
    writer: Writer,
    job: WritingJob,
    log: WritingLog,
  ): Promise<AcceptedDraft | undefined> {
    const corrections: AnswerCorrection[] = [];
    let best: { readonly judged: Judged; readonly paid: PaidAnswer } | undefined;
    const rounds = writer.plugin.offline ? 1 : answersPerModel;
    for (let round = 1; round <= rounds; round += 1) {
      const paid = await this.answer(writer, job, corrections, log, round);
      if (!paid) break;
      const judged = this.judge(paid.answer.text, job);
      const { problems, usable } = judged;
      log.add(writer.name, usable && problems.length === 0 ? 'accepted' : 'rejected', problems, paid);
      if (usable && (!best || problems.length <= best.judged.problems.length)) best = { judged, paid };
      if (usable && problems.length === 0) break;
      corrections.push({ answer: paid.answer.text, problems });
    }
    if (!best) return undefined;
    const { draft, form, checks, dropped } = best.judged;
    log.accept(writer.name);
    const { remarks = [] } = best.paid.answer;
    const { offline } = writer.plugin;
    return { draft: draft!, form, checks, dropped, writer: { name: writer.name, offline }, remarks, log };
  }

  private async answer(
    writer: Writer,
    job: WritingJob,
    corrections: readonly AnswerCorrection[],
    log: WritingLog,
    round: number,
  ): Promise<PaidAnswer | undefined> {
    const { assignment, signal, logger, requestId } = job;
    job.onAsking(writer.name, round);
    const request: LanguageModelRequest = {
      model: writer.model,
      task: scriptTask,
      instructions: scriptInstructions(assignment),
      input: assignment,
      schema: draftJsonSchema,
      corrections: [...corrections],
      maxOutputTokens,
    };
    try {
      const step = `writing-${log.count + 1}`;
      const left = job.ceiling && { ...job.ceiling, micros: job.ceiling.micros - log.cost.micros };
      return await this.gateway.ask(writer, request, { requestId, step, signal, logger, ceiling: left });
    } catch (thrown) {
      const error = VideoGenerationError.from(thrown);
      if (signal.aborted || error.category === 'cancelled') throw error;
      log.fail(writer.name, error);
      return undefined;
    }
  }

  private judge(text: string, { assignment, secondsOf, refusalsOf }: WritingJob): Judged {
    const read = readAnswer(text, assignment.topic, this.parsers);
    if (!('draft' in read)) {
      return { form: 'json', checks: [], dropped: 0, problems: read.problems, usable: false };
    }
    const { draft, seconds, dropped } = fitDraft(
      read.draft,
      assignment.seconds,
      assignment.points.fewest,
      secondsOf,
    );
    const checks = checkDraft(draft, { assignment, seconds, refusals: refusalsOf(draft) });
    const failed = checks.filter(({ passed }) => !passed);
    const problems = failed.map(({ finding }) => finding!);
    return {
      draft,
      form: read.form,
      checks,
      dropped,
      problems,
      usable: failed.every(({ forbids }) => !forbids),
    };
  }
}
