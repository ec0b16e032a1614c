import { briefError, readBrief } from '../../../domain/brief/read-brief.js';
import type { Brief } from '../../../domain/brief/brief.js';
import type { ISourceReader } from '../../../domain/brief/source-reader.js';
import type { IChannelStrategy } from '../../../domain/channel/channel-strategy.js';
import type { IDiagnostic } from '../../../domain/diagnosis/diagnosis.js';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { ILanguageModel } from '../../../domain/language-model/language-model.js';
import type { SourcePassage } from '../../../domain/language-model/script-assignment.js';
import type { IProviderRegistry } from '../../../domain/provider/provider-registry.js';
import type { IConfigManager } from '../../../domain/settings/settings.js';
import type { ISpeechSynthesizer } from '../../../domain/speech/speech-synthesizer.js';
import type { IArtifactStore } from '../../../domain/storage/artifact-store.js';
import { readTemplateRequest } from '../../../domain/template/read-template.js';
import type { ITemplateLibrary, VideoTemplate } from '../../../domain/template/video-template.js';
import type { VideoRequest } from '../../../domain/video/video-request.js';
import type { PipelineContext, PipelineStage } from '../../pipeline/pipeline-stage.js';
import type { ScriptReader } from '../../read-script/script-reader.js';
import { chooseVoices } from '../../speak-script/choose-voices.js';
import { chooseWriters } from '../../write-script/choose-writers.js';
import { planAssignment, plannedSeconds } from '../../write-script/plan-assignment.js';
import { retrievePassages } from '../../write-script/retrieve-passages.js';
import type { Commission, GenerationJob, GenerationOutputs } from '../generation-outputs.js';
import { seedFrom } from '../scene-seed.js';
import { bytesPerSecond } from './script-stage.js';

export interface BriefStageParts {
  readonly reader: ScriptReader;
  readonly models: readonly ILanguageModel[];
  readonly engines: readonly ISpeechSynthesizer[];
  readonly registry: IProviderRegistry;
  readonly sources: ISourceReader;
  readonly templates: ITemplateLibrary;
  /** What has to be in order before anything is paid: media engine, disk, memory. */
  readonly readiness: readonly IDiagnostic[];
  readonly store: Pick<IArtifactStore, 'ensureWritable'>;
  readonly config: Pick<IConfigManager, 'settings' | 'channel'>;
}

/** What this stage and the next know of a run, dry or not. */
export interface WritingOutputs extends Pick<GenerationOutputs, 'commission' | 'manuscript'> {
  readonly job: Pick<GenerationJob, 'id' | 'request' | 'result' | 'budget' | 'safeScript'>;
}
type Context = PipelineContext<WritingOutputs, 'job'>;

/** Refuses a machine on which the video would fail in the end, and mentions what is merely scarce. */
async function checkMachine(parts: BriefStageParts, context: Context): Promise<void> {
  const findings = await Promise.all(parts.readiness.map((one) => one.examine(context.signal)));
  const problems = findings.flat().filter(({ verdict }) => verdict === 'problem');
  const [first] = problems;
  if (first) {
    throw new VideoGenerationError('MACHINE_NOT_READY', {
      message: problems.map(({ subject, finding }) => `${subject}: ${finding}.`).join(' '),
      ...(first.fix === undefined ? {} : { howToFix: first.fix }),
      details: { findings: problems },
    });
  }
  for (const { subject, verdict, finding, fix } of findings.flat()) {
    if (verdict !== 'warning') continue;
    context.output('job').result.warn({
      code: 'MACHINE_SCARCE',
      what: `${subject}: ${finding}.`,
      why: 'It is less than a video comfortably needs.',
      effect: fix ?? 'The video may take longer.',
    });
  }
}

/** A provider for such a video, and room for it on the disk. */
async function checkMeans(parts: BriefStageParts, request: VideoRequest, seconds: number): Promise<void> {
  const { settings } = parts.config;
  const quality = request.quality ?? settings.global.defaultQuality;
  const providerId = request.provider ?? settings.global.defaultProvider;
  parts.registry.select({
    input: 'timeline',
    quality,
    aspect: request.aspect ?? settings.global.defaultAspect,
    durationSeconds: seconds,
    capabilities: [],
    ...(providerId === 'auto' ? {} : { providerId }),
  });
  if (request.dryRun === true) return;
  await parts.store.ensureWritable(settings.storage.path, seconds * bytesPerSecond[quality]);
}

/** The channel's own limit is hard; said before anything is written. */
function refuseLength(brief: Brief, { descriptor }: IChannelStrategy, longest: number): void {
  if (brief.seconds === undefined || brief.seconds <= longest) return;
  const { id } = descriptor;
  throw briefError([
    {
      code: 'BRIEF_INVALID',
      where: 'seconds',
      message: `The brief asks for ${brief.seconds} s, but the channel “${id}” allows ${longest} s.`,
      howToFix: `Ask for less, or raise channels.${id}.maxDurationSeconds in the settings.`,
    },
  ]);
}

/** What the brief's own documents say about it. */
async function ground(
  parts: BriefStageParts,
  context: Context,
  brief: Brief,
  language: string,
): Promise<readonly SourcePassage[]> {
  const documents = await Promise.all(
    brief.sources.map((path) => parts.sources.read(path, brief.baseFolder)),
  );
  const query = [brief.topic, brief.audience, brief.goal].filter(Boolean).join(' ');
  const { passages, relevant } = retrievePassages(documents, query, language);
  if (!relevant) {
    context.output('job').result.warn({
      code: 'SOURCES_OFF_TOPIC',
      what: 'No document says anything with the words of the topic.',
      why: `“${brief.topic}” was looked for.`,
      effect: 'The beginnings of the documents are used instead.',
    });
  }
  return passages;
}

async function commissionBrief(parts: BriefStageParts, context: Context): Promise<Commission> {
  const { request, result } = context.output('job');
  const brief = readBrief(request.brief);
  const { settings } = parts.config;
  const channel = parts.reader.channelFor(request.channel, brief.channel);
  const { descriptor } = channel;
  const own = parts.config.channel(descriptor.id);
  const longest = own.maxDurationSeconds ?? descriptor.maxDurationSeconds;
  refuseLength(brief, channel, longest);
  const language = brief.language ?? descriptor.defaultLanguage;
  const seconds = plannedSeconds(brief, longest);
  result.learn({ topic: brief.topic, channel: descriptor.id, language });
  const choice = {
    request: request.voice ?? brief.voice,
    settings: own.voice,
    preferred: descriptor.voices,
    language,
  };
  chooseVoices(parts.engines, { ...choice, script: undefined });
  chooseWriters(request.writer, parts.models, parts.config);
  await checkMachine(parts, context);
  await checkMeans(parts, { ...request, ...withBrief(request, brief) }, seconds);
  const passages = await ground(parts, context, brief, language);
  const seed = seedFrom(
    descriptor.id,
    JSON.stringify([brief.topic, brief.audience, brief.goal, brief.style, brief.tone]),
  );
  const banned = settings.writing.bannedPhrases;
  const terms = { brief, channel, language, seconds, passages, banned, seed };
  return { kind: 'brief', brief, assignment: planAssignment(terms) };
}

/** What the request leaves open, the brief says. */
export function withBrief(
  request: VideoRequest,
  brief: Brief,
): Pick<VideoRequest, 'quality' | 'aspect' | 'fps'> {
  const { quality = brief.quality, aspect = brief.aspect, fps = brief.fps } = request;
  return { ...(quality && { quality }), ...(aspect && { aspect }), ...(fps && { fps }) };
}

const lengthOf = ({ scenes }: VideoTemplate): number => scenes.reduce((sum, { seconds }) => sum + seconds, 0);

async function commissionTemplate(parts: BriefStageParts, context: Context): Promise<Commission> {
  const { request: video, result } = context.output('job');
  const request = readTemplateRequest(video.template);
  const template = await parts.templates.find(request.name, request.baseFolder);
  const { id, language } = template;
  result.learn({ topic: request.product, channel: id, language });
  await checkMachine(parts, context);
  await checkMeans(parts, video, lengthOf(template));
  return { kind: 'template', template, request };
}

/** Reads a brief or a template, and refuses at once what would fail later, before anything is paid. */
export function briefStage(parts: BriefStageParts): PipelineStage<WritingOutputs, 'job', 'commission'> {
  return {
    name: 'brief',
    displayName: 'Checking the brief',
    weight: 1,
    needs: ['job'],
    produces: ['commission'],
    async execute(context) {
      const { template } = context.output('job').request;
      const commission = template === undefined ? commissionBrief : commissionTemplate;
      return { commission: await commission(parts, context) };
    },
  };
}
