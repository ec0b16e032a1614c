import { once } from 'node:events';
import { colors } from '../colors.js';
import type { Emulator } from '../../../testing/emulator/emulator.js';
import { exitCodes } from '../exit-code.js';
import { printJson } from '../print-json.js';
import type { CommonOptions } from '../with-service.js';

export interface EmulateOptions extends CommonOptions {
  /** Default: a free one. */
  readonly port?: number;
  /** Seconds that a job takes. */
  readonly seconds: number;
  /** As unforgiving as the real service. */
  readonly strict?: boolean;
}

/** Runs a provider's emulator until Ctrl-C. */
export async function emulate(id: string, options: EmulateOptions): Promise<number> {
  const { emulatorFor, realClock, startEmulator } = await import('../../../testing/index.js');
  const { port, seconds, strict } = options;
  const definition = emulatorFor(id);
  const emulator = await startEmulator(definition, {
    port,
    strict,
    clock: realClock(),
    pace: { by: 'time', seconds },
  });
  if (options.json) printJson(settingsOf(emulator));
  else process.stdout.write(introduction(emulator, definition.tryWith));
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const { acceptedSubmissions, requests } = emulator;
  await emulator.close();
  if (!options.json) {
    process.stdout.write(`\n${requests.length} requests, ${acceptedSubmissions} accepted submissions.\n`);
  }
  return exitCodes.done;
}

interface EmulatorSettings {
  readonly url: string;
  readonly settings: unknown;
  readonly environment: Readonly<Record<string, string>>;
}

/** Keys stand in the environment, everything else in the settings file. */
function settingsOf({ providerId: id, kind, url, apiKey, pluginOptions }: Emulator): EmulatorSettings {
  const { apiKey: _key, ...options } = pluginOptions;
  const variable = `VIDEO_PROVIDER_${id.toUpperCase().replaceAll('-', '_')}_API_KEY`;
  const settings =
    kind === 'provider'
      ? { providers: { [id]: { options } } }
      : { plugins: { options: { [`${kind}/${id}`]: options } } };
  return { url, settings, environment: { [variable]: apiKey } };
}

function introduction(emulator: Emulator, tryWith?: string): string {
  const { url, settings, environment } = settingsOf(emulator);
  const exports = Object.entries(environment).map(([name, value]) => `export ${name}=${value}`);
  const name = emulator.providerId;
  const examples = {
    provider: `--provider ${name}${tryWith === undefined ? '' : ` ${tryWith}`} --prompt "A lighthouse in the first light"`,
    'language-model': `--writer ${name} --brief "Why sleep matters" --dry-run`,
    speech: `script.json ${tryWith ?? ''}`,
  };
  return `${colors.bold(`${emulator.name}, emulated, listens at ${url}`)} (nothing leaves this machine, nothing costs)

Put this into aether.config.json:
${JSON.stringify(settings, undefined, 2)}

and the key into the environment:
${exports.join('\n')}

Then:  aether generate ${examples[emulator.kind]}
Stop with Ctrl-C.
`;
}
