import type { SpeechVoice } from 'aether-video/plugin';

/** Well-known voices; Azure has some hundred more, which the settings can name. */
const known =
  'en-US-JennyNeural en-US-AriaNeural en-US-GuyNeural en-US-DavisNeural en-GB-SoniaNeural en-GB-RyanNeural en-AU-NatashaNeural en-IN-NeerjaNeural de-DE-KatjaNeural de-DE-ConradNeural fr-FR-DeniseNeural fr-FR-HenriNeural es-ES-ElviraNeural es-MX-DaliaNeural it-IT-ElsaNeural pt-BR-FranciscaNeural pt-PT-RaquelNeural nl-NL-ColetteNeural pl-PL-ZofiaNeural sv-SE-SofieNeural da-DK-ChristelNeural nb-NO-PernilleNeural fi-FI-NooraNeural cs-CZ-VlastaNeural hu-HU-NoemiNeural ro-RO-AlinaNeural el-GR-AthinaNeural uk-UA-PolinaNeural ru-RU-SvetlanaNeural tr-TR-EmelNeural ar-SA-ZariyahNeural he-IL-HilaNeural hi-IN-SwaraNeural th-TH-PremwadeeNeural vi-VN-HoaiMyNeural id-ID-GadisNeural zh-CN-XiaoxiaoNeural ja-JP-NanamiNeural ko-KR-SunHiNeural'.split(
    ' ',
  );

/** A voice of Azure from its name, which begins with its language: `en-US-JennyNeural`. */
function voiceOf(name: string): SpeechVoice {
  const [language = '', region = '', ...rest] = name.split('-');
  const person = rest.join('-').replace(/(?:Multilingual)?Neural$/u, '');
  const tag = `${language}-${region}`;
  return { id: `azure:${name}`, name: `${person} (${tag})`, languages: [tag, language] };
}

/** Those of the settings first. */
export function azureVoices(own: readonly string[]): SpeechVoice[] {
  return [...new Set([...own, ...known])].map(voiceOf);
}
