// One run on one input: our whole generation, our composition alone, bare FFmpeg with the same encoder
// settings, and a second generation with one changed line. `--runs 3` takes the median of three.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { encodeArguments } from '../dist/infrastructure/media/backend/ffmpeg-arguments.js';
import { videoEncodingFor } from '../dist/infrastructure/media/composition/video-encoding.js';
import { loadSettings } from '../dist/infrastructure/settings/load-settings.js';
import { measureProcess } from './measure-process.mjs';
import { loadText, median, printAim, printMachine, printRow } from './report.mjs';

const inputs = [
  { script: 'mindfulness.json', line: 'Breathe out for six.', changed: 'Breathe out for seven.' },
  { script: 'four-elements.yaml', line: 'give it ten minutes today', changed: 'give it a few minutes today' },
];
const here = path.dirname(fileURLToPath(import.meta.url));
const cli = path.join(here, '../dist/presentation/cli/main.js');
const ffmpeg = loadSettings().settings.media.ffmpegPath || 'ffmpeg';

/** A folder of its own with the script, its media and settings: nothing is cached, nothing of the user's is used. */
function prepare(root, { script, line, changed }) {
  const folder = mkdtempSync(path.join(root, 'run-'));
  const examples = path.join(here, '../examples');
  cpSync(path.join(examples, 'media'), path.join(folder, 'media'), { recursive: true });
  const text = readFileSync(path.join(examples, script), 'utf8');
  if (!text.includes(line)) throw new Error(`${script} has no “${line}” to change.`);
  const first = path.join(folder, script);
  const second = path.join(folder, `changed-${script}`);
  writeFileSync(first, text);
  writeFileSync(second, text.replace(line, changed));
  const captured = path.join(folder, 'captured');
  const settings = path.join(folder, 'settings.json');
  writeFileSync(
    settings,
    JSON.stringify({
      storage: { path: path.join(folder, 'videos') },
      plugins: { folders: [path.join(here, 'capture-plugin')] },
      providers: { capture: { options: { folder: captured } } },
    }),
  );
  return { folder, first, second, captured, settings };
}

async function generate(script, settings, provider) {
  const options = ['--config', settings, '--quality', 'standard', '--provider', provider, '--json'];
  const measured = await measureProcess([process.execPath, cli, 'generate', script, ...options]);
  return { ...measured, result: JSON.parse(measured.output) };
}

async function compose({ folder, captured }, name, ...framesFile) {
  const program = path.join(here, 'compose-timeline.mjs');
  const timeline = path.join(captured, 'timeline.json');
  const command = [process.execPath, program, timeline, path.join(folder, name), ...framesFile];
  const measured = await measureProcess(command);
  return { ...measured, composed: JSON.parse(measured.output) };
}

/** The very frames that the composer hands to its encoders, encoded in one go. */
async function encodeBare(run) {
  const { folder, captured } = run;
  const raw = path.join(folder, 'frames.yuv');
  await compose(run, 'kept', raw);
  const timeline = JSON.parse(readFileSync(path.join(captured, 'timeline.json'), 'utf8'));
  const output = ['-f', 'mp4', `file:${path.join(folder, 'bare.mp4')}`];
  const given = encodeArguments(videoEncodingFor(timeline), output);
  return measureProcess([
    ffmpeg,
    ...given.map((argument) => (argument === 'pipe:0' ? `file:${raw}` : argument)),
  ]);
}

async function measureOnce(root, input) {
  const run = prepare(root, input);
  try {
    const whole = await generate(run.first, run.settings, 'ffmpeg');
    const again = await generate(run.second, run.settings, 'ffmpeg');
    await generate(run.first, run.settings, 'capture');
    const composition = await compose(run, 'composition');
    const bare = await encodeBare(run);
    return { whole, again, composition, bare };
  } finally {
    rmSync(run.folder, { recursive: true });
  }
}

function figures({ wallSeconds, cpuSeconds, peakMegabytes }) {
  return [`${wallSeconds.toFixed(1)} s`, `${cpuSeconds.toFixed(1)} s`, `${peakMegabytes.toFixed(0)} MB`];
}

function ratios(part, whole) {
  return [part.wallSeconds / whole.wallSeconds, part.cpuSeconds / whole.cpuSeconds];
}

function print({ script }, runs) {
  const typical = (part) =>
    median(
      runs.map((run) => run[part]),
      ({ cpuSeconds }) => cpuSeconds,
    );
  const [whole, composition, bare, again] = ['whole', 'composition', 'bare', 'again'].map(typical);
  const { durationSeconds, width, height, framesPerSecond } = whole.result.video;
  const shape = `${width}×${height}, ${framesPerSecond} fps, ${durationSeconds.toFixed(1)} s, standard quality`;
  console.log(`\n${script}: ${shape}; ${loadText()}`);
  printRow('', ['wall', 'CPU', 'peak', '× bare wall', '× bare CPU']);
  const rows = { 'whole generation': whole, 'composition alone': composition, 'bare FFmpeg': bare };
  for (const [name, row] of Object.entries({ ...rows, 'generation, one line changed': again })) {
    printRow(name, [...figures(row), ...ratios(row, bare).map((ratio) => ratio.toFixed(2))]);
  }
  const { frames, encoded } = composition.composed;
  const [wall, cpu] = ratios(composition, bare);
  const [againWall, againCpu] = ratios(again, whole);
  printAim('composition / bare FFmpeg, wall', wall, 1.4);
  printAim('composition / bare FFmpeg, CPU', cpu, 1.4);
  printAim('whole generation / length of the video', whole.wallSeconds / durationSeconds, 0.8);
  printAim(
    'peak memory of the process tree',
    Math.max(...runs.map((run) => run.whole.peakMegabytes)),
    700,
    ' MB',
  );
  printAim('frames encoded / frames of the video', encoded / frames, 1);
  printAim('second run / first run, wall', againWall, 0.5);
  printAim('second run / first run, CPU', againCpu, 0.5);
}

const { values } = parseArgs({ options: { runs: { type: 'string', default: '1' } } });
const root = path.join(tmpdir(), `aether-bench-${process.pid}`);
mkdirSync(root);
try {
  printMachine('Generation');
  for (const input of inputs) {
    const runs = [];
    while (runs.length < Number(values.runs)) runs.push(await measureOnce(root, input));
    print(input, runs);
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}
