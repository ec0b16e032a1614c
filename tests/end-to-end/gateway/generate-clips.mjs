// A process that asks for clips until it is done or killed. Arguments, as JSON: settings, requests, and the point at
// which it kills itself: { port, call, moment, count }.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ContainerModule } from 'inversify';
import { VideoGenerationService } from '../../../dist/application/generate-video/video-generation-service.js';
import { IArtifactCustody } from '../../../dist/domain/egress/artifact-custody.js';
import { IEgress } from '../../../dist/domain/egress/egress.js';
import { IMediaInspector } from '../../../dist/domain/media/media-inspector.js';
import { ILedger } from '../../../dist/domain/money/ledger.js';
import { IOperationJournal } from '../../../dist/domain/money/operation-journal.js';
import { createContainer } from '../../../dist/infrastructure/container/create-container.js';
import { OpenMediaBackend } from '../../../dist/infrastructure/container/media.module.js';
import { serviceModules } from '../../../dist/infrastructure/container/service-modules.js';
import { PluginSystem } from '../../../dist/infrastructure/plugin-host/plugin-system.js';
import { loadSettings } from '../../../dist/infrastructure/settings/load-settings.js';

const [overrides, requests, end] = JSON.parse(process.argv[2]);

let left = end?.count ?? 0;
function pass(port, call, moment) {
  if (end?.port !== port || end.call !== call || end.moment !== moment) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
}

/** The part with a place to die before and after each call; `nameOf` tells calls of one method apart. */
function mortal(port, part, nameOf = (method) => method) {
  return new Proxy(part, {
    get(target, method) {
      const value = Reflect.get(target, method, target);
      if (typeof value !== 'function') return value;
      return (...given) => {
        const call = nameOf(method, given);
        pass(port, call, 'before');
        const result = value.apply(target, given);
        if (method === 'fetchFor') return mortal(port, { fetch: result }).fetch;
        if (!(result instanceof Promise)) return result;
        return result.then((answer) => {
          pass(port, call, 'after');
          return answer;
        });
      };
    },
  });
}

const mortality = new ContainerModule(({ onActivation }) => {
  onActivation(IOperationJournal, (_context, part) =>
    mortal('journal', part, (method, [, change]) => (method === 'advance' ? change.state : method)),
  );
  onActivation(ILedger, (_context, part) =>
    mortal('ledger', part, (method, [line]) => (method === 'append' ? line.kind : method)),
  );
  onActivation(IEgress, (_context, part) => mortal('egress', part));
  onActivation(IArtifactCustody, (_context, part) => mortal('custody', part));
  onActivation(PluginSystem, (_context, plugins) => {
    const contributions = plugins.contributions.bind(plugins);
    plugins.contributions = (kind) =>
      contributions(kind).map((part) => (kind === 'provider' ? mortal('provider', part) : part));
    return plugins;
  });
});

/** Twenty files through FFmpeg would take longer than all the rest; whether they are whole is checked by their bytes. */
const quickLook = new ContainerModule(({ rebind }) => {
  const inspect = async (file) => {
    const bytes = await readFile(file);
    const contentHash = createHash('sha256').update(bytes).digest('hex');
    const isClip = bytes.toString('latin1', 4, 8) === 'ftyp';
    return { kind: isClip ? 'clip' : 'image', sizeBytes: bytes.length, contentHash };
  };
  const probe = async (file) => ({
    format: 'mov',
    durationSeconds: 2,
    sizeBytes: (await inspect(file)).sizeBytes,
  });
  rebind(IMediaInspector).toConstantValue({ inspect });
  rebind(OpenMediaBackend).toConstantValue(async () => ({ probe }));
});

const modules = [...serviceModules, mortality, quickLook];
const container = createContainer(loadSettings({ overrides, env: {} }), modules);
await container.get(PluginSystem).start();
const service = container.get(VideoGenerationService);
process.stdout.write('ready\n');
await service.batchGenerate(requests, { cache: false });
await service.dispose();
