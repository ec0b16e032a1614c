import { createLogUpdate } from 'log-update';
import { colors } from './colors.js';
import type { VideoProgress } from '../../domain/video/video-progress.js';

/** Shows how one or more generations get on. */
export interface ProgressDisplay {
  /** @param label the script that the report is about */
  show(label: string, progress: VideoProgress): void;
  /** Clears what is live on the screen, for other output. */
  clear(): void;
}

/** A live display on a terminal that has a size; one line a stage anywhere else; both on standard error. */
export function createProgressDisplay(stream: NodeJS.WriteStream): ProgressDisplay {
  const isLive = stream.isTTY && stream.columns > 0 && stream.rows > 0;
  return isLive ? new LiveDisplay(stream) : new LineDisplay(stream);
}

const barWidth = 24;

class LiveDisplay implements ProgressDisplay {
  private readonly lines = new Map<string, string>();
  private readonly update: ReturnType<typeof createLogUpdate>;

  constructor(private readonly stream: NodeJS.WriteStream) {
    this.update = createLogUpdate(stream);
  }

  show(label: string, progress: VideoProgress): void {
    const filled = Math.round((progress.percent / 100) * barWidth);
    const bar = colors.cyan('━'.repeat(filled)) + colors.dim('━'.repeat(barWidth - filled));
    const percent = `${Math.floor(progress.percent)} %`.padStart(5);
    const left =
      progress.secondsLeft === undefined ? '' : colors.dim(`  ${formatSeconds(progress.secondsLeft)} left`);
    this.lines.set(
      label,
      `${bar} ${percent}  ${progress.message}${left}${this.lines.size > 1 ? colors.dim(`  ${label}`) : ''}`,
    );
    if (progress.percent >= 100) this.lines.delete(label);
    this.update(
      [...this.lines.values()].map((line) => line.slice(0, (this.stream.columns || 80) * 2)).join('\n'),
    );
  }

  clear(): void {
    this.update.clear();
  }
}

class LineDisplay implements ProgressDisplay {
  private readonly shown = new Set<string>();

  constructor(private readonly stream: NodeJS.WriteStream) {}

  show(label: string, progress: VideoProgress): void {
    const { stage, stageNumber, stageCount, stageDisplayName } = progress;
    // Stages that run side by side report in turns.
    const entry = `${stage} ${label}`;
    if (this.shown.has(entry)) return;
    this.shown.add(entry);
    this.stream.write(`${label}: ${stageNumber}/${stageCount} ${stageDisplayName}\n`);
  }

  clear(): void {
    // Lines stay where they are.
  }
}

/** `8 s`, `1 min 20 s`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
