import { parentPort, workerData } from 'node:worker_threads';
import { VideoGenerationError, type SerializedError } from '../../../domain/errors/video-generation-error.js';
import type { StereoAudio } from '../../../domain/media/media-backend.js';
import type { MasterMeasures } from './master.js';
import type { MixPlan } from './mix-plan.js';
import { mix } from './mix.js';
import { readWavFile, writeWavFile } from './wav-file.js';

/** What the worker is started with. */
export interface MixOrder {
  readonly plan: MixPlan;
  readonly music: StereoAudio | undefined;
  readonly outputPath: string;
}

/** What the worker answers, once. */
export type MixAnswer = { readonly measures: MasterMeasures } | { readonly error: SerializedError };

function carryOut({ plan, music, outputPath }: MixOrder): MixAnswer {
  try {
    const { audio, measures } = mix(plan, music, readWavFile);
    writeWavFile(outputPath, audio);
    return { measures };
  } catch (error) {
    return { error: VideoGenerationError.from(error).toJSON() };
  }
}

parentPort?.postMessage(carryOut(workerData as MixOrder));
