import { serveSpeech } from 'aether-video/plugin';
import { FliteProgram } from './flite-program.js';
import { FliteSceneSpeaker, type FliteScene, type FliteSceneRequest } from './flite-scene.js';

const speaker = FliteProgram.load().then((flite) => new FliteSceneSpeaker(flite));

serveSpeech(
  async (request: FliteSceneRequest): Promise<FliteScene> => (await speaker).speak(request),
  ({ audio }) => [audio.samples.buffer as ArrayBuffer],
);
