import { VideoGenerationError } from 'aether-video/plugin';
import type { RenderOrder, RenderReport } from './render-messages.js';

/** What Remotion says when something that a frame waits for does not come. */
const waitedInVain = /delayRender\(\)|timed? ?out/iu;
const noComposition = /could not find composition|no composition with the id/iu;
const noBrowser = /failed to launch the browser|browser crashed|target closed/iu;

/** What went wrong in the render process, as one of our errors. */
export function renderFailure(
  { step, message }: Extract<RenderReport, { kind: 'failed' }>,
  order: RenderOrder,
): VideoGenerationError {
  const [what = 'no reason given'] = message.split('\n');
  const details = { step, log: message };
  if (noBrowser.test(message)) {
    return new VideoGenerationError('PROVIDER_ERROR', {
      message: `Chrome at ${order.chromePath} did not work: ${what}`,
      howToFix:
        'Start that program by hand to see why, or set providers.remotion.options.chromePath to another.',
      details,
    });
  }
  if (step === 'bundle' || noComposition.test(message)) {
    return new VideoGenerationError('INVALID_REQUEST', {
      message: `Remotion could not use the composition “${order.compositionId}” of ${order.entryPoint}: ${what}`,
      howToFix:
        'Check providers.remotion.options.entryPoint and compositionId; the page docs/providers/remotion.md says what a composition has to be.',
      details,
    });
  }
  if (waitedInVain.test(message)) {
    return new VideoGenerationError('TIMEOUT', {
      message: `A frame was not ready in time: ${what}`,
      howToFix:
        'Try again with lower quality or fewer pages; a composition of your own may wait for something.',
      details,
    });
  }
  return new VideoGenerationError('PROVIDER_ERROR', { message: `Remotion failed: ${what}`, details });
}

/** The process ended without a word. */
export function lostProcess(log: string, cause?: unknown): VideoGenerationError {
  return new VideoGenerationError('PROVIDER_ERROR', {
    message: 'The process that Remotion runs in ended before the video was finished.',
    details: { log },
    cause,
  });
}
