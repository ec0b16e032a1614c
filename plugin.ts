/** The plugin API: all that a plugin may import, as `aether-video/plugin`. */
export { definePlugin, pluginApiVersion } from './domain/plugin/plugin-manifest.js';
export type {
  PluginContributions,
  PluginFactory,
  PluginKind,
  PluginManifest,
} from './domain/plugin/plugin-manifest.js';
export type { PluginHost, PluginLifecycle } from './domain/plugin/plugin-host.js';
export type { StandardSchemaV1 } from './domain/plugin/standard-schema.js';
export {
  cancellationOf,
  throwIfCancelled,
  VideoGenerationError,
} from './domain/errors/video-generation-error.js';
export type { SerializedError, VideoGenerationErrorOptions } from './domain/errors/video-generation-error.js';
export type { ErrorCode } from './domain/errors/error-codes.js';
export { BaseChannelStrategy } from './domain/channel/base-channel-strategy.js';
export type {
  ChannelIdentity,
  ChannelOptions,
  ContentLimits,
} from './domain/channel/base-channel-strategy.js';
export * from './domain/channel/channel-style.js';
export * from './domain/channel/channel-strategy.js';
export { buildVideoScript } from './domain/script/build-video-script.js';
export type { SceneDraft, ScriptHeader, ScriptOrigin } from './domain/script/build-video-script.js';
export { checkScriptSize } from './domain/script/check-script-size.js';
export { parseJsonText } from './domain/script/json-text.js';
export { nearestName } from './domain/suggestion/nearest-name.js';
export * from './domain/script/read-script-fields.js';
export * from './domain/script/script-fields.js';
export { refuseScriptIssues, scriptIssue, scriptIssuesError } from './domain/script/script-issue.js';
export { scriptLimits } from './domain/script/script-limits.js';
export * from './domain/script/script-parser.js';
export * from './domain/script/video-script.js';
export { alignWordsToSound } from './domain/speech/align-words-to-sound.js';
export * from './domain/speech/speech-service.js';
export * from './domain/language-model/ask-service.js';
export * from './domain/language-model/language-model.js';
export * from './domain/language-model/script-assignment.js';
export type { BriefStyle } from './domain/brief/brief.js';
export * from './domain/speech/speech-synthesizer.js';
export * from './domain/stage/stage.js';
export * from './domain/stage/stage-outputs.js';
export { decodeWav } from './domain/media/wav.js';
export * from './domain/timeline/video-timeline.js';
export * from './domain/provider/base-local-video-provider.js';
export * from './domain/generation/model-descriptor.js';
export * from './domain/provider/base-remote-video-provider.js';
export * from './domain/provider/http-answer.js';
export { missingGlyphsWarnings } from './domain/provider/missing-glyphs-warnings.js';
export * from './domain/provider/provider-descriptor.js';
export * from './domain/provider/provider-operation.js';
export type { AskedService, ServiceRefusal } from './domain/provider/service-failure.js';
export * from './domain/provider/submission.js';
export * from './domain/provider/video-provider.js';
export type { FetchFunction } from './domain/egress/egress.js';
export * from './domain/video/video-quality.js';
export type {
  ComposeCall,
  ComposedVideo,
  ComposeProgress,
  FinishedVideo,
  ITimelineComposer,
} from './domain/media/timeline-composer.js';
export type { ILogger, LogFields } from './domain/logging/logger.js';
export type { IClock } from './domain/time/clock.js';
export { completeWordTimes } from './domain/speech/complete-word-times.js';
export { moveWordTime, trimSpokenAudio } from './domain/speech/trim-spoken-audio.js';
export { textBreakAfter } from './domain/speech/text-break.js';
export type { TextBreak } from './domain/speech/text-break.js';
export { SpeechWorkerPool } from './infrastructure/speech/speech-worker-pool.js';
export type { SpeechWorkerPoolOptions } from './infrastructure/speech/speech-worker-pool.js';
export { serveSpeech } from './infrastructure/speech/serve-speech.js';
export { pictureArguments } from './infrastructure/media/composition/picture-arguments.js';
export { killProcessTree, mediaProcessEnvironment } from './infrastructure/media/backend/process-tree.js';
export { findOnPath } from './infrastructure/media/backend/find-executable.js';
export { literalText } from './infrastructure/media/text/literal-text.js';
export { mostLegible } from './infrastructure/media/text/color.js';
export { safeArea } from './infrastructure/media/text/safe-area.js';
export { timelineFonts } from './infrastructure/media/text/timeline-fonts.js';
export type { TimelineFontFile, TimelineFonts } from './infrastructure/media/text/timeline-fonts.js';
