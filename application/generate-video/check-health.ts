import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { ILogger } from '../../domain/logging/logger.js';
import type { IProviderRegistry } from '../../domain/provider/provider-registry.js';
import type { IVideoProvider } from '../../domain/provider/video-provider.js';
import type { IConfigManager } from '../../domain/settings/settings.js';
import type { ISpeechSynthesizer } from '../../domain/speech/speech-synthesizer.js';
import type { IArtifactStore } from '../../domain/storage/artifact-store.js';
import type { IClock } from '../../domain/time/clock.js';
import { withDeadline } from '../concurrency/with-deadline.js';

const secondsEach = 10;

export interface HealthCheck {
  /** Such as `provider ffmpeg` or `storage`. */
  readonly name: string;
  readonly healthy: boolean;
  /** Why, in one sentence. */
  readonly message: string;
}

export interface HealthReport {
  /** True if a video can be made now: the storage takes files and some provider that is chosen by itself works. */
  readonly healthy: boolean;
  readonly checks: readonly HealthCheck[];
}

export interface HealthParts {
  readonly registry: IProviderRegistry;
  readonly engines: readonly ISpeechSynthesizer[];
  readonly store: IArtifactStore;
  readonly config: IConfigManager;
  readonly clock: IClock;
  readonly logger: ILogger;
}

/** Runs one check; a failure or a check that hangs is an answer, too. */
async function check(
  { clock }: HealthParts,
  name: string,
  ask: (signal: AbortSignal) => Promise<Omit<HealthCheck, 'name'>>,
): Promise<HealthCheck> {
  const timeout = (): VideoGenerationError =>
    new VideoGenerationError('TIMEOUT', { message: `There was no answer within ${secondsEach} s.` });
  const { signal } = new AbortController();
  try {
    const { healthy, message } = await withDeadline({ clock, signal, seconds: secondsEach, timeout }, ask);
    return { name, healthy, message };
  } catch (error) {
    return { name, healthy: false, message: VideoGenerationError.from(error).message };
  }
}

function checkStorage(parts: HealthParts): Promise<HealthCheck> {
  const { path } = parts.config.settings.storage;
  return check(parts, 'storage', async () => {
    await parts.store.ensureWritable(path, 0);
    return { healthy: true, message: `Files can be written to ${path}.` };
  });
}

function checkProvider(parts: HealthParts, provider: IVideoProvider): Promise<HealthCheck> {
  const { logger } = parts;
  return check(parts, `provider ${provider.descriptor.id}`, (signal) =>
    provider.checkHealth({ signal, logger }),
  );
}

function checkSpeech({ engines }: HealthParts): HealthCheck {
  const voices = engines.reduce((sum, engine) => sum + engine.voices.length, 0);
  const names = engines.map(({ id }) => id).join(', ');
  const message =
    voices > 0 ? `${voices} voices (${names}).` : 'No voice is installed; videos have no narration.';
  return { name: 'speech', healthy: voices > 0, message };
}

/** Asks everything that a video needs whether it could work now. Costs nothing. */
export async function checkHealth(parts: HealthParts): Promise<HealthReport> {
  const { config, registry } = parts;
  const enabled = registry.list().filter(({ descriptor }) => config.provider(descriptor.id).enabled);
  const [storage, ...providers] = await Promise.all([
    checkStorage(parts),
    ...enabled.map((provider) => checkProvider(parts, provider)),
  ]);
  const able = enabled.some(({ descriptor }, index) => descriptor.automatic && providers[index]!.healthy);
  return { healthy: storage.healthy && able, checks: [storage, checkSpeech(parts), ...providers] };
}
