import path from 'node:path';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { IEgress } from '../../domain/egress/egress.js';
import type { ILogger } from '../../domain/logging/logger.js';
import type { ITimelineComposer } from '../../domain/media/timeline-composer.js';
import type { IPluginCatalog } from '../../domain/plugin/plugin-catalog.js';
import type { PluginHost } from '../../domain/plugin/plugin-host.js';
import type { PluginKind, PluginManifest } from '../../domain/plugin/plugin-manifest.js';
import type { PluginStatus } from '../../domain/plugin/plugin-status.js';
import type { IConfigManager } from '../../domain/settings/settings.js';
import { findStageConflict } from '../../domain/stage/stage-conflict.js';
import { nearestName } from '../../domain/suggestion/nearest-name.js';
import type { IClock } from '../../domain/time/clock.js';
import { makeFolder } from '../storage/make-folder.js';
import { redactSecrets, secretValuesIn } from '../logging/redact-secrets.js';
import { checkContribution, type Contribution } from './check-contribution.js';
import { withinDeadline } from './deadline.js';
import { discoverPlugins } from './discover-plugins.js';
import { loadProblem } from './load-problem.js';
import { readPluginOptions } from './plugin-options.js';
import { readManifests } from './read-manifests.js';
import { trustedOrigins } from './trusted-origins.js';
import { nameOf, referenceOf, statusOf, type FoundPlugin } from './running-plugin.js';

export interface PluginSystemOptions {
  readonly config: IConfigManager;
  readonly logger: ILogger;
  readonly clock: IClock;
  /** Handed to plugins that compose. */
  readonly composer: ITimelineComposer;
  /** The plugins' road to the network. */
  readonly egress: Pick<IEgress, 'fetchFor'>;
  /** Folder with `<kind folder>/<id>/manifest.js`. */
  readonly builtInFolder: string;
  /** npm plugins are looked for from here. Default: the working directory. */
  readonly workingFolder?: string;
}

type ManifestedPlugin = FoundPlugin & { readonly manifest: PluginManifest };

/**
 * Owns plugins from discovery to disposal: finds them, checks their manifests and options, loads them, calls
 * `init` and `ready`, and in the end `dispose` in reverse order, each within its deadline. What a plugin does
 * wrong is reported in {@link PluginSystem.list}; it never takes the others down.
 */
export class PluginSystem implements IPluginCatalog {
  #plugins: FoundPlugin[] = [];
  #started: Promise<void> | undefined;
  #disposed: Promise<void> | undefined;

  readonly #secrets: readonly string[];

  constructor(private readonly options: PluginSystemOptions) {
    this.#secrets = secretValuesIn(options.config.settings);
  }

  /**
   * Starts all enabled plugins. Later calls wait for the first.
   * @throws VideoGenerationError the first problem of a plugin, if `plugins.onFailure` is `fail`; the plugins
   * that did start are disposed of before.
   */
  start(): Promise<void> {
    this.#started ??= this.#start();
    return this.#started;
  }

  /** All plugins that were found, in the order of discovery. */
  list(): readonly PluginStatus[] {
    return this.#plugins.map(statusOf);
  }

  /** What the plugins of a kind contribute, in the order of discovery; empty if nobody does. */
  contributions<Kind extends PluginKind>(kind: Kind): readonly Contribution<Kind>[] {
    return this.#plugins
      .filter(({ contribution, manifest }) => contribution !== undefined && manifest?.kind === kind)
      .map(({ contribution }) => contribution as Contribution<Kind>);
  }

  /**
   * Disposes of all plugins, in reverse order, whatever goes wrong with some. Safe to call twice.
   * @throws VideoGenerationError PLUGIN_DISPOSE_FAILED naming all that failed.
   */
  dispose(): Promise<void> {
    this.#disposed ??= (this.#started ?? Promise.resolve())
      .catch(() => undefined)
      .then(() => this.#disposeAll());
    return this.#disposed;
  }

  async #start(): Promise<void> {
    const { config, clock, builtInFolder, workingFolder = process.cwd() } = this.options;
    const { folders, packages } = config.settings.plugins;
    const locations = await discoverPlugins({ builtInFolder, folders, packages, workingFolder });
    this.#plugins = await readManifests(locations, config, clock);
    this.#warnOfUnknownNames();
    await this.#each((plugin) => this.#create(plugin));
    await this.#dropStagesInConflict();
    await this.#each((plugin) => this.#hook(plugin, 'ready'));
    const failures = this.#plugins.filter(({ state }) => state === 'failed' || state === 'skipped');
    for (const plugin of failures) this.#report(plugin);
    const stops = failures.find((plugin) => this.#stopsTheStart(plugin))?.problem?.error;
    if (stops === undefined) return;
    await this.#disposeAll().catch((error: unknown) => {
      this.options.logger.warn('Plugins did not shut down cleanly after a failed start.', { error });
    });
    throw stops;
  }

  /** Runs one step for all plugins that are still well, at once; one that fails drops out. */
  async #each(step: (plugin: ManifestedPlugin) => Promise<void>): Promise<void> {
    const well = this.#plugins.filter(
      (plugin): plugin is ManifestedPlugin => plugin.state === 'ready' && plugin.manifest !== undefined,
    );
    await Promise.all(
      well.map(async (plugin) => {
        try {
          await step(plugin);
        } catch (error) {
          await this.#drop(plugin, this.#problem(error, plugin, 'could not be started'));
        }
      }),
    );
  }

  /** What stages of several plugins do to each other shows when all are there. */
  async #dropStagesInConflict(): Promise<void> {
    for (;;) {
      const conflict = findStageConflict(this.contributions('stage'));
      const plugin = this.#plugins.find(
        ({ manifest, contribution }) =>
          contribution && manifest?.kind === 'stage' && manifest.id === conflict?.id,
      );
      if (!conflict || !plugin) return;
      const message = `The plugin ${nameOf(plugin)} ${conflict.problem}.`;
      const { howToFix } = conflict;
      await this.#drop(plugin, new VideoGenerationError('PLUGIN_STAGE_CONFLICT', { message, howToFix }));
    }
  }

  #problem(error: unknown, plugin: FoundPlugin, what: string): VideoGenerationError {
    return loadProblem(error, `The plugin ${nameOf(plugin)} ${what}`, {
      secrets: this.#secrets,
      builtIn: plugin.builtIn,
    });
  }

  async #drop(plugin: FoundPlugin, error: VideoGenerationError): Promise<void> {
    const neverRan = error.code === 'PLUGIN_OPTIONS_INVALID' || error.code === 'PLUGIN_DEPENDENCY_MISSING';
    plugin.state = neverRan ? 'skipped' : 'failed';
    const message = String(redactSecrets(error.message, this.#secrets));
    plugin.problem = { message, howToFix: error.howToFix, error };
    // What it began before it failed has to end all the same.
    await this.#hook(plugin, 'dispose').catch(() => undefined);
    delete plugin.contribution;
  }

  async #create(plugin: ManifestedPlugin): Promise<void> {
    const { manifest } = plugin;
    const options = await this.#step(plugin, 'check its options', () =>
      readPluginOptions(manifest, nameOf(plugin), this.options.config),
    );
    const factory: unknown = await this.#step(plugin, 'load', () => manifest.load());
    if (typeof factory !== 'function') {
      throw new VideoGenerationError('PLUGIN_LOAD_FAILED', {
        message: `The plugin ${nameOf(plugin)} is not usable: load() gave ${factory === null ? 'null' : typeof factory} instead of a function.`,
        howToFix: 'In the manifest write: load: async () => (await import("./my-plugin.js")).createMyPlugin.',
      });
    }
    const made = (factory as (host: PluginHost) => unknown)(this.#hostFor(manifest, options));
    plugin.contribution = checkContribution(made, manifest, nameOf(plugin));
    await this.#hook(plugin, 'init');
  }

  async #hook(plugin: FoundPlugin, hook: 'init' | 'ready' | 'dispose'): Promise<void> {
    const { contribution } = plugin;
    if (contribution === undefined) return;
    await this.#step(plugin, `finish ${hook}`, () => contribution[hook]?.());
  }

  #step<Result>(plugin: FoundPlugin, step: string, run: () => Result | Promise<Result>): Promise<Result> {
    const { clock, config } = this.options;
    const seconds = config.settings.plugins.hookTimeoutSeconds;
    return withinDeadline({ clock, seconds, step, plugin: nameOf(plugin) }, run);
  }

  #hostFor({ kind, id }: PluginManifest, options: unknown): PluginHost {
    const { clock, composer, config, egress, logger } = this.options;
    const folder = path.join(config.settings.storage.workPath, 'plugins', `${kind}-${id}`);
    return Object.freeze({
      pluginId: id,
      options,
      logger: logger.child({ plugin: `${kind}/${id}` }),
      clock,
      composer,
      fetch: egress.fetchFor(trustedOrigins(options)),
      dataFolder: async () => {
        await makeFolder(folder);
        return folder;
      },
    });
  }

  #stopsTheStart(plugin: FoundPlugin): boolean {
    return this.options.config.settings.plugins.onFailure === 'fail' && !isNotMissed(plugin);
  }

  #report(plugin: FoundPlugin): void {
    const { logger } = this.options;
    const fields = { plugin: referenceOf(plugin), source: plugin.source, error: plugin.problem?.error };
    if (isNotMissed(plugin)) logger.debug('An optional plugin is not available.', fields);
    else logger.warn('A plugin is not available.', fields);
  }

  /** A slip in `plugins.disabled` or `plugins.options` would otherwise do nothing, silently. */
  #warnOfUnknownNames(): void {
    const known = this.#plugins.map(referenceOf);
    const { disabled, options } = this.options.config.settings.plugins;
    for (const name of [...disabled, ...Object.keys(options)]) {
      if (known.includes(name)) continue;
      const suggestion = nearestName(name, known);
      this.options.logger.warn('The settings name a plugin that does not exist.', { name, suggestion });
    }
  }

  async #disposeAll(): Promise<void> {
    const failures: VideoGenerationError[] = [];
    for (const plugin of this.#plugins.toReversed()) {
      if (plugin.state !== 'ready') continue;
      try {
        await this.#hook(plugin, 'dispose');
      } catch (error) {
        failures.push(this.#problem(error, plugin, 'failed in dispose'));
      }
      delete plugin.contribution;
    }
    if (failures.length === 0) return;
    throw new VideoGenerationError('PLUGIN_DISPOSE_FAILED', {
      message: failures.map(({ message }) => message).join(' '),
      details: { failures: failures.map((failure) => failure.toJSON()) },
      cause: new AggregateError(failures, 'Plugins did not shut down cleanly.'),
    });
  }
}

/** A built-in plugin for an optional package or a paid account is not missed by those who have neither. */
function isNotMissed({ builtIn, problem }: FoundPlugin): boolean {
  const { code, details } = problem?.error ?? {};
  return builtIn && (code === 'PLUGIN_DEPENDENCY_MISSING' || details?.keyMissing === true);
}
