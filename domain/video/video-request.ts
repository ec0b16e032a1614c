import type { BriefInput, FrameRate } from '../brief/brief.js';
import type { RawScript } from '../script/script-parser.js';
import type { TemplateRequest } from '../template/video-template.js';
import type { Cost } from '../provider/provider-operation.js';
import type { VisualKind } from '../script/video-script.js';
import type { AspectRatio, VideoQuality } from './video-quality.js';

/** What {@link VideoRequest.music} and `--music` take besides a path: no music at all. */
export const noMusic = 'none';
/** What {@link VideoRequest.voice} and `--voice` take besides a voice id: no narration, reading-speed timing. */
export const noVoice = 'none';

/** One video to make: from a script, a brief or a template, exactly one of them. */
export interface VideoRequest {
  /**
   * The script: an object, or the text of a script file. Wrap it as {@link RawScript} to name the file it
   * came from and the folder that its media paths start from.
   */
  readonly script?: RawScript | string | Readonly<Record<string, unknown>>;
  /** What a script is to be written from. */
  readonly brief?: BriefInput;
  /** An ad with fixed scenes, and what fills it. */
  readonly template?: TemplateRequest;
  /** With `brief`: the language model, as `aether models` lists it. Default: `writing.model` of the settings. */
  readonly writer?: string;
  /** Frames a second: 24, 25, 30, 50 or 60. Default: the brief's, else 30. */
  readonly fps?: FrameRate;
  /** Default: the script's own, else `air`. */
  readonly channel?: string;
  /** Default from the channel's settings, else `standard`. */
  readonly quality?: VideoQuality;
  /** Default `9:16`. */
  readonly aspect?: AspectRatio;
  /** Only this provider. Default: the best of those that can. */
  readonly provider?: string;
  /** Voice id, or `none`. Default: the script's, else the channel's first that is installed. */
  readonly voice?: string;
  /** Path of a music file, or `none`. Default: the script's, else the channel's ambient bed. */
  readonly music?: string;
  /**
   * What is made for scenes without media of their own: over what the script says. A `provider` that makes clips
   * or pictures is asked for them; the video itself is then composed by the best that can.
   */
  readonly visual?: VisualKind;
  /** Model of the clips and pictures, as the provider spells it. */
  readonly model?: string;
  /** Highest price of the whole video. */
  readonly budget?: Cost;
  /** False makes clips and pictures anew, whatever was made before. Default true. */
  readonly cache?: boolean;
  /** Where the MP4 goes; `.mp4`. Default: a name of its own under the storage path. */
  readonly outputPath?: string;
  /** Plan only: parse, direct, estimate and choose a provider, but make nothing. Default false. */
  readonly dryRun?: boolean;
}

/** A request whose script is there, whoever wrote it. */
export type ScriptRequest = Omit<VideoRequest, 'brief' | 'template' | 'writer'> &
  Required<Pick<VideoRequest, 'script'>>;
