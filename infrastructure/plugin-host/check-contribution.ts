import { z } from 'zod';
import { backgroundMotifs, musicMoods } from '../../domain/channel/channel-style.js';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { PluginLifecycle } from '../../domain/plugin/plugin-host.js';
import type { PluginContributions, PluginKind, PluginManifest } from '../../domain/plugin/plugin-manifest.js';
import { stageProblem } from '../../domain/stage/stage-conflict.js';
import { replaceableStages, stageOutputNames } from '../../domain/stage/stage-outputs.js';
import { aspectRatios, videoQualities } from '../../domain/video/video-quality.js';

/** What a plugin of some kind made, with its hooks. */
export type Contribution<Kind extends PluginKind = PluginKind> = PluginContributions[Kind] & PluginLifecycle;

const method = z.custom<unknown>((value) => typeof value === 'function', 'must be a method');
const text = z.string().min(1);
const color = z.string().regex(/^#[0-9a-f]{6}$/i, 'must be a colour like #1a2b3c');
const finite = z.number();
const lifecycle = { init: method.optional(), ready: method.optional(), dispose: method.optional() };

const channelStyle = z.looseObject({
  palette: z.looseObject({
    background: z.array(color).min(2),
    accent: color,
    text: color,
    highlight: color,
    shade: color,
  }),
  typography: z.looseObject({
    family: z.enum(['sans', 'rounded', 'serif', 'condensed']),
    captionCase: z.enum(['as-written', 'upper']),
  }),
  motif: z.enum(backgroundMotifs),
  motion: z.looseObject({ intensity: finite.min(0), zoom: finite.min(1) }),
  pacing: z.looseObject({
    leadInSeconds: finite.min(0),
    tailSeconds: finite.min(0),
    crossfadeSeconds: finite.min(0),
    speechRate: finite.positive(),
    wordsPerMinute: finite.positive(),
  }),
  music: z.looseObject({ mood: z.enum(musicMoods), levelDecibels: finite, duckDecibels: finite }),
});

const tokenPrice = z.looseObject({
  inputMicrosPerMillion: finite.min(0),
  outputMicrosPerMillion: finite.min(0),
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be a currency code such as USD'),
  date: z.iso.date(),
});

/** The members that the core uses, by kind. More may be there. */
const contributions: Record<PluginKind, z.ZodType> = {
  provider: z.looseObject({
    specVersion: z.literal(1),
    descriptor: z.looseObject({
      id: text,
      name: text,
      description: z.string(),
      location: z.enum(['local', 'remote']),
      accepts: z.array(text),
      capabilities: z.array(text),
      qualities: z.array(z.enum(videoQualities)),
      aspects: z.array(z.enum(aspectRatios)),
      maxDurationSeconds: finite.positive(),
      pictureQuality: finite.min(0).max(1),
      microsPerSecond: finite.min(0),
      currency: z.string().regex(/^[A-Z]{3}$/, 'must be a currency code such as USD'),
      maxConcurrent: z.int().min(1),
      dedupe: z.enum(['key', 'lookup', 'none']),
      automatic: z.boolean(),
    }),
    validate: method,
    estimate: method,
    start: method,
    status: method,
    cancel: method.optional(),
    describeModels: method.optional(),
    checkHealth: method,
    ...lifecycle,
  }),
  channel: z.looseObject({
    descriptor: z.looseObject({
      id: text,
      name: text,
      theme: z.string(),
      description: z.string(),
      maxDurationSeconds: finite.positive(),
      defaultLanguage: text,
      voices: z.array(text),
    }),
    style: channelStyle,
    validateContent: method,
    direct: method,
    promptFor: method,
    ...lifecycle,
  }),
  parser: z.looseObject({ id: text, description: z.string(), canParse: method, parse: method, ...lifecycle }),
  speech: z.looseObject({
    id: text,
    description: z.string(),
    offline: z.boolean(),
    voices: z.array(z.looseObject({ id: text, name: text, languages: z.array(text).min(1) })),
    manner: z.string().optional(),
    estimate: method.optional(),
    synthesize: method,
    ...lifecycle,
  }),
  'language-model': z.looseObject({
    id: text,
    description: z.string(),
    offline: z.boolean(),
    models: z.array(z.looseObject({ id: text, price: tokenPrice.optional() })).min(1),
    answer: method,
    ...lifecycle,
  }),
  stage: z.looseObject({
    id: text,
    displayName: text,
    weight: finite.positive().optional(),
    timeoutSeconds: finite.positive().optional(),
    needs: z.array(text),
    produces: z.array(text).optional(),
    wraps: z.enum(stageOutputNames, `must be one of ${stageOutputNames.join(', ')}`).optional(),
    replaces: z.enum(replaceableStages, `must be one of ${replaceableStages.join(', ')}`).optional(),
    execute: method,
    ...lifecycle,
  }),
};

function idOf(contribution: Contribution): string {
  return 'descriptor' in contribution ? contribution.descriptor.id : contribution.id;
}

function problemOf(value: unknown, { kind, id }: PluginManifest): string | undefined {
  if (typeof value !== 'object' || value === null) {
    return `its factory made ${value === null ? 'null' : typeof value} instead of an object`;
  }
  if ('then' in value) return 'its factory made a promise: asynchronous work belongs to init()';
  const parsed = contributions[kind].safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues as [z.core.$ZodIssue];
    return `its ${kind} is incomplete: “${issue.path.join('.')}”: ${issue.message}`;
  }
  const own = idOf(value as Contribution);
  if (own !== id) return `its ${kind} has the id “${own}”, its manifest says “${id}”`;
  if (kind === 'stage') return stageProblem(value as PluginContributions['stage']);
  const voices = kind === 'speech' ? (value as PluginContributions['speech']).voices : [];
  const stranger = voices.find((voice) => !voice.id.startsWith(`${id}:`));
  return stranger && `its voice “${stranger.id}” has to be called “${id}:…”`;
}

/**
 * Checks that what a plugin made is what its kind promises.
 * @param plugin For messages: `provider/acme (npm:aether-acme)`.
 * @throws VideoGenerationError PLUGIN_LOAD_FAILED
 */
export function checkContribution(value: unknown, manifest: PluginManifest, plugin: string): Contribution {
  const fail = (problem: string, cause?: unknown): never => {
    const howToFix = 'Report the problem to the plugin’s author, or disable the plugin in the settings.';
    throw new VideoGenerationError('PLUGIN_LOAD_FAILED', {
      message: `The plugin ${plugin} is not usable: ${problem}.`,
      howToFix,
      details: { plugin },
      cause,
    });
  };
  let problem: string | undefined;
  try {
    problem = problemOf(value, manifest);
  } catch (error) {
    fail('reading its members throws an error', error);
  }
  if (problem !== undefined) fail(problem);
  return value as Contribution;
}
