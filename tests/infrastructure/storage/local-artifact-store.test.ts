import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { ILogger } from '../../../domain/logging/logger.js';
import { LocalArtifactStore } from '../../../infrastructure/storage/local-artifact-store.js';
import { VirtualClock } from '../../fakes/virtual-clock.js';

const root = mkdtempSync(path.join(os.tmpdir(), 'aether-store-'));
const isRoot = process.getuid?.() === 0;
const mounted: string[] = [];
const ignore = (): void => undefined;
const noLog: ILogger = { debug: ignore, info: ignore, warn: ignore, error: ignore, child: () => noLog };

afterEach(() => {
  for (const folder of mounted.splice(0)) execFileSync('umount', [folder]);
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

let folders = 0;
function newFolder(): string {
  const folder = path.join(root, String((folders += 1)));
  mkdirSync(folder);
  return folder;
}

/** A file system of its own, if this user may mount one. */
function mountTmpfs(options: string): string | undefined {
  const folder = newFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  mounted.push(folder);
  return folder;
}
const probe = mountTmpfs('size=1m');
const canMount = probe !== undefined;
for (const folder of mounted.splice(0)) execFileSync('umount', [folder]);

function storeIn(folder = newFolder(), clock = new VirtualClock()) {
  const workPath = path.join(folder, '.aether');
  return { folder, workPath, store: new LocalArtifactStore({ path: folder, workPath }, clock, noLog), clock };
}

async function failure(work: Promise<unknown>): Promise<VideoGenerationError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!VideoGenerationError.isInstance(error)) throw new Error(`Not one of our errors: ${String(error)}`);
  return error;
}

/** All files below a folder, without those that mark a process. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && path.basename(entry.parentPath) !== 'owners')
    .map((entry) => entry.name);
}

describe('names', () => {
  it('are the time and the topic, side by side', async () => {
    const { store, folder } = storeIn();
    const names = await store.chooseNames('Calm mind');
    const base = path.join(folder, '20260102_030405_calm-mind');
    expect(names).toEqual({
      folder,
      video: `${base}.mp4`,
      srt: `${base}.srt`,
      vtt: `${base}.vtt`,
      result: `${base}.json`,
      timeline: `${base}.timeline.json`,
    });
    expect(readdirSync(folder)).toEqual(['.aether']);
  });

  it('are never given out twice, however many ask at once, in one store or several', async () => {
    const { folder } = storeIn();
    const stores = [storeIn(folder), storeIn(folder), storeIn(folder)];
    const chosen = await Promise.all(
      Array.from({ length: 60 }, (_, index) => stores[index % 3]!.store.chooseNames('Calm')),
    );
    expect(new Set(chosen.map(({ video }) => video)).size).toBe(60);
    expect(chosen.map(({ video }) => path.basename(video))).toContain('20260102_030405_calm-60.mp4');
  });

  it('avoid files that exist, whatever their extension', async () => {
    const { store, folder } = storeIn();
    writeFileSync(path.join(folder, '20260102_030405_calm.vtt'), '');
    expect((await store.chooseNames('Calm')).video).toMatch(/calm-2\.mp4$/);
  });

  it('forget their reservations after a while', async () => {
    const { store, workPath, clock } = storeIn();
    await store.chooseNames('Calm');
    await clock.advance(61_000);
    await store.chooseNames('Other');
    expect(readdirSync(path.join(workPath, 'names'))).toEqual(['20260102_030506_other']);
  });

  it('are a user’s own if she gives a path', async () => {
    const { store, folder } = storeIn();
    const names = await store.chooseNames('Calm', path.join(folder, 'new', 'talk.MP4'));
    expect(names.video).toBe(path.join(folder, 'new', 'talk.MP4'));
    expect(names.srt).toBe(path.join(folder, 'new', 'talk.srt'));
    expect(existsSync(path.join(folder, 'new'))).toBe(false);
    expect((await store.chooseNames('Calm', 'talk.mp4')).folder).toBe(process.cwd());
  });

  it('never replace the script by the result', async () => {
    const { store, folder } = storeIn();
    const script = path.join(folder, 'talk.json');
    const out = path.join(folder, 'talk.mp4');
    writeFileSync(script, '{"hook": "x"}');
    expect((await store.chooseNames('x', out)).result).toBe(path.join(folder, 'talk.result.json'));
    writeFileSync(script, '{"id": "1", "status": "completed", "stages": []}');
    expect((await store.chooseNames('x', out)).result).toBe(script);
  });

  it.each([
    ['talk.mov', /does not end in \.mp4/],
    ['talk', /does not end in \.mp4/],
    ['a\0b.mp4', /zero character/],
    [`${'x'.repeat(250)}.mp4`, /longer name/],
  ])('refuse the output path %j', async (outputPath, message) => {
    const error = await failure(storeIn().store.chooseNames('x', outputPath));
    expect(error.code).toBe('OUTPUT_PATH_INVALID');
    expect(error.message).toMatch(message);
  });

  it('refuse a folder, and a path through a file', async () => {
    const { store, folder } = storeIn();
    mkdirSync(path.join(folder, 'dir.mp4'));
    writeFileSync(path.join(folder, 'file'), '');
    expect((await failure(store.chooseNames('x', path.join(folder, 'dir.mp4')))).message).toMatch(
      /is a folder/,
    );
    expect((await failure(store.chooseNames('x', path.join(folder, 'file/a.mp4')))).code).toBe(
      'OUTPUT_PATH_INVALID',
    );
  });
});

describe('publishing', () => {
  it('moves a file to its name and tells its size', async () => {
    const { store, folder } = storeIn();
    const workspace = await store.createWorkspace('job');
    const source = await workspace.write('video.mp4', Buffer.alloc(1000, 1));
    const target = path.join(folder, 'new folder', 'out.mp4');
    expect(await store.publish(source, target)).toEqual({ sizeBytes: 1000 });
    expect(readFileSync(target)).toHaveLength(1000);
    await workspace.remove();
    expect(filesIn(folder)).toEqual(['out.mp4']);
  });

  it('replaces what was there, text and file', async () => {
    const { store, folder } = storeIn();
    const target = path.join(folder, 'a.srt');
    await store.publishText('old', target);
    await store.publishText('neu ✓', target);
    expect(readFileSync(target, 'utf8')).toBe('neu ✓');
    expect(filesIn(folder)).toEqual(['a.srt']);
  });

  it('can be taken back, also twice, but never takes a folder', async () => {
    const { store, folder } = storeIn();
    const target = path.join(folder, 'a.srt');
    await store.publishText('text', target);
    await store.withdraw(target);
    await store.withdraw(target);
    expect(filesIn(folder)).toEqual([]);
    mkdirSync(path.join(folder, 'full'));
    expect((await failure(store.withdraw(path.join(folder, 'full')))).code).toBe('STORAGE_NOT_WRITABLE');
  });

  it('leaves the source and no temporary file when it fails', async () => {
    const { store, folder } = storeIn();
    const workspace = await store.createWorkspace('job');
    const source = await workspace.write('video.mp4', Buffer.from('whole'));
    mkdirSync(path.join(folder, 'taken.mp4', 'inner'), { recursive: true });
    const error = await failure(store.publish(source, path.join(folder, 'taken.mp4')));
    expect(error.code).toBe('STORAGE_NOT_WRITABLE');
    expect(error.message).toContain(folder);
    expect(readFileSync(source, 'utf8')).toBe('whole');
    expect(filesIn(folder)).toEqual(['video.mp4']);
  });

  it.runIf(canMount)('works across file systems', async () => {
    const { store } = storeIn();
    const workspace = await store.createWorkspace('job');
    const source = await workspace.write('video.mp4', Buffer.alloc(5000, 7));
    const other = mountTmpfs('size=1m')!;
    expect(await store.publish(source, path.join(other, 'v.mp4'))).toEqual({ sizeBytes: 5000 });
    expect(existsSync(source)).toBe(false);
    expect(readdirSync(other)).toEqual(['v.mp4']);
  });
});

describe('a full disk', () => {
  it.runIf(canMount)('is said to be full, and nothing half-made stays', async () => {
    const { store } = storeIn();
    const workspace = await store.createWorkspace('job');
    const source = await workspace.write('video.mp4', Buffer.alloc(3_000_000, 7));
    const small = mountTmpfs('size=1m')!;
    for (const work of [
      store.publish(source, path.join(small, 'v.mp4')),
      store.publishText('x'.repeat(3_000_000), path.join(small, 'v.srt')),
    ]) {
      const error = await failure(work);
      expect(error.code).toBe('STORAGE_FULL');
      expect(error.message).toContain(small);
    }
    expect(readdirSync(small)).toEqual([]);
    expect(statSync(source).size).toBe(3_000_000);
    writeFileSync(path.join(small, 'still room'), Buffer.alloc(900_000));
  });

  it.runIf(canMount)('is noticed before the work, in megabytes', async () => {
    const small = mountTmpfs('size=2m')!;
    const { store } = storeIn();
    await store.ensureWritable(small, 1_000_000);
    const error = await failure(store.ensureWritable(small, 120_000_000));
    expect(error.code).toBe('STORAGE_FULL');
    expect(error.message).toMatch(/about 120 MB are needed, 2 MB are free/);
    expect(readdirSync(small)).toEqual([]);
  });

  it.runIf(canMount)('takes no workspace file', async () => {
    const small = mountTmpfs('size=1m')!;
    const { store } = storeIn(small);
    const workspace = await store.createWorkspace('job');
    const error = await failure(workspace.write('voice.wav', Buffer.alloc(3_000_000)));
    expect(error.code).toBe('STORAGE_FULL');
    await workspace.remove();
    expect(filesIn(small)).toEqual([]);
  });
});

describe('a folder that cannot be written', () => {
  it.runIf(canMount)('is named: read-only file system', async () => {
    const folder = mountTmpfs('size=1m')!;
    execFileSync('mount', ['-o', 'remount,ro', folder]);
    const error = await failure(storeIn().store.ensureWritable(folder, 0));
    expect(error.code).toBe('STORAGE_NOT_WRITABLE');
    expect(error.message).toContain(folder);
    expect(error.message).toMatch(/read-only/);
    const workspace = await failure(storeIn(folder).store.createWorkspace('job'));
    expect(workspace.code).toBe('STORAGE_NOT_WRITABLE');
  });

  it.skipIf(process.platform === 'win32')('is named: permission denied', async () => {
    const { folder } = storeIn();
    execFileSync('chmod', ['755', root]);
    execFileSync('chmod', ['555', folder]);
    if (isRoot) process.seteuid?.(65_534);
    try {
      const error = await failure(storeIn(folder).store.ensureWritable(folder, 0));
      expect(error.code).toBe('STORAGE_NOT_WRITABLE');
      expect(error.message).toMatch(/permission is denied/);
    } finally {
      if (isRoot) process.seteuid?.(0);
      execFileSync('chmod', ['755', folder]);
    }
  });

  it('is named: a file in the way', async () => {
    const { store, folder } = storeIn();
    writeFileSync(path.join(folder, 'file'), '');
    const error = await failure(store.ensureWritable(path.join(folder, 'file', 'sub'), 0));
    expect(error.code).toBe('STORAGE_NOT_WRITABLE');
    expect(error.message).toMatch(/is a file, not a folder/);
  });
});

describe('workspaces', () => {
  it('are empty, separate and safely named, and go without a trace', async () => {
    const { store, folder } = storeIn();
    const [first, second] = await Promise.all([
      store.createWorkspace('../../x y'),
      store.createWorkspace(''),
    ]);
    expect(first.path).not.toBe(second.path);
    expect(path.dirname(first.path)).toBe(path.join(folder, '.aether', 'workspaces'));
    expect(readdirSync(first.path)).toEqual([]);
    await first.remove();
    await first.remove();
    await second.remove();
    expect(filesIn(folder)).toEqual([]);
  });

  it.each(['../x', 'a/b', '', '.', '..', 'a\\b', 'a\0'])('take no file called %j', async (name) => {
    const workspace = await storeIn().store.createWorkspace('job');
    expect((await failure(workspace.write(name, Buffer.alloc(1)))).code).toBe('INTERNAL_ERROR');
  });
});

const module = pathToFileURL(
  path.resolve(import.meta.dirname, '../../../dist/infrastructure/storage/local-artifact-store.js'),
).href;

/** Another process that owns a workspace and a half-published file, and waits. */
async function startOwner(folder: string, target: string) {
  const script = `
    import { writeFileSync, mkdirSync } from 'node:fs';
    import path from 'node:path';
    const { LocalArtifactStore } = await import(${JSON.stringify(module)});
    const log = { debug() {}, info() {}, warn() {}, error() {}, child: () => log };
    const clock = { now: () => new Date(), monotonic: () => 0, sleep: async () => {} };
    const workPath = path.join(${JSON.stringify(folder)}, '.aether');
    const store = new LocalArtifactStore({ path: ${JSON.stringify(folder)}, workPath }, clock, log);
    const workspace = await store.createWorkspace('other');
    await workspace.write('voice.wav', Buffer.alloc(10));
    // As if it were killed in the middle of a publication.
    const token = path.basename(workspace.path).split('.').at(-1);
    const temporary = path.join(${JSON.stringify(target)}, '.aether-0123456789abcdef.tmp');
    mkdirSync(path.join(workPath, 'publishing'), { recursive: true });
    writeFileSync(path.join(workPath, 'publishing', 'a.' + token + '.json'), JSON.stringify({ temporary }));
    writeFileSync(temporary, 'half');
    console.log(token);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [token] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, token: String(token).trim() };
}

describe('the sweep', () => {
  it('leaves what belongs to a process that lives, and removes it when the process is gone', async () => {
    const { store, folder, workPath } = storeIn();
    const target = newFolder();
    const mine = await store.createWorkspace('mine');
    const { child } = await startOwner(folder, target);
    try {
      expect(await store.sweep()).toBe(0);
      expect(readdirSync(path.join(workPath, 'workspaces'))).toHaveLength(2);
      expect(readdirSync(target)).toHaveLength(1);
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    expect(await store.sweep()).toBe(1);
    expect(readdirSync(path.join(workPath, 'workspaces'))).toEqual([path.basename(mine.path)]);
    expect(readdirSync(target)).toEqual([]);
    expect(readdirSync(path.join(workPath, 'publishing'))).toEqual([]);
    expect(readdirSync(path.join(workPath, 'owners'))).toHaveLength(1);
    expect(await store.sweep()).toBe(0);
  });

  it.runIf(process.platform === 'linux')(
    'is not fooled by a process id that was given to somebody else',
    async () => {
      const { store, folder, workPath } = storeIn();
      const { child, token } = await startOwner(folder, newFolder());
      child.kill('SIGKILL');
      await once(child, 'exit');
      const file = path.join(workPath, 'owners', `${token}.json`);
      const owner = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
      // The dead owner’s id now belongs to this very process, which started at another time.
      writeFileSync(file, JSON.stringify({ ...owner, pid: process.pid }));
      expect(await store.sweep()).toBe(1);
    },
  );

  it('goes by the heartbeat where the process cannot be looked up', async () => {
    const { store, folder, workPath } = storeIn();
    const { child, token } = await startOwner(folder, newFolder());
    child.kill('SIGKILL');
    await once(child, 'exit');
    const file = path.join(workPath, 'owners', `${token}.json`);
    const owner = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    writeFileSync(file, JSON.stringify({ ...owner, machine: 'another one' }));
    expect(await store.sweep()).toBe(0);
    const longAgo = new Date(Date.now() - 2 * 3_600_000);
    utimesSync(file, longAgo, longAgo);
    expect(await store.sweep()).toBe(1);
  });

  it('removes what a killed process had half downloaded, once nobody can be at it', async () => {
    const { store, folder } = storeIn();
    const old = ['20260131_120000_a-calm-lake.download.part', '20260131_120000_a-calm-lake-2.download'];
    const kept = ['20260131_120000_a-calm-lake.mp4', '20260131_120500_fresh.download.part', 'my.download'];
    mkdirSync(folder, { recursive: true });
    for (const name of [...old, ...kept]) writeFileSync(path.join(folder, name), 'x');
    const longAgo = new Date(Date.now() - 2 * 3_600_000);
    for (const name of [...old, kept[0]!, kept[2]!]) utimesSync(path.join(folder, name), longAgo, longAgo);
    await store.sweep();
    const left = readdirSync(folder).filter((name) => name.includes('.'));
    expect(left.filter((name) => [...old, ...kept].includes(name)).sort()).toEqual([...kept].sort());
  });

  it('touches nothing that is not ours', async () => {
    const { store, workPath } = storeIn();
    const stranger = newFolder();
    writeFileSync(path.join(stranger, 'precious'), '');
    mkdirSync(path.join(workPath, 'workspaces', 'notes'), { recursive: true });
    mkdirSync(path.join(workPath, 'publishing'), { recursive: true });
    const note = path.join(workPath, 'publishing', `a.${'0'.repeat(16)}.json`);
    writeFileSync(note, JSON.stringify({ temporary: path.join(stranger, 'precious') }));
    expect(await store.sweep()).toBe(0);
    expect(readdirSync(stranger)).toEqual(['precious']);
    expect(readdirSync(path.join(workPath, 'workspaces'))).toEqual(['notes']);
  });

  it('of two at once, counts each folder once', async () => {
    const { folder, workPath } = storeIn();
    for (let index = 0; index < 20; index += 1) {
      mkdirSync(path.join(workPath, 'workspaces', `job-${index}.${'ab'.repeat(8)}`), { recursive: true });
    }
    const counts = await Promise.all([storeIn(folder).store.sweep(), storeIn(folder).store.sweep()]);
    expect(counts[0] + counts[1]).toBe(20);
    expect(readdirSync(path.join(workPath, 'workspaces'))).toEqual([]);
  });

  it('has nothing to do in an empty folder', async () => {
    expect(await storeIn().store.sweep()).toBe(0);
  });
});
