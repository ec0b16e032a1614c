import { ContainerModule } from 'inversify';
import { IArtifactCustody } from '../../domain/egress/artifact-custody.js';
import { IEgress } from '../../domain/egress/egress.js';
import { IMediaInspector } from '../../domain/media/media-inspector.js';
import { IConfigManager, type EgressSettings } from '../../domain/settings/settings.js';
import { IClock } from '../../domain/time/clock.js';
import type { EgressLimits } from '../egress/egress-options.js';
import { GuardedArtifactCustody } from '../egress/guarded-artifact-custody.js';
import { GuardedEgress } from '../egress/guarded-egress.js';
import { OpenMediaBackend } from './media.module.js';

/** The road to the network, and the custody of what comes in. Custody needs the media module. */
export const egressModule = new ContainerModule(({ bind }) => {
  bind(IEgress)
    .toResolvedValue(
      ({ settings }: IConfigManager, clock: IClock) =>
        new GuardedEgress({ limits: limitsFrom(settings.egress), clock }),
      [IConfigManager, IClock],
    )
    .inSingletonScope();
  bind(IArtifactCustody)
    .toResolvedValue(
      (egress: IEgress, inspector: IMediaInspector, backend: OpenMediaBackend, clock: IClock) =>
        new GuardedArtifactCustody({ egress, inspector, backend, clock }),
      [IEgress, IMediaInspector, OpenMediaBackend, IClock],
    )
    .inSingletonScope();
});

function limitsFrom(settings: EgressSettings): EgressLimits {
  return {
    connectMilliseconds: settings.connectTimeoutSeconds * 1000,
    responseMilliseconds: settings.responseTimeoutSeconds * 1000,
    stallMilliseconds: settings.stallTimeoutSeconds * 1000,
    maxResponseBytes: settings.maxResponseMegabytes * 1_000_000,
    maxDownloadBytes: settings.maxDownloadMegabytes * 1_000_000,
  };
}
