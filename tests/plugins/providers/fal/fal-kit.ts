import type {
  FetchFunction,
  IVideoProvider,
  ModelDescriptor,
  OperationStatus,
  PromptRequest,
  ProviderCall,
} from '../../../../plugin.js';
import { FalVideoProvider } from '../../../../plugins/providers/fal/fal-video-provider.js';
import { falOptionsSchema, pikaOptionsSchema } from '../../../../plugins/providers/fal/fal-options.js';
import { PikaVideoProvider } from '../../../../plugins/providers/fal/pika-video-provider.js';
import type { Emulator } from '../../../../testing/emulator/emulator.js';
import { startEmulator } from '../../../../testing/emulator/start-emulator.js';
import { falEmulator } from '../../../../testing/emulators/fal/fal-emulator.js';
import { pikaEmulator } from '../../../../testing/emulators/pika/pika-emulator.js';
import { fakeHost } from '../../../../testing/fakes/fake-host.js';

/** A provider before its emulator. */
export interface FalKit {
  readonly emulator: Emulator;
  readonly provider: IVideoProvider & Required<Pick<IVideoProvider, 'describeModels' | 'cancel'>>;
  readonly call: ProviderCall;
  /** A model as fal describes it today. */
  readonly model: (id: string) => Promise<ModelDescriptor>;
  /** The request, to its end. */
  readonly finish: (request: PromptRequest) => Promise<OperationStatus>;
  readonly sent: () => unknown;
}

export async function falKit(id: 'fal' | 'pika', fetch?: FetchFunction): Promise<FalKit> {
  const emulator = await startEmulator(id === 'fal' ? falEmulator : pikaEmulator, {
    pace: { by: 'polls', polls: 1 },
  });
  const given = emulator.pluginOptions;
  const more = fetch ? { fetch } : {};
  const provider =
    id === 'fal'
      ? new FalVideoProvider(fakeHost({ pluginId: id, options: falOptionsSchema.parse(given), ...more }))
      : new PikaVideoProvider(fakeHost({ pluginId: id, options: pikaOptionsSchema.parse(given), ...more }));
  const { logger } = fakeHost({ pluginId: id, options: undefined });
  const { signal } = new AbortController();
  const call = { signal, idempotencyKey: 'key', logger, workspace: '/nowhere' };
  return {
    emulator,
    provider,
    call,
    model: async (name) => {
      const [model] = await provider.describeModels([name], call);
      if (!model) throw new Error(`The emulator does not know ${name}.`);
      return model;
    },
    finish: async (request) => {
      const operation = await provider.start(request, call);
      for (;;) {
        const status = await provider.status(operation, call);
        if (status.state !== 'queued' && status.state !== 'running') return status;
      }
    },
    sent: () => emulator.requestsTo('submit').at(-1)?.body,
  };
}

/** A model of the emulator’s catalogue, described once. */
export async function describedModel(id: string): Promise<ModelDescriptor> {
  const { emulator, model } = await falKit('fal');
  try {
    return await model(id);
  } finally {
    await emulator.close();
  }
}
