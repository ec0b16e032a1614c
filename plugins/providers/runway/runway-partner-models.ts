import {
  describe,
  imageToVideo,
  pixels,
  seconds,
  textToVideo,
  videoToVideo,
  type RunwayModel,
} from './runway-model.js';
import { happyhorse, omni, wideAndTall } from './runway-sizes.js';

/** Models of Hailuo, Happyhorse and Google behind Runway's key. Runway publishes no price for them. */
export const partnerModels: readonly RunwayModel[] = [
  {
    descriptor: describe({
      id: 'hailuo3',
      tasks: ['text-to-video', 'image-to-video', 'video-to-video'],
      durations: seconds(5, 15),
      aspectRatios: ['16:9', '9:16', '4:3', '1:1', '3:4', '21:9'],
      resolutions: ['768p', '2k'],
      references: { 'first-frame': 1, image: 9, audio: 3, video: 1 },
      promptLimit: 6000,
      pictureQuality: 0.85,
    }),
    endpoints: {
      'text-to-video': textToVideo({ shape: { by: 'words' }, fields: ['duration'] }, 'references'),
      'image-to-video': imageToVideo({ shape: { by: 'words' }, fields: ['duration'] }),
      'video-to-video': videoToVideo({ shape: { by: 'words' }, fields: ['duration'] }, 'promptVideo'),
    },
  },
  {
    descriptor: describe(
      {
        id: 'happyhorse_1_0',
        tasks: ['text-to-video', 'image-to-video'],
        durations: seconds(3, 15),
        references: { 'first-frame': 1, image: 1 },
        promptLimit: 2500,
        pictureQuality: 0.75,
      },
      happyhorse,
    ),
    endpoints: {
      'text-to-video': textToVideo({ shape: pixels(happyhorse), fields: ['duration'] }),
      'image-to-video': imageToVideo({ shape: { by: 'resolution' }, fields: ['duration'] }),
    },
  },
  {
    descriptor: describe(
      {
        id: 'gemini_omni_flash',
        tasks: ['text-to-video', 'image-to-video', 'video-to-video'],
        durations: seconds(3, 10),
        references: { 'first-frame': 1, image: 3, video: 1 },
        promptLimit: 4000,
        pictureQuality: 0.8,
      },
      wideAndTall,
    ),
    endpoints: {
      'text-to-video': textToVideo({ shape: pixels(wideAndTall), fields: ['duration'] }),
      'image-to-video': imageToVideo({ shape: pixels(wideAndTall), fields: ['duration'] }),
      'video-to-video': videoToVideo({ shape: { by: 'input' }, fields: [] }, 'videoUri'),
    },
  },
  {
    descriptor: describe(
      {
        id: 'gemini_omni_flash_1.1',
        tasks: ['text-to-video', 'image-to-video', 'video-to-video', 'extend'],
        durations: seconds(3, 10),
        references: { 'first-frame': 1, 'last-frame': 1, image: 3, video: 1 },
        promptLimit: 4000,
        pictureQuality: 0.85,
      },
      omni,
    ),
    endpoints: {
      'text-to-video': textToVideo({ shape: pixels(omni), fields: ['duration'] }, 'references'),
      'image-to-video': imageToVideo({ shape: pixels(omni), fields: ['duration'] }),
      'video-to-video': videoToVideo(
        { shape: pixels(omni), fields: ['duration'], options: ['edit'] },
        'videoUri',
      ),
      extend: { ...videoToVideo({ shape: pixels(omni), fields: ['duration'] }, 'videoUri'), mode: 'extend' },
    },
  },
];
