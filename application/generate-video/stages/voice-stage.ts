import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { IConfigManager } from '../../../domain/settings/settings.js';
import { estimateSpeechSeconds, readingTimes } from '../../../domain/speech/reading-time.js';
import type { TextToken } from '../../../domain/speech/speakable-text.js';
import { submissionOf } from '../../../domain/provider/submission.js';
import type { ISpeechSynthesizer, SpeechRequest } from '../../../domain/speech/speech-synthesizer.js';
import { noVoice } from '../../../domain/video/video-request.js';
import type { SceneTiming } from '../../build-timeline/build-timeline.js';
import type { PipelineContext, PipelineStage } from '../../pipeline/pipeline-stage.js';
import type { ReadScript } from '../../read-script/script-reader.js';
import {
  chooseVoices,
  languageFit,
  type EngineVoice,
  type VoiceChoice,
} from '../../speak-script/choose-voices.js';
import {
  readScenes,
  speakScenes,
  speechRequestOf,
  type SpeakingParts,
} from '../../speak-script/speak-scenes.js';
import type { SpeechGateway } from '../../speak-script/speech-gateway.js';
import type { GenerationJob, GenerationOutputs, PlanOutputs } from '../generation-outputs.js';

export interface VoiceStageParts {
  readonly engines: readonly ISpeechSynthesizer[];
  readonly config: Pick<IConfigManager, 'channel'>;
  readonly speech: Pick<SpeechGateway, 'plan' | 'speak'>;
}

const silentEffect = 'The video has no narration; its captions follow reading speed.';

/** Chooses voices, and says what the person who asked would not expect. */
function choose(
  { engines, config }: VoiceStageParts,
  { request, result }: Pick<GenerationJob, 'request' | 'result'>,
  { script, channel, language }: ReadScript,
): VoiceChoice {
  const { id, voices: preferred } = channel.descriptor;
  const settings = config.channel(id).voice;
  const choice = chooseVoices(engines, {
    request: request.voice,
    script: script.voice,
    settings,
    preferred,
    language,
  });
  const first = choice.voices[0]?.voice;
  if (!first && !choice.silenceWanted) {
    const why = `No installed voice speaks “${language}”.`;
    result.degrade({ code: 'VOICE_UNAVAILABLE', what: 'Nobody speaks.', why, effect: silentEffect });
  }
  if (first && languageFit(first, language) === 0) {
    result.warn({
      code: 'VOICE_LANGUAGE_MISMATCH',
      what: `The voice “${first.id}” speaks “${language}”.`,
      why: `It was asked for by name, but is made for ${first.languages.join(', ')}.`,
      effect: 'Words may be mispronounced.',
    });
  }
  const named = request.voice ?? script.voice;
  if (named === undefined && first && settings !== undefined && settings !== first.id) {
    result.warn({
      code: 'VOICE_PASSED_OVER',
      what: `The voice “${settings}” of the channel’s settings is not used.`,
      why: `It does not speak “${language}”.`,
      effect: `The voice “${first.id}” speaks instead.`,
    });
  }
  return choice;
}

/** Another voice cannot help if the work was cancelled or the disk is full. */
function endsTheJob({ code, category }: VideoGenerationError): boolean {
  return category === 'cancelled' || code === 'STORAGE_FULL' || code === 'STORAGE_NOT_WRITABLE';
}

type VoiceContext = PipelineContext<GenerationOutputs, 'job' | 'script'>;

/** Speaks all scenes with one voice, once its price is known to fit. */
async function speakWith(
  candidate: EngineVoice,
  { speech: gateway }: VoiceStageParts,
  context: VoiceContext,
): Promise<readonly SceneTiming[]> {
  const { id: requestId, workspace, result, budget, request } = context.output('job');
  const { tokens, language, draft } = context.output('script');
  const { speechRate: rate, wordsPerMinute } = draft.style.pacing;
  const { signal, logger } = context;
  const reuse = request.cache ?? true;
  const spoken = { tokens, language, rate, wordsPerMinute };
  await gateway.plan(candidate, requestsOf(candidate, spoken), { budget, reuse });
  return speakScenes(candidate, spoken, {
    ...{ gateway, requestId, workspace, budget, reuse, signal, logger },
    onCost: (cost) => result.spend(cost),
    onSpoken: (current, total) =>
      context.reportProgress({
        fraction: current / total,
        message: `Spoke scene ${current} of ${total}`,
        current,
        total,
      }),
  });
}

function requestsOf({ voice }: EngineVoice, parts: SpeakingParts): SpeechRequest[] {
  return parts.tokens.flatMap((scene) => speechRequestOf(scene, voice.id, parts) ?? []);
}

/** Who may go on: after a purchase of which nobody knows whether it was made, nobody who charges, too. */
function nextAfter(error: VideoGenerationError, left: readonly EngineVoice[]): readonly EngineVoice[] {
  const unsure = error.code !== 'BUDGET_EXCEEDED' && submissionOf(error) === 'ambiguous';
  return unsure ? left.filter(({ engine }) => engine.offline) : left;
}

/** One voice for the whole video: if it fails anywhere, the next one speaks all scenes. */
async function speakWithFallback(
  voices: readonly EngineVoice[],
  parts: VoiceStageParts,
  context: VoiceContext,
): Promise<{ readonly voice: string; readonly timings: readonly SceneTiming[] } | undefined> {
  const { result } = context.output('job');
  for (let left = voices; left.length > 0;) {
    const [candidate, ...others] = left as readonly [EngineVoice, ...EngineVoice[]];
    try {
      return { voice: candidate.voice.id, timings: await speakWith(candidate, parts, context) };
    } catch (thrown) {
      const error = VideoGenerationError.from(thrown);
      const refused = error.code === 'BUDGET_EXCEEDED' && candidate === voices[0];
      if (context.signal.aborted || endsTheJob(error) || refused) throw error;
      left = nextAfter(error, others);
      const next = left[0]?.voice.id;
      const effect = next === undefined ? silentEffect : `The voice “${next}” speaks instead.`;
      const what = `The voice “${candidate.voice.id}” could not speak the script.`;
      result.degrade({ code: 'VOICE_FALLBACK', what, why: error.message, effect });
    }
  }
  return undefined;
}

/** All that the narration follows from. */
function whatIsSpoken(
  { engines, config }: VoiceStageParts,
  { request }: Pick<GenerationJob, 'request'>,
  { script, channel, language, tokens, draft }: ReadScript,
): unknown {
  const { id, voices } = channel.descriptor;
  const wanted = [request.voice, script.voice, config.channel(id).voice, ...voices];
  const installed = engines.flatMap((engine) => engine.voices.map((voice) => `${engine.id} ${voice.id}`));
  return { wanted, installed, language, tokens, pacing: draft.style.pacing };
}

/** Speaks the script, or times it by reading speed if nobody can or should. */
export function voiceStage(
  parts: VoiceStageParts,
): PipelineStage<GenerationOutputs, 'job' | 'script', 'voice'> {
  return {
    name: 'voice',
    displayName: 'Speaking the script',
    weight: 12,
    needs: ['job', 'script'],
    produces: ['voice'],
    checkpoint: {
      inputs: (context) => whatIsSpoken(parts, context.output('job'), context.output('script')),
      pack: ({ voice }) => voice,
      files: ({ voice }) => voice.flatMap(({ narrationPath }) => narrationPath ?? []),
      unpack: (packed) => ({ voice: packed as SceneTiming[] }),
    },
    async execute(context) {
      const job = context.output('job');
      const script = context.output('script');
      const { voices } = choose(parts, job, script);
      const spoken = await speakWithFallback(voices, parts, context);
      job.result.learn({ voice: spoken?.voice ?? noVoice });
      return {
        voice: spoken?.timings ?? readScenes(script.tokens, script.draft.style.pacing.wordsPerMinute),
      };
    },
  };
}

/** Reading times stretched to what a voice will probably need. */
function estimateTiming(tokens: readonly TextToken[], rate: number, wordsPerMinute: number): SceneTiming {
  const reading = readingTimes(tokens, wordsPerMinute);
  const spoken = estimateSpeechSeconds(tokens, rate);
  if (spoken === 0) return { tokens, ...reading };
  const stretch = spoken / reading.durationSeconds;
  const words = reading.words.map(({ startSeconds, endSeconds }) => ({
    startSeconds: startSeconds * stretch,
    endSeconds: endSeconds * stretch,
  }));
  return { tokens, words, durationSeconds: spoken };
}

/** The same for a dry run: chooses the voice and estimates how long it will speak. */
export function planVoiceStage(
  parts: VoiceStageParts,
): PipelineStage<PlanOutputs, 'job' | 'script', 'voice'> {
  return {
    name: 'voice',
    displayName: 'Choosing the voice',
    weight: 1,
    needs: ['job', 'script'],
    produces: ['voice'],
    async execute(context) {
      const job = context.output('job');
      const script = context.output('script');
      const first = choose(parts, job, script).voices[0];
      job.result.learn({ voice: first?.voice.id ?? noVoice });
      const { speechRate, wordsPerMinute } = script.draft.style.pacing;
      if (first) {
        const { tokens, language } = script;
        const requests = requestsOf(first, { tokens, language, rate: speechRate, wordsPerMinute });
        const reuse = job.request.cache ?? true;
        const costs = await parts.speech.plan(first, requests, { budget: job.budget, reuse });
        costs.forEach((cost) => job.result.spend(cost));
      }
      const voice = first
        ? script.tokens.map((tokens) => estimateTiming(tokens, speechRate, wordsPerMinute))
        : readScenes(script.tokens, wordsPerMinute);
      return { voice };
    },
  };
}
