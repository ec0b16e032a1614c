import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { IConfigManager } from '../../../domain/settings/settings.js';
import { estimateSpeechSeconds, readingTimes } from '../../../domain/speech/reading-time.js';
import type { TextToken } from '../../../domain/speech/speakable-text.js';
import type { ISpeechSynthesizer } from '../../../domain/speech/speech-synthesizer.js';
import type { IClock } from '../../../domain/time/clock.js';
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
import { readScenes, speakScenes } from '../../speak-script/speak-scenes.js';
import type { GenerationJob, GenerationOutputs, PlanOutputs } from '../generation-outputs.js';

export interface VoiceStageParts {
  readonly engines: readonly ISpeechSynthesizer[];
  readonly config: Pick<IConfigManager, 'channel'>;
  readonly clock: IClock;
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

/** One voice for the whole video: if it fails anywhere, the next one speaks all scenes. */
async function speakWithFallback(
  voices: readonly EngineVoice[],
  parts: VoiceStageParts,
  context: PipelineContext<GenerationOutputs, 'job' | 'script'>,
): Promise<{ readonly voice: string; readonly timings: readonly SceneTiming[] } | undefined> {
  const { workspace, result } = context.output('job');
  const { tokens, language, draft } = context.output('script');
  const { speechRate: rate, wordsPerMinute } = draft.style.pacing;
  for (const [index, candidate] of voices.entries()) {
    try {
      const timings = await speakScenes(
        candidate,
        { tokens, language, rate, wordsPerMinute },
        {
          signal: context.signal,
          logger: context.logger,
          clock: parts.clock,
          workspace,
          onSpoken: (current, total) =>
            context.reportProgress({
              fraction: current / total,
              message: `Spoke scene ${current} of ${total}`,
              current,
              total,
            }),
        },
      );
      return { voice: candidate.voice.id, timings };
    } catch (thrown) {
      const error = VideoGenerationError.from(thrown);
      if (context.signal.aborted || endsTheJob(error)) throw error;
      const next = voices[index + 1]?.voice.id;
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
    execute(context) {
      const job = context.output('job');
      const script = context.output('script');
      const first = choose(parts, job, script).voices[0];
      job.result.learn({ voice: first?.voice.id ?? noVoice });
      const { speechRate, wordsPerMinute } = script.draft.style.pacing;
      const voice = first
        ? script.tokens.map((tokens) => estimateTiming(tokens, speechRate, wordsPerMinute))
        : readScenes(script.tokens, wordsPerMinute);
      return Promise.resolve({ voice });
    },
  };
}
