import { randomUUID } from 'node:crypto';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { OrchestratorPreset } from '../../../domain/job/orchestrator-options.js';
import type { VisualKind } from '../../../domain/script/video-script.js';
import type { AspectRatio, VideoQuality } from '../../../domain/video/video-quality.js';
import type { VideoRequest } from '../../../domain/video/video-request.js';
import type { VideoResult } from '../../../domain/video/video-result.js';
import { announceUnfinished } from '../announce-unfinished.js';
import { budgetFrom } from '../budget-option.js';
import { briefFromOptions, briefInFile, templateFromOptions, type WritingOptions } from './brief-inputs.js';
import { exitCodes, exitCodeFor } from '../exit-code.js';
import { formatBatchSummary, formatResult } from '../format-result.js';
import { printJson } from '../print-json.js';
import { createProgressDisplay } from '../progress-display.js';
import { findScripts, type ScriptInput } from '../script-inputs.js';
import { withService, type CommonOptions, type ServiceSession } from '../with-service.js';

export interface GenerateOptions extends CommonOptions, WritingOptions {
  readonly channel?: string;
  readonly quality?: VideoQuality;
  readonly aspect?: AspectRatio;
  readonly provider?: string;
  readonly voice?: string;
  readonly music?: string;
  readonly visual?: VisualKind;
  readonly model?: string;
  readonly budget?: string;
  readonly cache?: boolean;
  readonly out?: string;
  readonly concurrency?: number;
  readonly dryRun?: boolean;
  readonly preset?: OrchestratorPreset;
}

/** A video to make: its name for people, and how its request comes to be. */
interface VideoInput {
  readonly label: string;
  request(): Promise<VideoRequest>;
}

/** Makes the videos of the scripts that are named, or that the options describe. @returns the exit code */
export async function generate(names: readonly string[], options: GenerateOptions): Promise<number> {
  const inputs = await inputsOf(names, options);
  refuseOneOutputForMany(inputs, options);
  const run = async (session: ServiceSession): Promise<VideoResult[]> => {
    if (!options.dryRun) await announceUnfinished(session.service);
    return makeAll(inputs, options, session);
  };
  const results = await withService(options, run, {
    'global.maxConcurrentGenerations': options.concurrency,
    'jobs.store': options.dryRun ? 'memory' : 'auto',
  });
  if (options.json) printJson(results.length === 1 ? results[0] : asBatch(inputs, results));
  else if (results.length > 1)
    process.stdout.write(
      `${formatBatchSummary(
        inputs.map(({ label }) => label),
        results,
      )}\n`,
    );
  return exitCodeOf(results);
}

/** One object for a whole batch: how many there are, and each script's result. */
function asBatch(inputs: readonly VideoInput[], results: readonly VideoResult[]) {
  const completed = results.filter(({ status }) => status === 'completed').length;
  return {
    total: results.length,
    completed,
    results: results.map((result, index) => ({ script: inputs[index]!.label, ...result })),
  };
}

function refuseOneOutputForMany(inputs: readonly VideoInput[], { out }: GenerateOptions): void {
  if (out === undefined || inputs.length === 1) return;
  throw new VideoGenerationError('OUTPUT_PATH_INVALID', {
    message: `--out names one file, but there are ${inputs.length} scripts.`,
    howToFix: 'Leave --out away: each video gets a name of its own.',
    details: { where: '--out' },
  });
}

async function makeAll(
  inputs: readonly VideoInput[],
  options: GenerateOptions,
  { service, signal }: ServiceSession,
): Promise<VideoResult[]> {
  const display = createProgressDisplay(process.stderr);
  const report = (result: VideoResult, label: string): void => {
    display.clear();
    if (!options.json)
      process.stdout.write(`${formatResult(result, inputs.length > 1 ? label : undefined)}\n`);
  };
  const readable: { readonly input: VideoInput; readonly request: VideoRequest }[] = [];
  const results = new Map<VideoInput, VideoResult>();
  for (const input of inputs) {
    try {
      readable.push({ input, request: await input.request() });
    } catch (error) {
      const result = unreadable(error);
      results.set(input, result);
      report(result, input.label);
    }
  }
  const made = await service.generateBatch(
    readable.map(({ request }) => request),
    {
      signal,
      preset: options.preset,
      onProgress: (progress, index) => display.show(readable[index]!.input.label, progress),
      onResult: (result, index) => report(result, readable[index]!.input.label),
    },
  );
  for (const [index, result] of made.entries()) results.set(readable[index]!.input, result);
  return inputs.map((input) => results.get(input)!);
}

/** What every kind of request takes. */
function commonFields(options: GenerateOptions): Omit<VideoRequest, 'script' | 'brief' | 'template'> {
  const { channel, quality, aspect, provider, voice, music, visual, model, cache, dryRun, fps } = options;
  const made = { visual, model, cache, budget: budgetFrom(options.budget) };
  const shown = { channel, quality, aspect, provider, voice, music, fps };
  return { ...shown, ...made, outputPath: options.out, dryRun };
}

/** The scripts and briefs that are named, or the one video that the options describe. */
async function inputsOf(names: readonly string[], options: GenerateOptions): Promise<VideoInput[]> {
  const template = templateFromOptions(options);
  const brief = names.length > 0 ? undefined : await briefFromOptions(options);
  const label = template?.product ?? brief?.topic;
  if (label === undefined) return (await findScripts(names)).map((input) => fromFile(input, options));
  if (names.length > 0 || (template && brief)) {
    throw new VideoGenerationError('INVALID_REQUEST', {
      message: 'A video is made from a script, a brief or a template; here are several of them.',
      howToFix: 'Keep one of SCRIPT, --brief and --template.',
      details: { where: 'arguments' },
    });
  }
  const { writer } = options;
  const source = template ? { template } : { brief: brief!, writer };
  return [{ label, request: () => Promise.resolve({ ...source, ...commonFields(options) }) }];
}

/** A file may be a script or a brief: its fields tell. */
function fromFile({ label, read }: ScriptInput, options: GenerateOptions): VideoInput {
  const { writer } = options;
  const request = async (): Promise<VideoRequest> => {
    const script = await read();
    const brief = briefInFile(script);
    return { ...(brief ? { brief, writer } : { script }), ...commonFields(options) };
  };
  return { label, request };
}

/** What a batch says of a script that could not be read. */
function unreadable(error: unknown): VideoResult {
  const createdAt = new Date().toISOString();
  return {
    id: randomUUID(),
    status: 'failed',
    scenes: [],
    hashtags: [],
    cost: { micros: 0, currency: 'USD' },
    degradations: [],
    warnings: [],
    stages: [],
    createdAt,
    completedAt: createdAt,
    error: VideoGenerationError.from(error).toJSON(),
  };
}

/** The worst that happened decides: cancelled, then configuration, generation and input. */
function exitCodeOf(results: readonly VideoResult[]): number {
  const codes = results.map(({ error }) => exitCodeFor(error));
  const { cancelled, badConfiguration, generationFailed, badInput, done } = exitCodes;
  return (
    [cancelled, badConfiguration, generationFailed, badInput].find((code) => codes.includes(code)) ?? done
  );
}
