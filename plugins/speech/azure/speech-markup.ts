const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Characters that XML 1.0 cannot hold: control characters, halves of surrogate pairs. */
const forbidden = /[\p{Cc}\p{Cs}\ufffe\uffff]/gu;

const escapeXml = (text: string): string =>
  text.replace(forbidden, '').replace(/[&<>"']/g, (character) => entities[character]!);

export interface MarkupRequest {
  readonly text: string;
  /** Azure's name of the voice. */
  readonly voice: string;
  readonly language: string;
  /** 1 is the voice's own pace. */
  readonly rate: number;
}

/** A text as SSML. Nothing of the text can become markup. Source: W3C, SSML 1.0. */
export function speechMarkup({ text, voice, language, rate }: MarkupRequest): string {
  const spoken = escapeXml(text);
  const percent = Math.round((rate - 1) * 100);
  const paced =
    percent === 0 ? spoken : `<prosody rate="${percent > 0 ? '+' : ''}${percent}%">${spoken}</prosody>`;
  return (
    `<speak version="1.0" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang="${escapeXml(language)}">` +
    `<voice name="${escapeXml(voice)}">${paced}</voice></speak>`
  );
}
