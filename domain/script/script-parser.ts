import type { ScriptIssue } from './script-issue.js';
import type { VideoScript } from './video-script.js';

export type { ScriptIssue };

export const IScriptParser: unique symbol = Symbol.for('aether-video/IScriptParser@1');

/** A script as it came in: text from a file or standard input, or an object from an embedding program. */
export interface RawScript {
  readonly content: unknown;
  /** File name without its folder, such as `talk.md`, if there is one: a hint for the format. */
  readonly name?: string;
  /** Absolute folder that relative media paths start from. Default: the working directory. */
  readonly baseFolder?: string;
}

/** Turns one format of raw script into a {@link VideoScript}. Pure: reads no file, sees no network. */
export interface IScriptParser {
  /** Such as `tiktok`. */
  readonly id: string;
  /** For people: what it reads. */
  readonly description: string;
  /** How sure it is that this is its format, 0 (not at all) to 1 (certain). The surest parser gets the script. */
  canParse(raw: RawScript): number;
  /**
   * @throws VideoGenerationError SCRIPT_* naming the field or line that is wrong. `details.issues` lists
   * all problems that were found ({@link ScriptIssue}), the first of which is the error itself.
   */
  parse(raw: RawScript): VideoScript;
}
