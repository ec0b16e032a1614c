/** When a character of a text is hummed, seconds. */
export interface HummedCharacter {
  readonly character: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
}

export interface HummedText {
  /** Mono, −1 to 1. */
  readonly samples: Float32Array;
  readonly sampleRate: number;
  readonly characters: readonly HummedCharacter[];
}

const characterSeconds = 0.06;
const pauses: Readonly<Record<string, number>> = {
  ',': 0.2,
  ';': 0.2,
  ':': 0.2,
  '.': 0.4,
  '!': 0.4,
  '?': 0.4,
};
const leadSeconds = 0.1;

/** How long a character lasts: a space is short, a mark at the end of a word is a pause. */
function secondsOf(text: string, index: number): number {
  const character = text[index]!;
  if (/\s/u.test(character)) return characterSeconds / 2;
  const endsWord = index + 1 === text.length || /\s/u.test(text[index + 1]!);
  return endsWord && Object.hasOwn(pauses, character) ? pauses[character]! : characterSeconds;
}

/**
 * What an emulated voice makes of a text: a hum with the rhythm of speech, one swell for each word and silence at
 * the marks, and the true time of every character.
 */
export function hum(text: string, { sampleRate, rate }: { sampleRate: number; rate: number }): HummedText {
  const characters: HummedCharacter[] = [];
  let startSeconds = leadSeconds;
  for (let index = 0; index < text.length; index += 1) {
    const endSeconds = startSeconds + secondsOf(text, index) / rate;
    characters.push({ character: text[index]!, startSeconds, endSeconds });
    startSeconds = endSeconds;
  }
  const samples = new Float32Array(Math.ceil((startSeconds + leadSeconds) * sampleRate));
  for (const word of wordsOf(characters)) {
    const from = Math.round(word.startSeconds * sampleRate);
    const to = Math.round(word.endSeconds * sampleRate);
    for (let index = from; index < to; index += 1) {
      const swell = 0.25 + 0.75 * Math.sin((Math.PI * (index - from)) / (to - from));
      const phase = (2 * Math.PI * 140 * index) / sampleRate;
      samples[index] =
        0.2 * swell * (Math.sin(phase) + 0.5 * Math.sin(2 * phase) + 0.25 * Math.sin(5 * phase));
    }
  }
  return { samples, sampleRate, characters };
}

/** From the first to the last letter of each word. */
export function wordsOf(
  characters: readonly HummedCharacter[],
): { startSeconds: number; endSeconds: number }[] {
  const words: { startSeconds: number; endSeconds: number }[] = [];
  let open = false;
  for (const { character, startSeconds, endSeconds } of characters) {
    if (/\s/u.test(character)) open = false;
    else if (!open) {
      words.push({ startSeconds, endSeconds });
      open = true;
    } else if (/[\p{L}\p{N}]/u.test(character)) words.at(-1)!.endSeconds = endSeconds;
  }
  return words;
}

/** 16-bit little-endian PCM. */
export function pcm16(samples: Float32Array): Buffer {
  const bytes = Buffer.alloc(samples.length * 2);
  samples.forEach((sample, index) => bytes.writeInt16LE(Math.round(sample * 0x7fff), index * 2));
  return bytes;
}

/**
 * A WAV file of it.
 * @param streamed True: with the lengths that a server writes that does not know them yet
 */
export function wav16({ samples, sampleRate }: HummedText, streamed = false): Buffer {
  const data = pcm16(samples);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(streamed ? 0xffffffff : 36 + data.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(streamed ? 0xffffffff : data.length, 40);
  return Buffer.concat([header, data]);
}
