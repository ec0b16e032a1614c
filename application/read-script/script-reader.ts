import type { IChannelStrategy, TimelineDraft } from '../../domain/channel/channel-strategy.js';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { IScriptParser, ScriptIssue } from '../../domain/script/script-parser.js';
import type { VideoScript } from '../../domain/script/video-script.js';
import { TemplateChannel } from '../../domain/template/template-channel.js';
import type { VideoTemplate } from '../../domain/template/video-template.js';
import type { IConfigManager } from '../../domain/settings/settings.js';
import { estimateSpeechSeconds } from '../../domain/speech/reading-time.js';
import { textTokens, type TextToken } from '../../domain/speech/speakable-text.js';
import { unknownNameError } from '../../domain/suggestion/nearest-name.js';
import type { ScriptRequest } from '../../domain/video/video-request.js';
import type { AspectRatio, VideoQuality } from '../../domain/video/video-quality.js';
import { acceptParsed, parseScript } from './parse-script.js';
import { wrapScript } from './wrap-script.js';

/** A voice that speaks that much longer than estimated does not exist. */
const surelyTooLong = 2;

/** Frames a second of a video that asks for none. */
export const usualFrameRate = 30;

export interface ScriptReaderParts {
  readonly parsers: readonly IScriptParser[];
  readonly channels: readonly IChannelStrategy[];
  readonly config: Pick<IConfigManager, 'settings' | 'channel'>;
}

/** A script that was read and accepted, with all that was decided from it, the request and the settings. */
export interface ReadScript {
  readonly script: VideoScript;
  readonly channel: IChannelStrategy;
  /** How the channel stages the script. */
  readonly draft: TimelineDraft;
  /** BCP 47. */
  readonly language: string;
  readonly quality: VideoQuality;
  readonly aspect: AspectRatio;
  readonly framesPerSecond: number;
  /** What is shown and spoken, for each scene. */
  readonly tokens: readonly (readonly TextToken[])[];
  /** Folder that relative media paths start from; `.` is the working directory. */
  readonly baseFolder: string;
  readonly maxDurationSeconds: number;
  /** Speech and pauses, before anything was spoken; within about a fifth. */
  readonly estimatedSeconds: number;
}

/** Reads scripts, and decides what belongs to them: channel, language, quality and limits. */
export class ScriptReader {
  constructor(private readonly parts: ScriptReaderParts) {}

  /**
   * @param template Its look and timing take the channel's place.
   * @param parsed Takes the place of what the request's script says.
   * @throws VideoGenerationError SCRIPT_*, CHANNEL_UNKNOWN or CHANNEL_CONTENT_REJECTED; `details.issues`
   * lists everything that was found.
   */
  read(request: ScriptRequest, template?: VideoTemplate, parsed?: VideoScript): ReadScript {
    const raw = wrapScript(request.script);
    const script = parsed ? acceptParsed(parsed) : parseScript(raw, this.parts.parsers);
    const channel = template
      ? new TemplateChannel(template)
      : this.channelFor(request.channel, script.channel);
    refuseIssues(channel, contentIssues(channel, script));
    const { settings } = this.parts.config;
    const channelSettings = this.parts.config.channel(channel.descriptor.id);
    const language = script.language ?? channel.descriptor.defaultLanguage;
    const draft = direct(channel, script);
    const tokens = script.scenes.map(({ text }) => textTokens(text, language));
    const read: ReadScript = {
      script,
      channel,
      draft,
      language,
      quality: request.quality ?? channelSettings.defaultQuality ?? settings.global.defaultQuality,
      aspect: request.aspect ?? settings.global.defaultAspect,
      framesPerSecond: request.fps ?? usualFrameRate,
      tokens,
      baseFolder: raw.baseFolder ?? '.',
      maxDurationSeconds: channelSettings.maxDurationSeconds ?? channel.descriptor.maxDurationSeconds,
      estimatedSeconds: estimateSeconds(draft, script, tokens),
    };
    refuseHopelessLength(read);
    return read;
  }

  /** Channels that the settings do not switch off. */
  enabledChannels(): IChannelStrategy[] {
    const { channels, config } = this.parts;
    return channels.filter(({ descriptor }) => config.channel(descriptor.id).enabled);
  }

  /**
   * The channel that a request names, else its script or brief, else the settings.
   * @throws VideoGenerationError CHANNEL_UNKNOWN
   */
  channelFor(requested: string | undefined, written: string | undefined): IChannelStrategy {
    const wanted = requested ?? written;
    const name = wanted ?? this.parts.config.settings.global.defaultChannel;
    const enabled = this.enabledChannels();
    const found = enabled.find(({ descriptor }) => descriptor.id === name);
    if (found) return found;
    const where = requested !== undefined ? 'channel of the request' : 'channel of the script';
    throw unknownNameError({
      code: 'CHANNEL_UNKNOWN',
      what: 'channel',
      name,
      known: enabled.map(({ descriptor }) => descriptor.id),
      where: wanted === undefined ? 'global.defaultChannel of the settings' : where,
    });
  }
}

/** Runs a channel's code and names the channel if it fails. */
function askChannel<Answer>({ descriptor }: IChannelStrategy, doing: string, ask: () => Answer): Answer {
  try {
    return ask();
  } catch (error) {
    if (VideoGenerationError.isInstance(error)) throw error;
    const what = error instanceof Error ? error.message : String(error);
    throw new VideoGenerationError('PLUGIN_PROTOCOL_ERROR', {
      message: `The channel “${descriptor.id}” failed while it ${doing} the script: ${what}`,
      details: { channel: descriptor.id },
      cause: error,
    });
  }
}

function contentIssues(channel: IChannelStrategy, script: VideoScript): readonly ScriptIssue[] {
  return askChannel(channel, 'checked', () => channel.validateContent(script));
}

/** The channel's staging, held against its port: one direction for each scene, in order. */
function direct(channel: IChannelStrategy, script: VideoScript): TimelineDraft {
  const draft = askChannel(channel, 'staged', () => channel.direct(script));
  const fits =
    draft.scenes.length === script.scenes.length &&
    draft.scenes.every(({ sceneId }, index) => sceneId === script.scenes[index]!.id);
  if (fits) return draft;
  throw new VideoGenerationError('PLUGIN_PROTOCOL_ERROR', {
    message: `The channel “${channel.descriptor.id}” did not stage every scene of the script once and in order.`,
    details: { channel: channel.descriptor.id },
  });
}

function refuseIssues({ descriptor }: IChannelStrategy, issues: readonly ScriptIssue[]): void {
  const [first, ...others] = issues;
  if (!first) return;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  throw new VideoGenerationError('CHANNEL_CONTENT_REJECTED', {
    message: `The channel “${descriptor.id}” does not accept the script: ${first.message}${more}`,
    howToFix: first.howToFix,
    details: { where: first.where, channel: descriptor.id, issues },
  });
}

function estimateSeconds(
  { style, scenes: directions }: TimelineDraft,
  script: VideoScript,
  tokens: readonly (readonly TextToken[])[],
): number {
  return script.scenes.reduce((sum, { durationSeconds = 0 }, index) => {
    const { leadInSeconds, tailSeconds } = directions[index]!;
    const spoken = estimateSpeechSeconds(tokens[index]!, style.pacing.speechRate);
    return sum + Math.max(leadInSeconds + spoken + tailSeconds, durationSeconds);
  }, 0);
}

/** Long before the exact check: nobody should wait for hours of speech that is then refused. */
function refuseHopelessLength({ channel, estimatedSeconds, maxDurationSeconds }: ReadScript): void {
  if (estimatedSeconds <= maxDurationSeconds * surelyTooLong) return;
  const { id } = channel.descriptor;
  const share = Math.floor((100 * maxDurationSeconds) / estimatedSeconds);
  throw new VideoGenerationError('SCRIPT_TOO_LONG', {
    message: `The video would last about ${Math.round(estimatedSeconds)} s, but the channel “${id}” allows ${maxDurationSeconds} s.`,
    howToFix: `Keep about ${share} % of the text, or raise channels.${id}.maxDurationSeconds in the settings.`,
    details: { where: 'script', estimatedSeconds, limit: maxDurationSeconds },
  });
}
