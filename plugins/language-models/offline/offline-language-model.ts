import {
  scriptTask,
  VideoGenerationError,
  type ILanguageModel,
  type LanguageModelAnswer,
  type LanguageModelRequest,
  type ScriptAssignment,
  type ScriptDraft,
} from 'aether-video/plugin';
import { foreignClosings } from './foreign-lines.js';
import { quotedPoints } from './quoted-points.js';
import { writeScript, type WrittenDraft } from './write-script.js';

const model = 'rules-1';

/** A writer that follows rules and knows a few subjects: the same assignment gives the same script. */
export class OfflineLanguageModel implements ILanguageModel {
  readonly id = 'offline';
  readonly description = 'Writes by rules: English, or quotes from your own documents in any language.';
  readonly offline = true;
  readonly models = [
    {
      id: model,
      price: { inputMicrosPerMillion: 0, outputMicrosPerMillion: 0, currency: 'USD', date: '2026-11-20' },
    },
  ];

  answer({ task, input }: LanguageModelRequest): Promise<LanguageModelAnswer> {
    try {
      const { draft, remarks } = write(task, input as ScriptAssignment);
      const usage = { inputTokens: 0, outputTokens: 0 };
      return Promise.resolve({ text: JSON.stringify(draft), model, usage, remarks });
    } catch (error) {
      return Promise.reject(VideoGenerationError.from(error));
    }
  }
}

function write(task: string, assignment: ScriptAssignment): WrittenDraft {
  if (task !== scriptTask) {
    throw new VideoGenerationError('INVALID_REQUEST', {
      message: `The offline writer writes video scripts, and was asked for “${task}”.`,
      details: { task, submission: 'rejected' },
    });
  }
  const language = assignment.language.split('-')[0]!.toLowerCase();
  return language === 'en' ? writeScript(assignment) : quoteScript(assignment, language);
}

/** In other languages it can let documents speak, and no more. */
function quoteScript(assignment: ScriptAssignment, language: string): WrittenDraft {
  const points = quotedPoints(assignment).slice(0, assignment.points.most);
  const closing = foreignClosings[language];
  if (points.length === 0 || closing === undefined) {
    throw new VideoGenerationError('LANGUAGE_UNSUPPORTED', {
      message: `The offline writer writes English, and the brief asks for “${assignment.language}”. In ${closing === undefined ? 'this language it can do nothing' : 'this language it can only quote documents'}.`,
      details: { language: assignment.language, submission: 'rejected' },
    });
  }
  const draft: ScriptDraft = {
    title: assignment.topic,
    hook: { text: assignment.topic, visual: assignment.topic },
    points: points.map((point) => ({ ...point, visual: assignment.topic })),
    callToAction: { text: closing, visual: assignment.topic },
    hashtags: [],
  };
  const remark = `The offline writer cannot write “${assignment.language}”: the points are sentences of the documents, word for word.`;
  return { draft, remarks: [remark] };
}
