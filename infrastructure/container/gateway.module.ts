import { createHash } from 'node:crypto';
import { ContainerModule, type ResolutionContext } from 'inversify';
import { ProviderLimits } from '../../application/concurrency/provider-limits.js';
import { MediaGateway } from '../../application/generate-media/media-gateway.js';
import { Admission } from '../../application/policies/admission.js';
import { ModelHealth } from '../../application/policies/model-health.js';
import { OperationRunner } from '../../application/run-operation/operation-runner.js';
import { TimelineOperations } from '../../application/run-operation/timeline-operations.js';
import type { OperationParts } from '../../application/run-operation/operation-terms.js';
import { IArtifactCustody } from '../../domain/egress/artifact-custody.js';
import { IResultCache } from '../../domain/generation/result-cache.js';
import { ILogger } from '../../domain/logging/logger.js';
import { IMediaInspector } from '../../domain/media/media-inspector.js';
import { ILedger } from '../../domain/money/ledger.js';
import { IOperationJournal } from '../../domain/money/operation-journal.js';
import { IProviderHealthStore } from '../../domain/provider/provider-health-store.js';
import { IProviderRegistry } from '../../domain/provider/provider-registry.js';
import { IConfigManager } from '../../domain/settings/settings.js';
import { IArtifactStore } from '../../domain/storage/artifact-store.js';
import { IClock } from '../../domain/time/clock.js';
import { trustedOrigins } from '../plugin-host/trusted-origins.js';

/** The road to paid work: clips, pictures, and timelines at remote providers. Needs the store and egress modules; nothing is opened before it is used. */
export const gatewayModule = new ContainerModule(({ bind }) => {
  bind(Admission)
    .toResolvedValue(
      (limits: ProviderLimits, config: IConfigManager, clock: IClock) =>
        new Admission({ limits, config, clock }),
      [ProviderLimits, IConfigManager, IClock],
    )
    .inSingletonScope();
  bind(ModelHealth)
    .toResolvedValue(
      (store: IProviderHealthStore, clock: IClock) => new ModelHealth({ store, clock }),
      [IProviderHealthStore, IClock],
    )
    .inSingletonScope();
  bind(OperationRunner)
    .toDynamicValue((context) => new OperationRunner(operationParts(context)))
    .inSingletonScope();
  bind(TimelineOperations).toDynamicValue(createTimelineOperations).inSingletonScope();
  bind(MediaGateway).toDynamicValue(createMediaGateway).inSingletonScope();
});

function operationParts(context: ResolutionContext): OperationParts {
  const config = context.get<IConfigManager>(IConfigManager);
  return {
    journal: context.get<IOperationJournal>(IOperationJournal),
    ledger: context.get<ILedger>(ILedger),
    custody: context.get<IArtifactCustody>(IArtifactCustody),
    store: context.get<IArtifactStore>(IArtifactStore),
    clock: context.get<IClock>(IClock),
    random: Math.random,
    owner: `process ${process.pid}`,
    folder: config.settings.storage.path,
    trustedOrigins: (id) => trustedOrigins(config.provider(id).options),
  };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function createTimelineOperations(context: ResolutionContext): TimelineOperations {
  return new TimelineOperations({
    journal: context.get<IOperationJournal>(IOperationJournal),
    config: context.get<IConfigManager>(IConfigManager),
    runner: context.get(OperationRunner),
    admission: context.get(Admission),
    health: context.get(ModelHealth),
    digest: sha256,
  });
}

function createMediaGateway(context: ResolutionContext): MediaGateway {
  return new MediaGateway({
    ...operationParts(context),
    registry: context.get<IProviderRegistry>(IProviderRegistry),
    config: context.get<IConfigManager>(IConfigManager),
    inspector: context.get<IMediaInspector>(IMediaInspector),
    cache: context.get<IResultCache>(IResultCache),
    logger: context.get<ILogger>(ILogger),
    runner: context.get(OperationRunner),
    admission: context.get(Admission),
    health: context.get(ModelHealth),
    digest: sha256,
  });
}
