import type { ILogger } from '../../domain/logging/logger.js';
import type { IArtifactStore } from '../../domain/storage/artifact-store.js';

/** The files of one video that have been published so far. Only those are ever taken back. */
export class Publication {
  private readonly published: string[] = [];

  constructor(
    private readonly store: Pick<IArtifactStore, 'publish' | 'publishText' | 'withdraw'>,
    private readonly logger: ILogger,
  ) {}

  /** Returns the file's size, bytes. */
  async file(sourcePath: string, targetPath: string): Promise<number> {
    const { sizeBytes } = await this.store.publish(sourcePath, targetPath);
    this.published.push(targetPath);
    return sizeBytes;
  }

  /** The same for what was paid for: it is never taken back. */
  async keep(sourcePath: string, targetPath: string): Promise<number> {
    return (await this.store.publish(sourcePath, targetPath)).sizeBytes;
  }

  async text(text: string, targetPath: string): Promise<void> {
    await this.store.publishText(text, targetPath);
    this.published.push(targetPath);
  }

  /** Takes everything back, so that nothing half-made stays behind. Never throws. */
  async withdraw(): Promise<void> {
    for (const path of this.published.splice(0)) {
      try {
        await this.store.withdraw(path);
      } catch (error) {
        this.logger.warn('A published file could not be taken back.', { path, reason: String(error) });
      }
    }
  }
}
