import type { JobFile } from '../../domain/job/job-stage.js';
import type { Workspace } from '../../domain/storage/artifact-store.js';
import type { IJobFolders } from '../../domain/storage/job-folders.js';

/** Folders of jobs that remember which files were written. */
export class MemoryJobFolders implements IJobFolders {
  readonly files = new Map<string, Uint8Array>();

  open(jobId: string, run: number, keep: readonly string[]): Promise<Workspace> {
    const folder = `/jobs/${jobId}/run-${run}`;
    for (const file of this.files.keys()) {
      if (file.startsWith(`/jobs/${jobId}/`) && !keep.includes(file)) this.files.delete(file);
    }
    return Promise.resolve({
      path: folder,
      write: (name: string, bytes: Uint8Array) => {
        this.files.set(`${folder}/${name}`, bytes);
        return Promise.resolve(`${folder}/${name}`);
      },
      remove: () => Promise.resolve(),
    });
  }

  describe(path: string): Promise<JobFile | undefined> {
    const bytes = this.files.get(path);
    return Promise.resolve(bytes && { path, sizeBytes: bytes.length, contentHash: `of ${bytes.length}` });
  }

  remove(jobId: string): Promise<void> {
    for (const file of this.files.keys()) if (file.startsWith(`/jobs/${jobId}/`)) this.files.delete(file);
    return Promise.resolve();
  }

  list(): Promise<string[]> {
    return Promise.resolve([...new Set([...this.files.keys()].map((file) => file.split('/')[2]!))]);
  }
}
