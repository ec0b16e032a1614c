/** Amplitude factor of a level in decibels. */
export function amplitudeOf(decibels: number): number {
  return 10 ** (decibels / 20);
}

/** Level of an amplitude in decibels; −∞ for 0. */
export function decibelsOf(amplitude: number): number {
  return 20 * Math.log10(amplitude);
}
