import { Demuxer } from 'node-av';
import type { MediaFormat } from '../media-format.js';

/** Opens a local file as what its bytes say it is; no other protocol, no other format. */
export async function openInput(path: string, format: MediaFormat): Promise<Demuxer> {
  return Demuxer.open(`file:${path}`, {
    format: format.demuxer ?? 'none',
    options: { protocol_whitelist: 'file,pipe' },
  });
}
