import { createHash } from 'node:crypto';
import path from 'node:path';
import { ContainerModule, type ResolutionContext } from 'inversify';
import { ModelGateway } from '../../application/write-script/model-gateway.js';
import { ISourceReader } from '../../domain/brief/source-reader.js';
import { IAnswerCache } from '../../domain/language-model/answer-cache.js';
import { ILogger } from '../../domain/logging/logger.js';
import { ILedger } from '../../domain/money/ledger.js';
import { IOperationJournal } from '../../domain/money/operation-journal.js';
import { IMediaInspector } from '../../domain/media/media-inspector.js';
import { IConfigManager } from '../../domain/settings/settings.js';
import { ITemplateLibrary } from '../../domain/template/video-template.js';
import { IClock } from '../../domain/time/clock.js';
import { AnswerFiles } from '../writing/answer-files.js';
import { SourceFiles } from '../writing/source-files.js';
import { TemplateFiles } from '../writing/template-files.js';

/** What scripts are written with. Needs the store and media modules; nothing is opened before it is used. */
export const writingModule = new ContainerModule(({ bind }) => {
  bind(ISourceReader)
    .toResolvedValue((inspector: IMediaInspector) => new SourceFiles(inspector), [IMediaInspector])
    .inSingletonScope();
  bind(ITemplateLibrary)
    .toResolvedValue(
      ({ settings }: IConfigManager, inspector: IMediaInspector) =>
        new TemplateFiles(settings.templates.folders, inspector),
      [IConfigManager, IMediaInspector],
    )
    .inSingletonScope();
  bind(IAnswerCache).toResolvedValue(createAnswerCache, [IConfigManager, IClock, ILogger]).inSingletonScope();
  bind(ModelGateway).toDynamicValue(createModelGateway).inSingletonScope();
});

function createAnswerCache({ settings }: IConfigManager, clock: IClock, logger: ILogger): IAnswerCache {
  const { enabled, ttlSeconds, maxEntries } = settings.cache;
  const folder = path.join(settings.storage.workPath, 'answers');
  return new AnswerFiles({ folder, ttlSeconds, maxEntries: enabled ? maxEntries : 0, clock, logger });
}

function createModelGateway(context: ResolutionContext): ModelGateway {
  return new ModelGateway({
    journal: context.get<IOperationJournal>(IOperationJournal),
    ledger: context.get<ILedger>(ILedger),
    cache: context.get<IAnswerCache>(IAnswerCache),
    config: context.get<IConfigManager>(IConfigManager),
    clock: context.get<IClock>(IClock),
    random: Math.random,
    owner: `process ${process.pid}`,
    digest: (text) => createHash('sha256').update(text).digest('hex'),
  });
}
