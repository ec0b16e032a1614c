import type { SpeechVoice } from 'aether-video/plugin';

export interface EspeakVoice extends SpeechVoice {
  /** Name that eSpeak knows it by. */
  readonly engineName: string;
}

const voice = (engineName: string, name: string, ...languages: string[]): EspeakVoice => ({
  id: `espeak:${engineName}`,
  engineName,
  name,
  languages,
});

/**
 * Voices for the languages that eSpeak can pronounce from ordinary spelling. Left out because it cannot: Japanese
 * (reads each kanji as “Chinese letter”), Hebrew (no vowels), Thai (spells letters), Burmese.
 */
export const espeakVoices: readonly EspeakVoice[] = [
  voice('es', 'Spanish (Spain)', 'es-ES', 'es'),
  voice('es-419', 'Spanish (Latin America)', 'es-419', 'es-MX', 'es-AR', 'es-CO', 'es'),
  voice('fr-fr', 'French', 'fr-FR', 'fr'),
  voice('de', 'German', 'de-DE', 'de'),
  voice('it', 'Italian', 'it-IT', 'it'),
  voice('pt-br', 'Portuguese (Brazil)', 'pt-BR', 'pt'),
  voice('pt', 'Portuguese (Portugal)', 'pt-PT', 'pt'),
  voice('ru', 'Russian', 'ru-RU', 'ru'),
  voice('uk', 'Ukrainian', 'uk-UA', 'uk'),
  voice('pl', 'Polish', 'pl-PL', 'pl'),
  voice('cs', 'Czech', 'cs-CZ', 'cs'),
  voice('sk', 'Slovak', 'sk-SK', 'sk'),
  voice('sl', 'Slovenian', 'sl-SI', 'sl'),
  voice('hr', 'Croatian', 'hr-HR', 'hr', 'bs'),
  voice('sr', 'Serbian', 'sr-RS', 'sr'),
  voice('bg', 'Bulgarian', 'bg-BG', 'bg'),
  voice('nl', 'Dutch', 'nl-NL', 'nl'),
  voice('sv', 'Swedish', 'sv-SE', 'sv'),
  voice('da', 'Danish', 'da-DK', 'da'),
  voice('nb', 'Norwegian', 'nb-NO', 'nb', 'no'),
  voice('fi', 'Finnish', 'fi-FI', 'fi'),
  voice('et', 'Estonian', 'et-EE', 'et'),
  voice('lv', 'Latvian', 'lv-LV', 'lv'),
  voice('lt', 'Lithuanian', 'lt-LT', 'lt'),
  voice('hu', 'Hungarian', 'hu-HU', 'hu'),
  voice('ro', 'Romanian', 'ro-RO', 'ro'),
  voice('ca', 'Catalan', 'ca-ES', 'ca'),
  voice('eu', 'Basque', 'eu-ES', 'eu'),
  voice('el', 'Greek', 'el-GR', 'el'),
  voice('tr', 'Turkish', 'tr-TR', 'tr'),
  voice('ar', 'Arabic (text with vowel signs only)', 'ar'),
  voice('fa', 'Persian', 'fa-IR', 'fa'),
  voice('ur', 'Urdu', 'ur-PK', 'ur'),
  voice('hi', 'Hindi', 'hi-IN', 'hi'),
  voice('mr', 'Marathi', 'mr-IN', 'mr'),
  voice('gu', 'Gujarati', 'gu-IN', 'gu'),
  voice('bn', 'Bengali', 'bn-BD', 'bn-IN', 'bn'),
  voice('ta', 'Tamil', 'ta-IN', 'ta'),
  voice('te', 'Telugu', 'te-IN', 'te'),
  voice('id', 'Indonesian', 'id-ID', 'id'),
  voice('ms', 'Malay', 'ms-MY', 'ms'),
  voice('vi', 'Vietnamese', 'vi-VN', 'vi'),
  voice('ko', 'Korean', 'ko-KR', 'ko'),
  voice('cmn', 'Mandarin Chinese', 'zh-CN', 'zh-Hans', 'zh', 'cmn'),
  voice('sw', 'Swahili', 'sw-KE', 'sw'),
  voice('eo', 'Esperanto', 'eo'),
  voice('en-us', 'English (US)', 'en-US', 'en'),
  voice('en-gb', 'English (UK)', 'en-GB', 'en'),
];
