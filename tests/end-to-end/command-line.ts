import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../dist/presentation/cli/main.js', import.meta.url));

export interface RunOptions {
  readonly stdin?: string | Buffer;
  readonly env?: NodeJS.ProcessEnv;
}

export interface RunOutcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of its own with an `aether` that keeps everything inside it. */
export class Bench {
  readonly folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'aether-e2e-')));
  readonly work = path.join(this.folder, 'work');
  readonly videos = path.join(this.folder, 'videos');

  /** Writes a script or another file; returns its name. */
  write(name: string, content: unknown): string {
    const data = typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content);
    writeFileSync(path.join(this.folder, name), data);
    return name;
  }

  start(args: readonly string[], { env }: RunOptions = {}): ChildProcess {
    return spawn(process.execPath, [program, ...args], {
      cwd: this.folder,
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOME: this.folder,
        VIDEO_STORAGE_PATH: this.videos,
        VIDEO_WORK_PATH: this.work,
        ...env,
      },
    });
  }

  async run(args: readonly string[], options: RunOptions = {}): Promise<RunOutcome> {
    const child = this.start(args, options);
    child.stdin!.on('error', () => undefined).end(options.stdin);
    return outcomeOf(child);
  }

  /** Everything under the work and video folders that a finished or failed command must not leave. */
  leftovers(): string[] {
    const inWork = filesUnder(this.work).filter(
      (file) => !/^(?:(?:owners|names|segments|plugins)\/|aether\.db)/u.test(file),
    );
    return [...inWork, ...filesUnder(this.folder).filter((file) => file.endsWith('.tmp'))];
  }

  published(): string[] {
    return filesUnder(this.videos);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function outcomeOf(child: ChildProcess): Promise<RunOutcome> {
  let [stdout, stderr] = ['', ''];
  child.stdout!.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
}

function filesUnder(folder: string, prefix = ''): string[] {
  let names: string[];
  try {
    names = readdirSync(path.join(folder, prefix));
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    const relative = prefix === '' ? name : `${prefix}/${name}`;
    const isFolder = statSync(path.join(folder, relative), { throwIfNoEntry: false })?.isDirectory();
    if (!isFolder) return [relative];
    const inside = filesUnder(folder, relative);
    // A workspace is left over even when it is empty.
    return /^workspaces\/[^/]+$/u.test(relative) ? [relative, ...inside] : inside;
  });
}

/** A short script that the air channel accepts. */
export const shortScript = {
  channel: 'air',
  hook: 'Breathe in now.',
  points: ['One small point.'],
  cta: 'Follow along.',
};

/** Fast and silent, and no picture is made. */
export const mock = ['--provider', 'mock', '--voice', 'none'];
