import type { SpeechVoice } from 'aether-video/plugin';

/** One filter of a voice's tone. Gains in decibels. */
export type ToneFilter =
  | { readonly kind: 'high-pass'; readonly hertz: number }
  | { readonly kind: 'low-shelf' | 'high-shelf'; readonly hertz: number; readonly gain: number };

export interface FliteVoice extends SpeechVoice {
  /** Name that Flite knows it by. */
  readonly engineName: string;
  /** Multiplies Flite's durations, so that a rate of 1 is an unhurried pace. */
  readonly stretch: number;
  /** Brings the voice's long-term spectrum near that of natural speech. */
  readonly tone: readonly ToneFilter[];
  /** Factor that brings the voice to about −20 LUFS, so that all voices are equally loud. */
  readonly gain: number;
  /** Level above which hissing is turned down, as a part of full scale after the tone; absent: left alone. */
  readonly hissLimit?: number;
}

const languages = ['en-US', 'en'];

/**
 * Voices, best first. The tone comes from measuring each voice against the long-term average speech spectrum
 * of Byrne et al. 1994 (doi:10.1121/1.410152): slt is dull above 1 kHz and heavy below 300 Hz, rms hisses and
 * rumbles, awb holds nothing above 4 kHz, kal16 is natural in tone but choppy.
 */
export const fliteVoices: readonly FliteVoice[] = [
  {
    id: 'flite:slt',
    engineName: 'slt',
    name: 'SLT (US English, female)',
    languages,
    stretch: 1.06,
    gain: 1,
    tone: [
      { kind: 'high-pass', hertz: 90 },
      { kind: 'low-shelf', hertz: 320, gain: -5 },
      { kind: 'high-shelf', hertz: 1600, gain: 5 },
    ],
    hissLimit: 0.05,
  },
  {
    id: 'flite:rms',
    engineName: 'rms',
    name: 'RMS (US English, male)',
    languages,
    stretch: 1.03,
    gain: 1.4,
    tone: [
      { kind: 'high-pass', hertz: 75 },
      { kind: 'low-shelf', hertz: 220, gain: -4 },
    ],
    hissLimit: 0.05,
  },
  {
    id: 'flite:awb',
    engineName: 'awb',
    name: 'AWB (Scottish English, male)',
    languages: ['en-GB', 'en'],
    stretch: 1.06,
    gain: 1,
    tone: [
      { kind: 'high-pass', hertz: 75 },
      { kind: 'high-shelf', hertz: 1800, gain: 4 },
    ],
  },
  {
    id: 'flite:kal16',
    engineName: 'kal16',
    name: 'KAL (US English, male, plain)',
    languages,
    stretch: 1,
    gain: 2,
    tone: [{ kind: 'high-pass', hertz: 75 }],
  },
];
