import type { Brief } from '../../../domain/brief/brief.js';
import type { IChannelStrategy } from '../../../domain/channel/channel-strategy.js';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { ILanguageModel } from '../../../domain/language-model/language-model.js';
import type { ScriptDraft } from '../../../domain/language-model/script-assignment.js';
import type { IScriptParser } from '../../../domain/script/script-parser.js';
import type { VisualKind } from '../../../domain/script/video-script.js';
import type { IConfigManager } from '../../../domain/settings/settings.js';
import { fillSlots, fillTemplate } from '../../../domain/template/fill-template.js';
import type { ScriptRequest } from '../../../domain/video/video-request.js';
import type { PipelineContext, PipelineStage } from '../../pipeline/pipeline-stage.js';
import type { ScriptReader } from '../../read-script/script-reader.js';
import { chooseWriters } from '../../write-script/choose-writers.js';
import { scriptOf, type Manuscript, type ScriptHead } from '../../write-script/manuscript.js';
import type { ModelGateway } from '../../write-script/model-gateway.js';
import { lineSeconds } from '../../write-script/plan-assignment.js';
import { reportOf, tellWriting } from '../../write-script/report-writing.js';
import { safeScriptLanguage, safeWriter } from '../../write-script/safe-script.js';
import { ScriptWriter } from '../../write-script/script-writer.js';
import type { Commission } from '../generation-outputs.js';
import { withBrief, type WritingOutputs } from './brief-stage.js';

export interface WritingStageParts {
  readonly reader: ScriptReader;
  readonly parsers: readonly IScriptParser[];
  readonly models: readonly ILanguageModel[];
  readonly modelGateway: ModelGateway;
  readonly config: Pick<IConfigManager, 'settings'>;
}

type Context = PipelineContext<WritingOutputs, 'job' | 'commission'>;
type BriefCommission = Extract<Commission, { kind: 'brief' }>;
type TemplateCommission = Extract<Commission, { kind: 'template' }>;

/** What the reader and the channel would say against a script. */
function refusals(reader: ScriptReader, request: ScriptRequest): string[] {
  try {
    reader.read(request);
    return [];
  } catch (thrown) {
    const { category, message, details } = VideoGenerationError.from(thrown);
    if (category !== 'input') throw thrown;
    const { issues } = details;
    if (!Array.isArray(issues)) return [message];
    return (issues as { message: string; howToFix: string }[]).map(
      (issue) => `${issue.message} ${issue.howToFix}`,
    );
  }
}

function headOf(
  { descriptor }: IChannelStrategy,
  { voice, music }: Brief,
  language: string,
  visual: VisualKind | undefined,
): ScriptHead {
  return { channel: descriptor.id, language, voice, music, visual };
}

async function write(
  parts: WritingStageParts,
  context: Context,
  { brief, assignment }: BriefCommission,
): Promise<Manuscript> {
  const { id, request, result, budget, safeScript } = context.output('job');
  const { brief: _brief, template: _template, writer, script: _script, ...rest } = request;
  const channel: IChannelStrategy = parts.reader.channelFor(request.channel, brief.channel);
  const head = headOf(channel, brief, assignment.language, request.visual);
  const requestFor = (draft: ScriptDraft, header = head): ScriptRequest => {
    const content = scriptOf(draft, header);
    const script = brief.baseFolder === undefined ? content : { content, baseFolder: brief.baseFolder };
    return { ...rest, ...withBrief(request, brief), script };
  };
  const accepted = await new ScriptWriter(parts.modelGateway, parts.parsers).write({
    requestId: id,
    assignment,
    writers: chooseWriters(writer, parts.models, parts.config),
    ceiling: budget.remaining,
    signal: context.signal,
    logger: context.logger,
    secondsOf: (text) => lineSeconds(text, assignment.language, channel),
    refusalsOf: (draft) => refusals(parts.reader, requestFor(draft)),
    safeScript,
    onAsking: (name, answer) =>
      context.reportProgress({
        fraction: 0,
        message: answer === 1 ? `${name} is writing` : `${name} is writing anew (${answer})`,
      }),
  });
  const safe = accepted.writer.name === safeWriter.name;
  const header = safe ? { ...head, language: safeScriptLanguage, voice: undefined } : head;
  const manuscript = { request: requestFor(accepted.draft, header) };
  tellWriting(result, accepted);
  result.learn({ writing: reportOf(accepted, assignment, scriptOf(accepted.draft, header)) });
  const { cost } = accepted.log;
  if (cost.micros > 0) budget.reserve(cost).settle([cost]);
  result.spend(cost);
  return manuscript;
}

function fill(context: Context, { template, request }: TemplateCommission): Manuscript {
  const { request: video, result } = context.output('job');
  const { brief: _brief, template: _template, writer: _writer, script: _script, visual, ...rest } = video;
  const filled = fillTemplate(template, request);
  const prompts = template.scenes.map(({ prompt }) => `${fillSlots(prompt, request)} ${template.look}`);
  const wants = visual === 'clip' || visual === 'image';
  const script = {
    ...filled,
    scenes: filled.scenes.map((scene, index) => {
      // A still stays a picture, whatever is asked for the others: it costs a fraction of a clip.
      const kind = template.scenes[index]!.visual === 'still' ? 'image' : visual;
      return wants ? { ...scene, visual: { kind, prompt: prompts[index]! } } : scene;
    }),
  };
  result.learn({
    writing: {
      writer: `template/${template.id}`,
      tokens: { input: 0, output: 0 },
      cost: { micros: 0, currency: 'USD' },
      cached: false,
      attempts: [],
      sources: [],
      checks: [],
      visuals: template.scenes.map((scene, index) => ({
        scene: filled.scenes[index]!.id,
        kind: scene.visual,
        prompt: prompts[index]!,
      })),
      script,
    },
  });
  return { request: { ...rest, script }, template };
}

/** Has a script written by a brief, or fills a template. */
export function writingStage(
  parts: WritingStageParts,
): PipelineStage<WritingOutputs, 'job' | 'commission', 'manuscript'> {
  return {
    name: 'writing',
    displayName: 'Writing the script',
    weight: 8,
    needs: ['job', 'commission'],
    produces: ['manuscript'],
    checkpoint: {
      inputs: (context) => [context.output('job').request, context.output('commission')],
      pack: ({ manuscript }) => manuscript,
      unpack: (packed) => ({ manuscript: packed as Manuscript }),
    },
    async execute(context) {
      const commission = context.output('commission');
      if (commission.kind === 'template') return { manuscript: fill(context, commission) };
      return { manuscript: await write(parts, context, commission) };
    },
  };
}
