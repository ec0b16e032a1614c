import { execFileSync, type ChildProcess } from 'node:child_process';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { Bench, mock, outcomeOf, shortScript } from './command-line.js';

const bench = new Bench();
const env = { VIDEO_CACHE_MAX_MEGABYTES: '0' };
const started: ChildProcess[] = [];

afterEach(() => {
  for (const { pid, exitCode, signalCode } of started.splice(0))
    if (pid && exitCode === null && signalCode === null) process.kill(pid, 'SIGKILL');
});
afterAll(() => bench.remove());

bench.write('good.json', shortScript);
const points = Array.from({ length: 8 }, (_, index) => `This is the small point number ${index + 1}.`);
bench.write('long.json', { ...shortScript, points });

/** Processes that the given one started and that still run; a zombie does not. */
function childrenOf(pid: number): number[] {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid=,stat='], { encoding: 'utf8' });
  return rows(table)
    .filter(([, parent, state]) => Number(parent) === pid && !state!.startsWith('Z'))
    .map(([child]) => Number(child));
}

function isRunning(pid: number): boolean {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid=,stat='], { encoding: 'utf8' });
  return rows(table).some(([id, , state]) => Number(id) === pid && !state!.startsWith('Z'));
}

function rows(table: string): string[][] {
  return table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/u));
}

async function until(what: string, isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(`It never came to pass: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A render in the middle of its work. */
async function rendering(): Promise<{ child: ChildProcess; encoders: number[] }> {
  const child = bench.start(['generate', 'long.json', '--voice', 'none', '--quality', 'standard', '--json'], {
    env,
  });
  started.push(child);
  let encoders: number[] = [];
  await until('an encoder runs', () => {
    encoders = childrenOf(child.pid!);
    return encoders.length > 0 && bench.leftovers().some((file) => file.includes('segment-'));
  });
  return { child, encoders };
}

describe.skipIf(process.platform === 'win32')('an interrupted render', () => {
  it('Ctrl-C ends with 130 and leaves nothing', async () => {
    const { child, encoders } = await rendering();
    const ended = outcomeOf(child);
    child.kill('SIGINT');
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'cancelled', error: { code: 'CANCELLED' } });
    expect(encoders.filter(isRunning)).toEqual([]);
    expect(bench.leftovers()).toEqual([]);
    expect(bench.published()).toEqual([]);
  });

  it('SIGTERM ends with 130 too, and its job goes on later', async () => {
    const { child, encoders } = await rendering();
    const ended = outcomeOf(child);
    child.kill('SIGTERM');
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    const result = JSON.parse(stdout) as { id: string; error: { howToFix: string } };
    expect(result.error.howToFix).toBe(`Go on with it: aether jobs resume ${result.id}`);
    expect(encoders.filter(isRunning)).toEqual([]);
    expect(bench.leftovers().filter((file) => !file.startsWith('jobs/'))).toEqual([]);
    const { stdout: shown } = await bench.run(['jobs', 'show', result.id, '--json']);
    expect(JSON.parse(shown)).toMatchObject({ status: 'queued', interruptions: 0 });
    await bench.run(['jobs', 'cancel', result.id]);
    expect(bench.leftovers()).toEqual([]);
  });

  it('killed outright takes its encoders along, and cancelling its job sweeps what it left', async () => {
    const { child, encoders } = await rendering();
    const ended = outcomeOf(child);
    child.kill('SIGKILL');
    await ended;
    await until('its encoders are gone', () => !encoders.some(isRunning));
    expect(bench.leftovers()).not.toEqual([]);
    const { stdout } = await bench.run(['jobs', '--status', 'processing', '--json']);
    const [job] = JSON.parse(stdout) as { id: string }[];
    await bench.run(['jobs', 'cancel', job!.id]);
    expect(bench.leftovers()).toEqual([]);
  });

  it('a second Ctrl-C exits at once', async () => {
    const { child } = await rendering();
    const ended = outcomeOf(child);
    child.kill('SIGINT');
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
  });
});

it('two processes share a storage folder: other names, and nobody sweeps the other', async () => {
  const runs = await Promise.all(
    [1, 2].map(() => bench.run(['generate', 'good.json', 'good.json', ...mock, '--json'])),
  );
  const paths = runs.flatMap(({ stdout }) =>
    (JSON.parse(stdout) as { results: { artifactPath: string }[] }).results.map(
      (result) => result.artifactPath,
    ),
  );
  expect(new Set(paths).size).toBe(4);
  expect(bench.leftovers()).toEqual([]);
});
