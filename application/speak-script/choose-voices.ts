import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { SpeechVoice, ISpeechSynthesizer } from '../../domain/speech/speech-synthesizer.js';
import { nearestName, unknownNameError } from '../../domain/suggestion/nearest-name.js';
import { noVoice } from '../../domain/video/video-request.js';

/** A voice and the engine that has it. */
export interface EngineVoice {
  readonly engine: ISpeechSynthesizer;
  readonly voice: SpeechVoice;
}

export interface VoiceWishes {
  readonly language: string;
  /** Voice id or `none`, from the request. */
  readonly request?: string | undefined;
  readonly script?: string | undefined;
  readonly settings?: string | undefined;
  /** The channel's preferred voices, best first. */
  readonly preferred: readonly string[];
}

export interface VoiceChoice {
  /** Voices to try, best first, at most one of each engine. Empty: nobody speaks. */
  readonly voices: readonly EngineVoice[];
  /** True if nobody was asked to speak; false if nobody can. */
  readonly silenceWanted: boolean;
}

const primary = (tag: string): string => tag.toLowerCase().split(/[-_]/u, 1)[0]!;

/** 2 for the very tag, 1 for the same language in another country, 0 for another language. */
export function languageFit({ languages }: SpeechVoice, language: string): 0 | 1 | 2 {
  if (languages.some((tag) => tag.toLowerCase() === language.toLowerCase())) return 2;
  return languages.some((tag) => primary(tag) === primary(language)) ? 1 : 0;
}

function allVoices(engines: readonly ISpeechSynthesizer[]): EngineVoice[] {
  return engines.flatMap((engine) => engine.voices.map((voice) => ({ engine, voice })));
}

/** The voice that was asked for by name. @throws VideoGenerationError VOICE_UNKNOWN or SPEECH_ENGINE_MISSING */
function namedVoice(all: readonly EngineVoice[], name: string, where: string): EngineVoice {
  const found = all.find(({ voice }) => voice.id === name);
  if (found) return found;
  if (all.length === 0) {
    throw new VideoGenerationError('SPEECH_ENGINE_MISSING', {
      message: `The voice “${name}” cannot speak: no speech engine is in use.`,
      howToFix:
        'Run `aether plugins` to see why (plugins.disabled in the settings?), or choose --voice none.',
      details: { where, voice: name },
    });
  }
  const known = [noVoice, ...all.map(({ voice }) => voice.id)];
  const [engine = ''] = name.split(':', 1);
  const isElsewhere = name.includes(':') && !all.some((one) => one.engine.id === engine);
  if (isElsewhere && nearestName(name, known) === undefined) {
    throw new VideoGenerationError('SPEECH_ENGINE_MISSING', {
      message: `The voice “${name}” cannot speak: there is no speech engine “${engine}” in use (${where}).`,
      howToFix: 'Run `aether plugins` to see why: a service needs its key, others a package.',
      details: { where, voice: name, engine },
    });
  }
  throw unknownNameError({ code: 'VOICE_UNKNOWN', what: 'voice', name, known, where });
}

/**
 * Who speaks: the request's voice, else the script's, else the channel settings', else the first of the
 * channel's preferred voices that speaks the language, else any voice that does. Behind the first stand the
 * other engines' best voices for the language, should it fail. A voice from the settings or the channel is
 * a preference: it is passed over if it does not speak the language. Voices of services, which cost money and
 * send the text away, are never chosen unless one was named; then other services stand before the offline ones.
 * @throws VideoGenerationError VOICE_UNKNOWN or SPEECH_ENGINE_MISSING
 */
export function chooseVoices(engines: readonly ISpeechSynthesizer[], wishes: VoiceWishes): VoiceChoice {
  const { request, script, settings, preferred, language } = wishes;
  const wanted = request ?? script ?? settings;
  if (wanted === noVoice) return { voices: [], silenceWanted: true };
  const all = allVoices(engines);
  const speaking = all
    .map((candidate) => ({ candidate, fit: languageFit(candidate.voice, language) }))
    .filter(({ fit }) => fit > 0)
    .sort((left, right) => right.fit - left.fit)
    .map(({ candidate }) => candidate);
  const explicit = request ?? script;
  const first: (EngineVoice | undefined)[] = [];
  if (explicit !== undefined) {
    first.push(namedVoice(all, explicit, `voice of the ${request === undefined ? 'script' : 'request'}`));
  } else if (settings !== undefined) {
    const named = namedVoice(all, settings, 'voice of the channel’s settings');
    if (speaking.includes(named)) first.push(named);
  }
  first.push(...preferred.map((id) => speaking.find(({ voice }) => voice.id === id)));
  const leaves = first.find((candidate) => candidate !== undefined)?.engine.offline === false;
  const here = speaking.filter(({ engine }) => engine.offline);
  const away = leaves ? speaking.filter(({ engine }) => !engine.offline) : [];
  return { voices: onePerEngine([...first, ...away, ...here]), silenceWanted: false };
}

function onePerEngine(ranked: readonly (EngineVoice | undefined)[]): EngineVoice[] {
  const chosen = new Map<string, EngineVoice>();
  for (const candidate of ranked) {
    if (candidate && !chosen.has(candidate.engine.id)) chosen.set(candidate.engine.id, candidate);
  }
  return [...chosen.values()];
}
