import { randomUUID } from 'node:crypto';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { RawScript } from '../../../domain/script/script-parser.js';
import type { VisualKind } from '../../../domain/script/video-script.js';
import type { AspectRatio, VideoQuality } from '../../../domain/video/video-quality.js';
import type { VideoRequest } from '../../../domain/video/video-request.js';
import type { VideoResult } from '../../../domain/video/video-result.js';
import { budgetFrom } from '../budget-option.js';
import { exitCodes, exitCodeFor } from '../exit-code.js';
import { formatBatchSummary, formatResult } from '../format-result.js';
import { printJson } from '../print-json.js';
import { createProgressDisplay } from '../progress-display.js';
import { findScripts, type ScriptInput } from '../script-inputs.js';
import { withService, type CommonOptions, type ServiceSession } from '../with-service.js';

export interface GenerateOptions extends CommonOptions {
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
}

/** Makes the videos of the scripts that are named. @returns the exit code */
export async function generate(names: readonly string[], options: GenerateOptions): Promise<number> {
  const inputs = await findScripts(names);
  refuseOneOutputForMany(inputs, options);
  const results = await withService(options, (session) => makeAll(inputs, options, session), {
    'global.maxConcurrentGenerations': options.concurrency,
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
function asBatch(inputs: readonly ScriptInput[], results: readonly VideoResult[]) {
  const completed = results.filter(({ status }) => status === 'completed').length;
  return {
    total: results.length,
    completed,
    results: results.map((result, index) => ({ script: inputs[index]!.label, ...result })),
  };
}

function refuseOneOutputForMany(inputs: readonly ScriptInput[], { out }: GenerateOptions): void {
  if (out === undefined || inputs.length === 1) return;
  throw new VideoGenerationError('OUTPUT_PATH_INVALID', {
    message: `--out names one file, but there are ${inputs.length} scripts.`,
    howToFix: 'Leave --out away: each video gets a name of its own.',
    details: { where: '--out' },
  });
}

async function makeAll(
  inputs: readonly ScriptInput[],
  options: GenerateOptions,
  { service, signal }: ServiceSession,
): Promise<VideoResult[]> {
  const display = createProgressDisplay(process.stderr);
  const report = (result: VideoResult, label: string): void => {
    display.clear();
    if (!options.json)
      process.stdout.write(`${formatResult(result, inputs.length > 1 ? label : undefined)}\n`);
  };
  const readable: { readonly input: ScriptInput; readonly request: VideoRequest }[] = [];
  const results = new Map<ScriptInput, VideoResult>();
  for (const input of inputs) {
    try {
      readable.push({ input, request: requestFor(await input.read(), options) });
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
      onProgress: (progress, index) => display.show(readable[index]!.input.label, progress),
      onResult: (result, index) => report(result, readable[index]!.input.label),
    },
  );
  for (const [index, result] of made.entries()) results.set(readable[index]!.input, result);
  return inputs.map((input) => results.get(input)!);
}

function requestFor(script: RawScript, options: GenerateOptions): VideoRequest {
  const { channel, quality, aspect, provider, voice, music, visual, model, cache, dryRun } = options;
  const made = { visual, model, cache, budget: budgetFrom(options.budget) };
  return {
    script,
    channel,
    quality,
    aspect,
    provider,
    voice,
    music,
    ...made,
    outputPath: options.out,
    dryRun,
  };
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
