/** The process in which Remotion runs: it changes the working folder, starts Chrome, and listens to signals. */
import os from 'node:os';
import process from 'node:process';
import { bundleSite } from './bundle-site.js';
import { killDescendants } from './process-family.js';
import type { RenderOrder, RenderReport, RenderStep } from './render-messages.js';

/** Milliseconds that one frame may take, its media included. */
const frameTimeout = 60_000;
/** Bytes of decoded frames of clips. */
const clipCache = 256 * 1024 * 1024;

let step: RenderStep = 'bundle';

function report(message: RenderReport): void {
  process.send?.(message);
}

/** Our parent is gone, and nobody else would stop Chrome. */
async function stop(): Promise<void> {
  await killDescendants(process.pid);
  process.exit(1);
}

/** Frames go through one FFmpeg, then maybe through a second that copies them: both get the time scale. */
function withEncoder(args: readonly string[], encoderArguments: readonly string[]): string[] {
  const copies = args.some(
    (argument, at) => argument === 'copy' && /^-(c|codec|vcodec)/u.test(args[at - 1] ?? ''),
  );
  const wanted = copies ? encoderArguments.slice(-2) : encoderArguments;
  return [...args.slice(0, -1), ...wanted, args.at(-1)!];
}

async function render(order: RenderOrder): Promise<void> {
  await bundleSite(order, (fraction) => report({ kind: 'progress', step, fraction }));
  step = 'composition';
  report({ kind: 'progress', step, fraction: 0 });
  const { renderMedia, selectComposition } = await import('@remotion/renderer');
  const { siteFolder, chromePath, chromeMode, props, frames } = order;
  const common = {
    serveUrl: siteFolder,
    inputProps: props as unknown as Record<string, unknown>,
    browserExecutable: chromePath,
    chromeMode,
    timeoutInMilliseconds: frameTimeout,
    offthreadVideoCacheSizeInBytes: clipCache,
    logLevel: 'error' as const,
  };
  const composition = await selectComposition({ ...common, id: order.compositionId });
  step = 'render';
  const { width, height, framesPerSecond } = props.timeline;
  await renderMedia({
    ...common,
    composition: { ...composition, width, height, fps: framesPerSecond, durationInFrames: frames },
    codec: 'h264',
    imageFormat: 'jpeg',
    jpegQuality: 95,
    pixelFormat: 'yuv420p',
    colorSpace: 'bt709',
    muted: true,
    // Remotion refuses more pages than there are cores.
    concurrency: Math.min(order.pages, os.availableParallelism()),
    outputLocation: order.outputPath,
    ffmpegOverride: ({ args }) => withEncoder(args, order.encoderArguments),
    onProgress: ({ progress }) => report({ kind: 'progress', step, fraction: progress }),
  });
}

process.once('disconnect', () => void stop());
process.once('message', (order: RenderOrder) => {
  render(order).then(
    () => report({ kind: 'done' }),
    (error: unknown) => {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      report({ kind: 'failed', step, message: message.slice(0, 4000) });
    },
  );
});
