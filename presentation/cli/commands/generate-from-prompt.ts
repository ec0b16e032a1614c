import path from 'node:path';
import { colors } from '../colors.js';
import type { MediaEstimate } from '../../../application/generate-media/media-options.js';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import { parametersSchema, type UnifiedRequestInput } from '../../../domain/generation/unified-request.js';
import type { UnifiedResponse } from '../../../domain/generation/unified-response.js';
import type { Cost } from '../../../domain/provider/provider-operation.js';
import { announceUnfinished } from '../announce-unfinished.js';
import { budgetFrom } from '../budget-option.js';
import { exitCodeFor, exitCodes } from '../exit-code.js';
import { formatError } from '../format-error.js';
import { formatTable } from '../format-table.js';
import { printJson } from '../print-json.js';
import { withService, type CommonOptions } from '../with-service.js';

export interface PromptOptions extends CommonOptions {
  readonly prompt?: string;
  readonly provider?: string;
  readonly model?: string;
  readonly param?: readonly string[];
  readonly reference?: readonly string[];
  readonly snap?: string;
  readonly budget?: string;
  readonly image?: boolean;
  readonly cache?: boolean;
  readonly dryRun?: boolean;
}

/** Makes one clip or picture, or says what would be made. @returns the exit code */
export async function generateFromPrompt(
  scripts: readonly string[],
  options: PromptOptions,
): Promise<number> {
  if (scripts.length > 0) throw misuse('--prompt', 'it takes no script: give one or the other');
  const request = requestOf(options);
  return withService(options, async ({ service, signal }) => {
    // References are the user's own words here: nothing has to be kept in a folder.
    const call = { signal, baseFolder: path.parse(process.cwd()).root };
    if (options.dryRun) {
      const estimate = await service.estimate(request, call);
      if (options.json) printJson(estimate);
      else process.stdout.write(`${formatEstimate(estimate)}\n`);
      return exitCodes.done;
    }
    const onProgress = ({ state, fraction }: { state: string; fraction?: number }): void => {
      if (!process.stderr.isTTY) return;
      const percent = fraction === undefined ? '' : ` ${Math.round(fraction * 100)} %`;
      process.stderr.write(`\r\u001b[K${state}${percent}`);
    };
    const begun = options.cache === false ? undefined : await service.findUnfinished(request);
    await announceUnfinished(service, begun);
    if (begun) process.stderr.write('Going on with what an earlier run began; --no-cache begins anew.\n');
    const asked = begun ? { ...request, requestId: begun.requestId } : request;
    const response = await service.generate(asked, { ...call, cache: options.cache, onProgress });
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
    if (options.json) printJson(response);
    else process.stdout.write(`${formatResponse(response)}\n`);
    return exitCodeFor(response.error);
  });
}

function requestOf(options: PromptOptions): UnifiedRequestInput {
  const { prompt = '', provider, model, image, snap } = options;
  const budget = budgetFrom(options.budget);
  const parameters: Record<string, unknown> = {};
  const providerOptions: Record<string, unknown> = {};
  for (const [name, text] of pairs('--param', options.param)) {
    const own = name in parametersSchema.shape;
    (own ? parameters : providerOptions)[name] = valueOf(name, text, own);
  }
  const references = pairs('--reference', options.reference).map(([role, source]) => ({
    role,
    source: /^[a-z][a-z0-9+.-]+:\/\//i.test(source) ? source : path.resolve(source),
  }));
  // The schema of the request checks every value, and names what is wrong.
  return {
    prompt,
    ...(provider === undefined ? {} : { provider }),
    ...(model === undefined ? {} : { model }),
    ...(snap === undefined ? {} : { snap }),
    ...(budget === undefined ? {} : { budget }),
    mediaType: image ? 'image' : 'video',
    parameters: { ...parameters, references, providerOptions },
  } as UnifiedRequestInput;
}

function pairs(option: string, texts: readonly string[] = []): [string, string][] {
  return texts.map((text) => {
    const at = text.indexOf('=');
    if (at < 1) throw misuse(option, `“${text}” is not of the form name=value`);
    return [text.slice(0, at), text.slice(at + 1)];
  });
}

/** Words whose value is text even if it looks like a number. */
const textual: readonly string[] = ['task', 'resolution', 'aspectRatio', 'negativePrompt'];

function valueOf(name: string, text: string, own: boolean): unknown {
  if (own && textual.includes(name)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function misuse(option: string, what: string): VideoGenerationError {
  return new VideoGenerationError('INVALID_REQUEST', {
    message: `${option}: ${what}.`,
    details: { where: option },
  });
}

const money = ({ micros, currency }: Cost): string =>
  micros === 0 ? 'free' : `${(micros / 1e6).toFixed(4)} ${currency}`;

const isUnpriced = (warnings: MediaEstimate['warnings']): boolean =>
  warnings.some(({ code }) => code === 'PRICE_UNKNOWN');

function formatEstimate({ providerId, model, cost, routing, warnings, fallbacks }: MediaEstimate): string {
  const rows = routing.candidates.map((candidate) => [
    `${candidate.providerId}/${candidate.model ?? ''}`,
    candidate.score.toFixed(2),
    candidate.unableBecause.join('; '),
  ]);
  const next = fallbacks.length === 0 ? 'nobody' : fallbacks.join(', ');
  return [
    `${colors.bold(`${providerId}/${model}`)}  ${isUnpriced(warnings) ? 'price unknown' : money(cost)}`,
    `  ${routing.reason}`,
    colors.dim(`  after a failure: ${next}`),
    ...warnings.map(({ code, message }) => `  ${colors.yellow('!')} ${message} ${colors.dim(code)}`),
    '',
    formatTable(['MODEL', 'SCORE', 'WHY NOT'], rows, ''),
  ].join('\n');
}

function formatResponse(response: UnifiedResponse): string {
  const { result, error, cost, provider, model, cacheHit, routing, warnings, processingSeconds } = response;
  const notices = warnings.map(
    ({ code, message }) => `  ${colors.yellow('!')} ${message} ${colors.dim(code)}`,
  );
  if (!result) return [formatError(error!), ...notices].join('\n');
  const { probe } = result;
  const picture = probe.video ? `${probe.video.width}×${probe.video.height}` : '';
  const facts = [
    result.mediaType === 'video' ? `${probe.durationSeconds.toFixed(1)} s` : '',
    picture,
    `${(result.sizeBytes / 1e6).toFixed(1)} MB`,
    cacheHit ? 'from the cache' : `made in ${processingSeconds.toFixed(1)} s`,
    warnings.some(({ code }) => code === 'COST_UNKNOWN')
      ? 'cost unknown'
      : [cost, ...(response.otherCosts ?? [])].map(money).join(' + '),
  ];
  return [
    `${colors.green('✔')} ${colors.bold(result.path)}`,
    `  ${facts.filter(Boolean).join(' · ')}`,
    colors.dim(`  ${provider}/${model}${routing ? `: ${routing.reason}` : ''}`),
    ...notices,
  ].join('\n');
}
