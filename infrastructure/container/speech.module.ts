import { createHash } from 'node:crypto';
import path from 'node:path';
import { ContainerModule, type ResolutionContext } from 'inversify';
import { PaidCalls } from '../../application/run-operation/paid-calls.js';
import { SpeechGateway } from '../../application/speak-script/speech-gateway.js';
import { ILogger } from '../../domain/logging/logger.js';
import { ILedger } from '../../domain/money/ledger.js';
import { IOperationJournal } from '../../domain/money/operation-journal.js';
import { IConfigManager } from '../../domain/settings/settings.js';
import { ISpeechCache } from '../../domain/speech/speech-cache.js';
import { IClock } from '../../domain/time/clock.js';
import { SpeechFiles } from '../speech/speech-files.js';

/** The road to voices, and to services that answer at once. Needs the store module; nothing is opened before it is used. */
export const speechModule = new ContainerModule(({ bind }) => {
  bind(PaidCalls).toDynamicValue(createPaidCalls).inSingletonScope();
  bind(ISpeechCache).toResolvedValue(createSpeechCache, [IConfigManager, IClock, ILogger]).inSingletonScope();
  bind(SpeechGateway)
    .toResolvedValue(
      (calls: PaidCalls, cache: ISpeechCache, config: IConfigManager, clock: IClock) =>
        new SpeechGateway({ calls, cache, config, clock, digest: sha256 }),
      [PaidCalls, ISpeechCache, IConfigManager, IClock],
    )
    .inSingletonScope();
});

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function createPaidCalls(context: ResolutionContext): PaidCalls {
  return new PaidCalls({
    journal: context.get<IOperationJournal>(IOperationJournal),
    ledger: context.get<ILedger>(ILedger),
    config: context.get<IConfigManager>(IConfigManager),
    clock: context.get<IClock>(IClock),
    random: Math.random,
    owner: `process ${process.pid}`,
  });
}

function createSpeechCache({ settings }: IConfigManager, clock: IClock, logger: ILogger): ISpeechCache {
  const { enabled, ttlSeconds, maxEntries } = settings.cache;
  const folder = path.join(settings.storage.workPath, 'speech');
  return new SpeechFiles({ folder, ttlSeconds, maxEntries: enabled ? maxEntries : 0, clock, logger });
}
