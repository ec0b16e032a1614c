import type { StandardSchemaV1 } from './standard-schema.js';
import type { IChannelStrategy } from '../channel/channel-strategy.js';
import type { ILanguageModel } from '../language-model/language-model.js';
import type { IVideoProvider } from '../provider/video-provider.js';
import type { IScriptParser } from '../script/script-parser.js';
import type { ISpeechSynthesizer } from '../speech/speech-synthesizer.js';
import type { IStage } from '../stage/stage.js';
import type { PluginHost, PluginLifecycle } from './plugin-host.js';

/** Version of the plugin API that this release offers. A manifest's `hostApi` range must include it. */
export const pluginApiVersion = '1.0.0';

/** What each kind of plugin contributes. */
export interface PluginContributions {
  provider: IVideoProvider;
  channel: IChannelStrategy;
  parser: IScriptParser;
  speech: ISpeechSynthesizer;
  'language-model': ILanguageModel;
  stage: IStage;
}
export type PluginKind = keyof PluginContributions;

/** Makes the contribution. Must not start work: that belongs to `init`. */
export type PluginFactory<Kind extends PluginKind, Options> = (
  host: PluginHost<Options>,
) => PluginContributions[Kind] & PluginLifecycle;

/** Cheap data about a plugin; importing it loads none of the plugin's code. */
export interface PluginManifest<Kind extends PluginKind = PluginKind, Options = unknown> {
  readonly kind: Kind;
  /** Lower-case words joined by hyphens, unique within its kind. A contribution carries the same id. */
  readonly id: string;
  /** Semantic version of the plugin. */
  readonly version: string;
  /** Semantic-version range of plugin APIs that it works with, such as `^1.0.0`. */
  readonly hostApi: string;
  readonly name: string;
  readonly description: string;
  /** Any Standard Schema (zod, valibot, arktype…); strict, with defaults. Absent: no options. */
  readonly options?: StandardSchemaV1<unknown, Options>;
  /** Loads the code on first need. */
  load(): Promise<PluginFactory<Kind, Options>>;
}

/** Declares a plugin: `export const manifest = definePlugin({ kind: 'channel', … })`. Types follow the kind and schema. */
export function definePlugin<Kind extends PluginKind, Options = undefined>(
  manifest: PluginManifest<Kind, Options>,
): PluginManifest<Kind, Options> {
  return manifest;
}
