/**
 * The child process of the node-av backend: takes one task as a message, does it, ends. Frames and samples
 * pass through standard input and output; the last words on standard error become the error's details.
 */
import type { MediaTask } from '../media-task.js';
import { installPromiseWithResolvers } from './promise-with-resolvers.js';

/** Besides the tasks: what this installation of node-av is, as JSON on standard output. */
interface DescribeTask {
  readonly kind: 'describe';
}

async function perform(task: MediaTask | DescribeTask): Promise<void> {
  installPromiseWithResolvers();
  // The package's main entry loads far more than codecs and takes three times as long.
  const [{ Log }, { AV_LOG_ERROR }] = await Promise.all([import('node-av/lib'), import('node-av/constants')]);
  Log.setLevel(AV_LOG_ERROR);
  switch (task.kind) {
    case 'describe':
      return (await import('./describe-node-av.js')).describeNodeAv();
    case 'encode-segment':
      return (await import('./encode-segment.js')).encodeSegment(task);
    case 'join':
      return (await import('./join-segments.js')).joinSegments(task);
    case 'probe':
      return (await import('./probe-file.js')).probeFile(task);
    case 'decode-video':
    case 'sample-keyframes':
      return (await import('./decode-pictures.js')).decodePictures(task);
    case 'decode-audio':
      return (await import('./decode-sound.js')).decodeSound(task);
  }
}

function end(code: number): void {
  process.removeAllListeners('disconnect');
  process.exit(code);
}

// Our parent is gone: nobody wants the result any more.
process.once('disconnect', () => end(1));
process.once('message', (task) => {
  perform(task as MediaTask | DescribeTask).then(
    () => end(0),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`, () => end(1));
    },
  );
});
