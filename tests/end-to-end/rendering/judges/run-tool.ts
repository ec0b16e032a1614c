import { spawn } from 'node:child_process';

export interface ToolOutput {
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs a judge's tool; anything but success is thrown, so that no judge ever passes on nothing. */
export function runTool(tool: string, args: readonly string[], input?: Buffer): Promise<ToolOutput> {
  return new Promise((resolve, reject) => {
    const child = spawn(tool, args, { env: { ...process.env, OMP_THREAD_LIMIT: '1' } });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      const stderr = Buffer.concat(err).toString('utf8');
      if (code === 0) resolve({ stdout: Buffer.concat(out), stderr });
      else reject(new Error(`${tool} ended with ${String(code)}: ${stderr.slice(-400)}`));
    });
    // A tool that does not read its input to the end is judged by its exit code.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

/** FFmpeg as a judge: any decoding error ends it. */
export function ffmpeg(...args: string[]): Promise<ToolOutput> {
  return runTool('ffmpeg', ['-hide_banner', '-nostdin', '-xerror', '-err_detect', 'explode', ...args]);
}

/** All numbers that follow `label` in a tool's report. */
export function numbersAfter(label: string, report: string): number[] {
  const pattern = new RegExp(`${label}\\s*[:=]?\\s*(-?(?:[0-9.]+|inf))`, 'gu');
  return Array.from(report.matchAll(pattern), ([, value]) => (value === '-inf' ? -Infinity : Number(value)));
}
