import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { Bench, mock, shortScript } from './command-line.js';

const bench = new Bench();
const escape = String.fromCharCode(27);
beforeAll(() => {
  bench.write('good.json', shortScript);
});
afterAll(() => bench.remove());

describe('the command line', () => {
  it.each<[string, string[], RegExp]>([
    ['a wrong --quality', ['generate', 'good.json', '--quality', 'hgh'], /draft, standard, high, ultra/],
    ['an unknown option', ['generate', 'good.json', '--qualty', 'high'], /Did you mean --quality/],
    ['an unknown command', ['chanels'], /Did you mean channels/],
    ['no script and no prompt', ['generate'], /name a script, or give --brief, --template or --prompt/],
    ['no script to validate', ['validate'], /missing required argument/],
  ])('refuses %s with exit code 2, for people and programs', async (_what, args, message) => {
    const run = await bench.run([...args, '--json']);
    expect(run.code).toBe(2);
    const { error } = JSON.parse(run.stdout) as { error: { code: string; message: string } };
    expect(error.code).toBe('INVALID_REQUEST');
    expect(error.message).toMatch(message);
    expect(run.stderr).toMatch(message);
  });

  it('prints one line a stage and no escape code where there is no terminal', async () => {
    const run = await bench.run(['generate', 'good.json', ...mock]);
    expect(run.code).toBe(0);
    expect(run.stdout + run.stderr).not.toContain(escape);
    expect(run.stderr.trim().split('\n')).toHaveLength(6);
    expect(run.stderr).toMatch(/^good\.json: 1\/6 Reading the script$/mu);
    expect(run.stdout).toMatch(/✔ .*_breathe-in-now\.timeline\.json/u);
  });

  it.skipIf(process.platform !== 'linux')('shows live progress on a terminal', () => {
    const command = `stty cols 100 rows 30; ${process.execPath} ${path.resolve('dist/presentation/cli/main.js')} generate good.json ${mock.join(' ')}`;
    const env = { PATH: process.env.PATH, HOME: bench.folder, TERM: 'xterm', VIDEO_WORK_PATH: bench.work };
    const run = (more: NodeJS.ProcessEnv) =>
      spawnSync('script', ['-qec', command, '/dev/null'], {
        cwd: bench.folder,
        env: { ...env, ...more },
        encoding: 'utf8',
        timeout: 20_000,
      }).stdout;
    const shown = run({});
    expect(shown).toContain('━');
    expect(shown).toContain(`${escape}[32m`);
    // The live display moves the cursor; colours are what NO_COLOR asks to leave out.
    expect(run({ NO_COLOR: '1' })).not.toContain(`${escape}[32m`);
  });

  it('reads standard input, and prints one whole result object and nothing else with --json', async () => {
    const stdin = JSON.stringify({ ...shortScript, topic: '日本 Ёж/..\\: 🌊 *?' });
    const run = await bench.run(['generate', '-', ...mock, '--json'], { stdin });
    expect(run.stderr).not.toContain('{');
    const result = JSON.parse(run.stdout) as Record<string, unknown> & { artifactPath: string };
    expect(result).toMatchObject({
      status: 'completed',
      channel: 'air',
      quality: 'standard',
      aspect: '9:16',
      voice: 'none',
      selection: {
        providerId: 'mock',
        candidates: expect.any(Array) as unknown,
        reason: expect.any(String) as unknown,
      },
      cost: { micros: 0, currency: 'USD' },
      degradations: [],
      stages: [
        { stage: 'script' },
        { stage: 'voice' },
        { stage: 'visuals' },
        { stage: 'pictures' },
        { stage: 'composition' },
        { stage: 'publishing' },
      ].map((stage) => expect.objectContaining(stage) as unknown),
    });
    expect(path.basename(result.artifactPath)).toMatch(/^\d{8}_\d{6}_日本-yozh\.timeline\.json$/u);
  });

  it('plans without making anything', async () => {
    const before = bench.published();
    const run = await bench.run(['generate', 'good.json', '--dry-run', '--json']);
    expect(JSON.parse(run.stdout)).toMatchObject({
      status: 'completed',
      selection: { providerId: 'ffmpeg' },
      warnings: [{ code: 'DRY_RUN' }],
    });
    expect(bench.published()).toEqual(before);
  });

  it('makes a batch larger than the queue, each with a name of its own', async () => {
    const env = { VIDEO_MAX_QUEUED: '1', VIDEO_MAX_CONCURRENT: '1', VIDEO_STORAGE_PATH: 'batch' };
    const scripts = Array.from({ length: 6 }, () => 'good.json');
    const run = await bench.run(['generate', ...scripts, ...mock], { env });
    expect(run.stdout).toMatch(/6 of 6 completed\.\n$/u);
    expect(run.code).toBe(0);
  });

  it('lists what there is as data', async () => {
    const [channels, providers, voices] = await Promise.all(
      ['channels', 'providers', 'voices'].map(async (subject) => {
        const { stdout } = await bench.run([subject, '--json']);
        return (JSON.parse(stdout) as { id: string }[]).map(({ id }) => id);
      }),
    );
    expect(channels).toEqual(['air', 'earth', 'fire', 'water']);
    expect(providers).toEqual(['ffmpeg', 'mock', 'remotion']);
    expect(voices).toContain('flite:slt');
  });

  it('says what is wrong with its settings, with exit code 3', async () => {
    bench.write('broken.config.json', { global: { defaultQualty: 'high' } });
    const run = await bench.run(['--config', 'broken.config.json', 'channels', '--json']);
    expect(run.code).toBe(3);
    expect(JSON.parse(run.stdout)).toMatchObject({ error: { code: 'SETTINGS_INVALID' } });
    expect(run.stdout).toContain('defaultQuality');
  });
});
