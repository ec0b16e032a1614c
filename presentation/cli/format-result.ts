import { colors } from './colors.js';
import { formatMoney } from '../../application/policies/budget.js';
import type { SceneGeneration, VideoNotice, VideoResult } from '../../domain/video/video-result.js';
import { formatError } from './format-error.js';
import { formatTable } from './format-table.js';

const bytesPerMegabyte = 1_000_000;

/** What became of one video, as a person reads it. @param label the script, if there are several */
export function formatResult(result: VideoResult, label?: string): string {
  const prefix = label === undefined ? '' : `${colors.dim(label)}  `;
  if (result.error) return `${prefix}${formatError(result.error)}`;
  const lines = [...headline(result).map((line) => `${prefix}${line}`), ...noticeLines(result)];
  return lines.join('\n');
}

function headline(result: VideoResult): string[] {
  const { video, artifactPath, attachments = [], captions, resultPath, selection } = result;
  const chosen = selection ? `${selection.providerId}: ${selection.reason}` : '';
  if (!video) {
    const made = artifactPath ?? 'Nothing was made: this is the plan.';
    return [
      `${colors.green('✔')} ${colors.bold(made)}`,
      ...planLines(result),
      ...writingLines(result),
      colors.dim(`  ${chosen}`),
    ];
  }
  const { durationSeconds, width, height, framesPerSecond, sizeBytes, loudness } = video;
  const facts = [
    `${durationSeconds.toFixed(1)} s`,
    `${width}×${height}`,
    `${framesPerSecond} fps`,
    `${(sizeBytes / bytesPerMegabyte).toFixed(1)} MB`,
    loudness ? `${loudness.integratedLufs.toFixed(1)} LUFS` : 'no sound',
    `made in ${result.stages.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(1)} s`,
    ...costs(result),
  ];
  const beside = [captions?.srtPath, captions?.vttPath, resultPath, ...attachments].filter(
    (file) => file !== undefined,
  );
  return [
    `${colors.green('✔')} ${colors.bold(video.path)}`,
    `  ${facts.join(' · ')}`,
    colors.dim(`  beside it: ${beside.map(extensionOf).join(' ')}`),
    colors.dim(`  ${chosen}`),
    ...writingLines(result),
  ];
}

function planLines(result: VideoResult): string[] {
  const lines = result.scenes.map(({ id, startSeconds, endSeconds, text, visual }) => {
    const times = `${startSeconds.toFixed(1)}–${endSeconds.toFixed(1)} s`;
    // A script that nobody has read yet is shown whole.
    const shown = result.writing ? text : text.slice(0, 80);
    const line = `  ${colors.dim(times.padStart(13))}  ${colors.bold(id)}  ${shown}`;
    return visual ? `${line}\n${' '.repeat(17)}${colors.dim(visualOf(visual))}` : line;
  });
  const total = costs(result);
  return total.length > 0 ? [...lines, `  in all about ${total.join(' + ')}`] : lines;
}

/** What was or would be charged; nothing for what is free. */
function costs({ cost, otherCosts = [] }: VideoResult): string[] {
  return [cost, ...otherCosts].filter(({ micros }) => micros > 0).map(formatMoney);
}

function visualOf({ kind, provider, model, costs = [] }: SceneGeneration): string {
  const by = provider === undefined ? '' : ` by ${provider}/${model}`;
  return [`${kind}${by}`, ...costs.map(formatMoney)].join(', ');
}

/** Who wrote the script, what it cost, and what it rests on. */
function writingLines({ writing }: VideoResult): string[] {
  if (!writing) return [];
  const { writer, tokens, cost, cached, checks, sources } = writing;
  const used = tokens.input + tokens.output > 0 ? ` · ${tokens.input} + ${tokens.output} tokens` : '';
  const price = cost.micros > 0 ? ` · ${(cost.micros / 1e6).toFixed(6)} ${cost.currency}` : '';
  const passed = checks.filter((check) => check.passed).length;
  const checked = checks.length > 0 ? ` · ${passed} of ${checks.length} checks passed` : '';
  const head = `  written by ${writer}${used}${price}${cached ? ' · from the cache' : ''}${checked}`;
  const cited = sources.map(({ source, scenes }) => colors.dim(`  ${source}: cited by ${scenes.join(', ')}`));
  return [colors.dim(head), ...cited];
}

function noticeLines({ degradations, warnings }: VideoResult): string[] {
  return [...degradations, ...warnings].map(formatNotice);
}

/** A degradation or warning: what, why, effect. */
export function formatNotice({ code, what, why, effect }: VideoNotice): string {
  return `  ${colors.yellow('!')} ${what} ${why} ${effect} ${colors.dim(code)}`;
}

function extensionOf(file: string): string {
  return file.slice(file.lastIndexOf('.'));
}

/** One line a script, and the count. */
export function formatBatchSummary(labels: readonly string[], results: readonly VideoResult[]): string {
  const rows = results.map(({ status, video, artifactPath, error }, index) => [
    status === 'completed' ? colors.green('✔') : colors.red('✘'),
    labels[index]!,
    status,
    video?.path ?? artifactPath ?? error?.code ?? '',
  ]);
  const completed = results.filter(({ status }) => status === 'completed').length;
  const table = formatTable(['', 'SCRIPT', 'STATUS', 'FILE OR ERROR'], rows, '');
  return `\n${table}\n${completed} of ${results.length} completed.`;
}
