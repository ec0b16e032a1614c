import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ContainerModule } from 'inversify';
import { IArtifactCustody } from '../../../../domain/egress/artifact-custody.js';
import { VideoGenerationError } from '../../../../domain/errors/video-generation-error.js';
import type { IMediaBackend, MediaProbe } from '../../../../domain/media/media-backend.js';
import { IMediaInspector, type InspectedMedia } from '../../../../domain/media/media-inspector.js';
import { ILedger } from '../../../../domain/money/ledger.js';
import { IOperationJournal } from '../../../../domain/money/operation-journal.js';
import { IProviderHealthStore } from '../../../../domain/provider/provider-health-store.js';
import { IArtifactStore } from '../../../../domain/storage/artifact-store.js';
import { IClock } from '../../../../domain/time/clock.js';
import { OpenMediaBackend } from '../../../../infrastructure/container/media.module.js';
import { PluginSystem } from '../../../../infrastructure/plugin-host/plugin-system.js';
import { mediaFile, type MediaFileName } from '../../../../testing/emulator/emulated-media.js';
import type { HurriedClock } from '../hurried-clock.js';

/** Puts the clock in, and stops it while anything but a wait is under way. */
export function hurriedModule(clock: HurriedClock, onProviderAnswer: () => void): ContainerModule {
  return new ContainerModule(({ rebind, onActivation }) => {
    rebind<IClock>(IClock).toConstantValue(clock);
    for (const port of [IOperationJournal, ILedger, IProviderHealthStore, IArtifactStore, IArtifactCustody]) {
      onActivation<object>(port, (_context, part) => clock.standingStillFor(part));
    }
    onActivation<PluginSystem>(PluginSystem, (_context, plugins) => {
      const start = plugins.start.bind(plugins);
      plugins.start = () => clock.during(start());
      const contributions = plugins.contributions.bind(plugins);
      plugins.contributions = (kind) => {
        const found = contributions(kind);
        if (kind !== 'provider') return found;
        return found.map((provider) => clock.standingStillFor(provider, onProviderAnswer));
      };
      return plugins;
    });
  });
}

const names: readonly MediaFileName[] = ['wide.mp4', 'tall.mp4', 'square.mp4', 'picture.png', 'picture.jpg'];
const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const knownFiles = new Map(names.map((name) => [hashOf(mediaFile(name)), name]));

/** Knows the emulators’ files by their hash instead of decoding them; every other file is broken. */
async function inspect(file: string): Promise<InspectedMedia> {
  const bytes = await readFile(file);
  const contentHash = hashOf(bytes);
  const name = knownFiles.get(contentHash);
  if (name === undefined) throw new VideoGenerationError('MEDIA_CORRUPT', { message: 'It does not decode.' });
  const size = { sizeBytes: bytes.length, contentHash, width: 64, height: 64 };
  if (name.endsWith('.mp4')) return { ...size, kind: 'clip', mimeType: 'video/mp4', durationSeconds: 2 };
  return { ...size, kind: 'image', mimeType: 'image/png', durationSeconds: 0 };
}

/** Judges delivered files without FFmpeg, which costs more time than everything else together. */
export const hashInspection = new ContainerModule(({ rebind }) => {
  rebind<Partial<IMediaInspector>>(IMediaInspector).toConstantValue({ inspect });
  const probe = async (file: string): Promise<MediaProbe> => {
    const { sizeBytes, durationSeconds } = await inspect(file);
    return { format: 'mov,mp4,m4a,3gp,3g2,mj2', durationSeconds, sizeBytes };
  };
  rebind<OpenMediaBackend>(OpenMediaBackend).toConstantValue(() =>
    Promise.resolve({ probe } as Partial<IMediaBackend> as IMediaBackend),
  );
});
