import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { ArtifactPaths, IArtifactStore, Workspace } from '../../domain/storage/artifact-store.js';

/** A store that keeps texts and file names in memory. */
export class MemoryArtifactStore implements IArtifactStore {
  /** Published: target path to text, or to `from <source path>`. */
  readonly published = new Map<string, string>();
  /** Files that were written into workspaces which still exist. */
  readonly workspaces = new Map<string, Map<string, Uint8Array>>();
  /** Publications under a path that ends so fail. */
  failsFor: string | undefined;
  unwritable = false;

  chooseNames(topic: string, outputPath?: string): Promise<ArtifactPaths> {
    const slug = topic.toLowerCase().replaceAll(/\W+/gu, '-');
    const base = outputPath?.replace(/\.mp4$/u, '') ?? `/videos/${slug}`;
    return Promise.resolve({
      folder: base.slice(0, base.lastIndexOf('/')),
      video: `${base}.mp4`,
      srt: `${base}.srt`,
      vtt: `${base}.vtt`,
      result: `${base}.json`,
      timeline: `${base}.timeline.json`,
    });
  }

  ensureWritable(folder: string): Promise<void> {
    if (!this.unwritable) return Promise.resolve();
    return Promise.reject(
      new VideoGenerationError('STORAGE_NOT_WRITABLE', { message: `${folder} cannot be written to.` }),
    );
  }

  createWorkspace(jobId: string): Promise<Workspace> {
    const files = new Map<string, Uint8Array>();
    const path = `/work/${jobId}`;
    this.workspaces.set(path, files);
    return Promise.resolve({
      path,
      write: (name: string, bytes: Uint8Array) => {
        files.set(name, bytes);
        return Promise.resolve(`${path}/${name}`);
      },
      remove: () => {
        this.workspaces.delete(path);
        return Promise.resolve();
      },
    });
  }

  async publish(sourcePath: string, targetPath: string): Promise<{ sizeBytes: number }> {
    await this.publishText(`from ${sourcePath}`, targetPath);
    return { sizeBytes: 1234 };
  }

  publishCopy(sourcePath: string, targetPath: string): Promise<{ sizeBytes: number }> {
    return this.publish(sourcePath, targetPath);
  }

  publishText(text: string, targetPath: string): Promise<void> {
    if (this.failsFor !== undefined && targetPath.endsWith(this.failsFor)) {
      return Promise.reject(new VideoGenerationError('STORAGE_FULL', { message: 'The disk is full.' }));
    }
    this.published.set(targetPath, text);
    return Promise.resolve();
  }

  withdraw(path: string): Promise<void> {
    this.published.delete(path);
    return Promise.resolve();
  }

  sweep(): Promise<number> {
    return Promise.resolve(0);
  }
}
