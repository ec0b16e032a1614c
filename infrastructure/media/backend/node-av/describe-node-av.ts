import { FF_ENCODER_AAC, FF_ENCODER_LIBX264 } from 'node-av/constants';
import { Codec, Filter, getFFmpegInfo, InputFormat } from 'node-av/lib';
import { usedFilters } from '../filter-graphs.js';
import { usedDemuxers } from '../media-format.js';
import { writeStandardOutput } from './standard-streams.js';

/** What {@link describeNodeAv} prints. */
export interface NodeAvDescription {
  readonly version: string;
  readonly missing: readonly string[];
}

/** Prints the library's version and what it lacks of what we use. */
export async function describeNodeAv(): Promise<void> {
  const encoders = [FF_ENCODER_LIBX264, FF_ENCODER_AAC].filter((name) => !Codec.findEncoderByName(name));
  const filters = usedFilters.filter((name) => !Filter.getByName(name));
  const demuxers = usedDemuxers.filter((name) => !InputFormat.findInputFormat(name));
  const description: NodeAvDescription = {
    version: getFFmpegInfo().version,
    missing: [
      ...encoders.map((name) => `encoder ${name}`),
      ...filters.map((name) => `filter ${name}`),
      ...demuxers.map((name) => `demuxer ${name}`),
    ],
  };
  await writeStandardOutput(JSON.stringify(description));
}
