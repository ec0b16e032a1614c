export const ISourceReader: unique symbol = Symbol.for('aether-video/ISourceReader@1');

/** A user's own document as plain text. */
export interface SourceDocument {
  /** File name without its folder. */
  readonly name: string;
  /** Paragraphs are separated by empty lines. */
  readonly text: string;
}

/** Reads documents that scripts are grounded in. */
export interface ISourceReader {
  /**
   * @param baseFolder Where relative paths start, and what the files must lie in, or in a folder of
   * `storage.mediaFolders`. Without it the path is the caller's own and may lead anywhere.
   * @throws VideoGenerationError SOURCE_UNREADABLE or MEDIA_OUTSIDE_ALLOWED_FOLDERS
   */
  read(path: string, baseFolder?: string): Promise<SourceDocument>;
}
