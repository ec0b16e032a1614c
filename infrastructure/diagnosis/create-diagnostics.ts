import type { IDiagnostic } from '../../domain/diagnosis/diagnosis.js';
import type { IConfigManager } from '../../domain/settings/settings.js';
import type { PluginSystem } from '../plugin-host/plugin-system.js';
import { diagnoseFonts } from './diagnose-fonts.js';
import { diagnoseMachine } from './diagnose-machine.js';
import { diagnoseMedia } from './diagnose-media.js';
import { diagnosePlugins } from './diagnose-plugins.js';
import { diagnoseSettings } from './diagnose-settings.js';
import { diagnoseSpeech } from './diagnose-speech.js';

/** What a video cannot do without: looked at before anything is paid for it. */
export function createReadiness({ settings }: IConfigManager): readonly IDiagnostic[] {
  return [diagnoseMachine(settings.storage), diagnoseMedia(settings.media)];
}

/** All that `aether doctor` looks at, in the order in which it is shown. */
export function createDiagnostics(config: IConfigManager, plugins: PluginSystem): readonly IDiagnostic[] {
  return [
    diagnoseMachine(config.settings.storage),
    diagnoseMedia(config.settings.media),
    diagnoseSpeech(plugins),
    diagnoseFonts(),
    diagnosePlugins(plugins),
    diagnoseSettings(config, plugins),
  ];
}
