import { createHash } from 'node:crypto';
import { PaidCalls } from '../../application/run-operation/paid-calls.js';
import { SpeechGateway } from '../../application/speak-script/speech-gateway.js';
import type { ILedger } from '../../domain/money/ledger.js';
import type { IOperationJournal } from '../../domain/money/operation-journal.js';
import type { IConfigManager } from '../../domain/settings/settings.js';
import type { ISpeechCache } from '../../domain/speech/speech-cache.js';
import type { SpokenAudio } from '../../domain/speech/speech-synthesizer.js';
import type { IClock } from '../../domain/time/clock.js';

/** Remembers in memory, for ever. */
export class MemorySpeechCache implements ISpeechCache {
  readonly lines = new Map<string, SpokenAudio>();
  get = (key: string): Promise<SpokenAudio | undefined> => Promise.resolve(this.lines.get(key));
  put(key: string, audio: SpokenAudio): Promise<void> {
    this.lines.set(key, audio);
    return Promise.resolve();
  }
}

/** The real road to voices around fakes. */
export function speechKit(parts: {
  readonly config: IConfigManager;
  readonly clock: IClock;
  readonly journal: IOperationJournal;
  readonly ledger: ILedger;
}) {
  const cache = new MemorySpeechCache();
  const calls = new PaidCalls({ ...parts, random: () => 0.5, owner: 'test' });
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
  return { cache, gateway: new SpeechGateway({ ...parts, calls, cache, digest }) };
}
