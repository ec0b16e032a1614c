/** Test signals at 48 kHz. */
export const rate = 48_000;

export function sine(seconds: number, frequency: number, decibels: number, sampleRate = rate): Float32Array {
  const amplitude = 10 ** (decibels / 20);
  return Float32Array.from(
    { length: Math.round(seconds * sampleRate) },
    (_, index) => amplitude * Math.sin((2 * Math.PI * frequency * index) / sampleRate),
  );
}

export function concatenate(...parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** White noise that is the same each time. */
export function noise(seconds: number, decibels: number, sampleRate = rate): Float32Array {
  let state = 12345;
  const amplitude = 10 ** (decibels / 20);
  return Float32Array.from({ length: Math.round(seconds * sampleRate) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return amplitude * (state / 2 ** 31 - 1);
  });
}

/** Level of one frequency, dBFS of a sine's peak, in a stretch of seconds (a Hann-windowed DFT bin). */
export function toneLevel(
  samples: Float32Array,
  frequency: number,
  [from, to]: readonly [number, number],
  sampleRate = rate,
): number {
  const [first, last] = [Math.round(from * sampleRate), Math.round(to * sampleRate)];
  let [real, imaginary, weight] = [0, 0, 0];
  for (let index = first; index < last; index += 1) {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * (index - first)) / (last - first));
    const angle = (2 * Math.PI * frequency * index) / sampleRate;
    real += samples[index]! * window * Math.cos(angle);
    imaginary += samples[index]! * window * Math.sin(angle);
    weight += window;
  }
  return 20 * Math.log10((2 * Math.hypot(real, imaginary)) / weight + 1e-12);
}

export function rmsDecibels(samples: Float32Array): number {
  return 10 * Math.log10(samples.reduce((sum, value) => sum + value * value, 0) / samples.length + 1e-15);
}
