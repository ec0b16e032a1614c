/** Aether as a library. Plugin authors import `aether-video/plugin` instead. */
export { createVideoGenerationService } from './infrastructure/container/create-video-generation-service.js';
export type { LoadSettingsOptions } from './infrastructure/settings/load-settings.js';
export type {
  AvailableProvider,
  AvailableVoice,
  VideoGenerationService,
} from './application/generate-video/video-generation-service.js';
export type { BatchOptions, GenerateOptions } from './application/generate-video/generate-options.js';
export type { JobDetails, SubmitOptions, VideoJobs } from './application/generate-video/video-jobs.js';
export type { WatchOptions } from './application/run-jobs/watch-job.js';
export type { JobProgress, JobRecord } from './domain/job/job.js';
export type { JobEvent } from './domain/job/job-event.js';
export type { JobArtifact, JobStage } from './domain/job/job-stage.js';
export type { EventFilter, JobFilter } from './domain/job/job-store.js';
export { jobStatuses } from './domain/job/job-status.js';
export type { JobStatus } from './domain/job/job-status.js';
export type { OrchestratorOptions, OrchestratorPreset } from './domain/job/orchestrator-options.js';
export type { HealthCheck, HealthReport } from './application/generate-video/check-health.js';
export type { ScriptValidation } from './application/generate-video/validate-script.js';
export type { VideoMetrics } from './application/generate-video/generation-metrics.js';
export type { VideoState } from './application/generate-video/recent-videos.js';
export { VideoGenerationError } from './domain/errors/video-generation-error.js';
export type {
  Billed,
  SerializedError,
  VideoGenerationErrorOptions,
} from './domain/errors/video-generation-error.js';
export { errorCodes } from './domain/errors/error-codes.js';
export type { ErrorCategory, ErrorCode, ErrorDefinition } from './domain/errors/error-codes.js';
export { aspectRatios, VideoQuality } from './domain/video/video-quality.js';
export type { AspectRatio } from './domain/video/video-quality.js';
export { VideoStatus } from './domain/video/video-status.js';
export { ProviderCapability } from './domain/provider/provider-descriptor.js';
export type { VideoRequest } from './domain/video/video-request.js';
export type {
  ResultScene,
  StageTiming,
  VideoFile,
  VideoNotice,
  VideoResult,
} from './domain/video/video-result.js';
export type { VideoProgress } from './domain/video/video-progress.js';
export type { RawScript } from './domain/script/script-parser.js';
export type { ScriptIssue } from './domain/script/script-issue.js';
export type {
  ProviderCandidate,
  ProviderSelection,
  ScoreParts,
} from './domain/provider/provider-registry.js';
export type { ChannelDescriptor } from './domain/channel/channel-strategy.js';
export type { DiagnosticFinding } from './domain/diagnosis/diagnosis.js';
export type { PluginStatus } from './domain/plugin/plugin-status.js';
export type { UnifiedRequest, UnifiedRequestInput } from './domain/generation/unified-request.js';
export { isRetryable, isSuccess } from './domain/generation/unified-response.js';
export type {
  GeneratedMedia,
  GenerationAttempt,
  UnifiedResponse,
} from './domain/generation/unified-response.js';
export type {
  MediaBatchOptions,
  MediaEstimate,
  MediaOptions,
  MediaProgress,
} from './application/generate-media/media-options.js';
export type { ModelDescriptor } from './domain/generation/model-descriptor.js';
export type { JournalEntry } from './domain/money/operation-journal.js';
export type { BriefInput } from './domain/brief/brief.js';
export type { TemplateRequest, VideoTemplate } from './domain/template/video-template.js';
export type { WritingReport } from './domain/video/writing-report.js';
export { verifySynthesiaWebhook } from './plugins/providers/synthesia/synthesia-webhook.js';
export type {
  SynthesiaDelivery,
  SynthesiaWebhookTerms,
} from './plugins/providers/synthesia/synthesia-webhook.js';
