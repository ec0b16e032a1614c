import { credits, describe, textToImage, videoToVideo, type RunwayModel } from './runway-model.js';
import { gen4Frames, gen4Images, geminiImages } from './runway-sizes.js';
import { runwayVideoModels } from './runway-video-models.js';

/** Frame rates of `enhance_frame_rate`, as Runway spells them. */
export const frameRateNames: ReadonlyMap<number, string> = new Map([
  [60, '60'],
  [24, '24'],
  [25, '25'],
  [30, '30'],
  [48, '48'],
  [50, '50'],
  [120, '120'],
  [23.976, '23_98'],
  [29.97, '29_97'],
  [59.94, '59_94'],
]);

const clipTools: readonly RunwayModel[] = [
  {
    descriptor: describe({
      id: 'aleph2',
      tasks: ['video-to-video'],
      references: { video: 1 },
      supportsSeed: true,
      promptLimit: 1000,
      pictureQuality: 0.85,
    }),
    endpoints: {
      'video-to-video': videoToVideo(
        { shape: { by: 'input' }, fields: ['seed'], options: ['moderation', 'reframe'] },
        'videoUri',
        false,
      ),
    },
  },
  {
    descriptor: describe(
      {
        id: 'act_two',
        tasks: ['performance'],
        references: { performance: 1, character: 1 },
        supportsSeed: true,
        promptLimit: 1000,
        price: credits(5, 'second'),
        pictureQuality: 0.8,
      },
      gen4Frames,
    ),
    endpoints: {
      performance: {
        path: '/v1/character_performance',
        input: { kind: 'performance' },
        shape: { by: 'pixels', sizes: gen4Frames },
        fields: ['seed'],
        options: ['moderation', 'performance'],
      },
    },
    assumedSeconds: 30,
  },
  {
    descriptor: describe({
      id: 'magnific_video_upscaler_creative',
      tasks: ['upscale'],
      resolutions: ['2k', '720p', '1k', '4k'],
      references: { video: 1 },
      promptLimit: 1000,
      pictureQuality: 0.9,
    }),
    endpoints: {
      upscale: {
        path: '/v1/video_upscale',
        input: { kind: 'video', field: 'videoUri' },
        shape: { by: 'resolution' },
        fields: [],
        options: ['upscaler'],
      },
    },
  },
  {
    descriptor: describe({
      id: 'enhance_frame_rate',
      tasks: ['upscale'],
      framesPerSecond: [...frameRateNames.keys()],
      references: { video: 1 },
      promptLimit: 1000,
      pictureQuality: 0.7,
    }),
    endpoints: {
      upscale: {
        path: '/v1/video_upscale',
        input: { kind: 'video', field: 'videoUri' },
        shape: { by: 'input' },
        fields: ['targetFramerate'],
        options: [],
      },
    },
  },
];

const images: readonly RunwayModel[] = [
  {
    descriptor: describe(
      {
        id: 'gen4_image',
        mediaType: 'image',
        tasks: ['text-to-image'],
        references: { image: 3 },
        supportsSeed: true,
        promptLimit: 1000,
        price: credits(8, 'image'),
        pictureQuality: 0.85,
      },
      gen4Images,
    ),
    endpoints: {
      'text-to-image': textToImage({
        shape: { by: 'pixels', sizes: gen4Images },
        fields: ['seed'],
        options: ['moderation', 'imageTags'],
      }),
    },
    priceOf: { '720p': credits(5, 'image') },
  },
  {
    descriptor: describe(
      {
        id: 'gen4_image_turbo',
        mediaType: 'image',
        tasks: ['text-to-image'],
        references: { image: 3 },
        supportsSeed: true,
        promptLimit: 1000,
        price: credits(2, 'image'),
        pictureQuality: 0.7,
      },
      gen4Images,
    ),
    endpoints: {
      'text-to-image': {
        ...textToImage({
          shape: { by: 'pixels', sizes: gen4Images },
          fields: ['seed'],
          options: ['moderation', 'imageTags'],
        }),
        leastPictures: 1,
      },
    },
  },
  {
    descriptor: describe(
      {
        id: 'gemini_2.5_flash',
        mediaType: 'image',
        tasks: ['text-to-image'],
        references: { image: 3 },
        promptLimit: 1000,
        price: credits(5, 'image'),
        pictureQuality: 0.8,
      },
      geminiImages,
    ),
    endpoints: {
      'text-to-image': textToImage({
        shape: { by: 'pixels', sizes: geminiImages },
        fields: [],
        options: ['imageTags'],
      }),
    },
  },
];

/** Every model that Aether knows how to ask, the default first. */
export const runwayModels: readonly RunwayModel[] = [...runwayVideoModels, ...clipTools, ...images];

export function runwayModel(id: string): RunwayModel | undefined {
  return runwayModels.find(({ descriptor }) => descriptor.id === id);
}
