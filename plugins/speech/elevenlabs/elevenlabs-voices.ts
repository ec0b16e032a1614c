import type { SpeechVoice } from 'aether-video/plugin';
import type { ElevenlabsOptions } from './elevenlabs-options.js';

export interface ElevenlabsVoice extends SpeechVoice {
  /** ElevenLabs' own id. */
  readonly voiceId: string;
}

/** What Multilingual v2 speaks. Newer models speak more. */
const multilingual =
  'en ja zh de hi fr ko pt it es id nl tr fil pl sv bg ro ar cs el fi hr ms sk da ta uk ru'.split(' ');
const englishOnly = /^eleven_(?:monolingual|english|turbo_v2$|flash_v2$)/u;

/** Voices that every account has. */
const known: readonly (readonly [name: string, voiceId: string, description: string])[] = [
  ['rachel', '21m00Tcm4TlvDq8ikWAM', 'Rachel (US English, female, calm)'],
  ['sarah', 'EXAVITQu4vr4xnSDxMaL', 'Sarah (US English, female, soft)'],
  ['jessica', 'cgSgspJ2msm6clMCkdW9', 'Jessica (US English, female, lively)'],
  ['alice', 'Xb7hH8MSUJpSbSDYk0k2', 'Alice (British English, female, clear)'],
  ['lily', 'pFZP5JQG7iQjIQuC4Bku', 'Lily (British English, female, warm)'],
  ['brian', 'nPczCjzI2devNBz1zQrb', 'Brian (US English, male, deep)'],
  ['adam', 'pNInz6obpgDQGcFmaJgB', 'Adam (US English, male, firm)'],
  ['daniel', 'onwK4e9ZLuTAKqWW03F9', 'Daniel (British English, male, news)'],
  ['george', 'JBFqnCBsd6RMkjVDRZzb', 'George (British English, male, warm)'],
];

/** The well-known voices and those of the settings, which win. */
export function elevenlabsVoices({ voices, model }: ElevenlabsOptions): ElevenlabsVoice[] {
  const languages = englishOnly.test(model) ? ['en-US', 'en-GB', 'en'] : ['en-US', 'en-GB', ...multilingual];
  const own = voices.map(({ name, id, languages: spoken = languages }) => ({
    id: `elevenlabs:${name}`,
    name,
    languages: spoken,
    voiceId: id,
  }));
  const names = new Set(own.map(({ id }) => id));
  const others = known.map(([name, voiceId, description]) => ({
    id: `elevenlabs:${name}`,
    name: description,
    languages,
    voiceId,
  }));
  return [...own, ...others.filter(({ id }) => !names.has(id))];
}
