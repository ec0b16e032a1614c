import type { ArtifactPaths, IArtifactStore } from '../../../domain/storage/artifact-store.js';
import type { VideoQuality } from '../../../domain/video/video-quality.js';
import type { PipelineStage } from '../../pipeline/pipeline-stage.js';
import type { ReadScript, ScriptReader } from '../../read-script/script-reader.js';
import type { GenerationOutputs, PlanOutputs } from '../generation-outputs.js';
import type { ResultSink } from '../stage-results.js';

/** Generous: the video, its segments and its narration, all on disk at once. */
export const bytesPerSecond: Record<VideoQuality, number> = {
  draft: 1_000_000,
  standard: 3_000_000,
  high: 3_000_000,
  ultra: 12_000_000,
};

const facts = { name: 'script', displayName: 'Reading the script', weight: 1 } as const;

function readInto(result: ResultSink, read: ReadScript): void {
  const { script, channel, language, quality, aspect } = read;
  result.learn({
    topic: script.topic,
    channel: channel.descriptor.id,
    language,
    quality,
    aspect,
    hashtags: script.hashtags,
    scenes: script.scenes.map(({ id, role, text }) => ({ id, role, text, startSeconds: 0, endSeconds: 0 })),
  });
}

/** Reads and accepts the script, and makes sure that there is a place for the video. */
export function scriptStage(
  reader: ScriptReader,
  store: IArtifactStore,
): PipelineStage<GenerationOutputs, 'job' | 'manuscript', 'script' | 'paths'> {
  return {
    ...facts,
    needs: ['job', 'manuscript'],
    produces: ['script', 'paths'],
    // The names alone are kept: the script is read again, which is quick and always the same.
    checkpoint: {
      inputs: (context) => context.output('manuscript'),
      pack: ({ paths }) => paths,
      async unpack(packed, context) {
        const { request, template, parsed } = context.output('manuscript');
        const script = reader.read(request, template, parsed);
        readInto(context.output('job').result, script);
        const paths = packed as ArtifactPaths;
        await store.ensureWritable(paths.folder, script.estimatedSeconds * bytesPerSecond[script.quality]);
        return { script, paths };
      },
    },
    async execute(context) {
      const { result } = context.output('job');
      const { request, template, parsed } = context.output('manuscript');
      const script = reader.read(request, template, parsed);
      readInto(result, script);
      const paths = await store.chooseNames(script.script.topic, request.outputPath);
      await store.ensureWritable(paths.folder, script.estimatedSeconds * bytesPerSecond[script.quality]);
      return { script, paths };
    },
  };
}

/** The same for a dry run, which needs no place. */
export function planScriptStage(
  reader: ScriptReader,
): PipelineStage<PlanOutputs, 'job' | 'manuscript', 'script'> {
  return {
    ...facts,
    needs: ['job', 'manuscript'],
    produces: ['script'],
    execute(context) {
      const { result } = context.output('job');
      const { request, template, parsed } = context.output('manuscript');
      const script = reader.read(request, template, parsed);
      readInto(result, script);
      return Promise.resolve({ script });
    },
  };
}
