import {
  credits,
  describe,
  imageToVideo,
  pixels,
  seconds,
  textToVideo,
  videoToVideo,
  type RunwayField,
  type RunwayModel,
} from './runway-model.js';
import { partnerModels } from './runway-partner-models.js';
import {
  gen4Frames,
  seedance,
  seedanceFast,
  seedanceLong,
  veo,
  wideAndTall,
  type RunwaySizes,
} from './runway-sizes.js';

const gen4: readonly RunwayModel[] = [
  {
    descriptor: describe(
      {
        id: 'gen4.5',
        tasks: ['text-to-video', 'image-to-video'],
        durations: seconds(2, 10),
        references: { 'first-frame': 1, image: 1 },
        supportsSeed: true,
        promptLimit: 1000,
        price: credits(12, 'second'),
        pictureQuality: 0.9,
      },
      gen4Frames,
    ),
    endpoints: {
      'text-to-video': textToVideo({
        shape: pixels(wideAndTall),
        fields: ['duration', 'seed'],
        options: ['moderation'],
      }),
      'image-to-video': imageToVideo({
        shape: pixels(gen4Frames),
        fields: ['duration', 'seed'],
        options: ['moderation'],
      }),
    },
  },
  {
    descriptor: describe(
      {
        id: 'gen4_turbo',
        tasks: ['image-to-video'],
        durations: seconds(2, 10),
        references: { 'first-frame': 1, image: 1 },
        supportsSeed: true,
        promptLimit: 1000,
        price: credits(5, 'second'),
        pictureQuality: 0.75,
      },
      gen4Frames,
    ),
    endpoints: {
      'image-to-video': imageToVideo({
        shape: pixels(gen4Frames),
        fields: ['duration', 'seed'],
        options: ['moderation'],
      }),
    },
  },
];

function veoModel(id: string, loud: number, silent: number, pictureQuality: number): RunwayModel {
  const parts = {
    shape: pixels(veo),
    fields: ['duration', 'seed', 'audio', 'negativePrompt'] satisfies RunwayField[],
  };
  return {
    descriptor: describe(
      {
        id,
        tasks: ['text-to-video', 'image-to-video'],
        durations: { kind: 'list', seconds: [4, 6, 8] },
        audio: 'optional',
        references: { 'first-frame': 1, 'last-frame': 1, image: 1 },
        supportsSeed: true,
        supportsNegativePrompt: true,
        promptLimit: 1000,
        price: credits(loud, 'second'),
        pictureQuality,
      },
      veo,
    ),
    endpoints: { 'text-to-video': textToVideo(parts), 'image-to-video': imageToVideo(parts) },
    silentPrice: credits(silent, 'second'),
  };
}

interface SeedanceFacts {
  readonly sizes: RunwaySizes;
  readonly longest: number;
  readonly promptLimit: number;
  readonly pictures: number;
  readonly pictureQuality: number;
  readonly creditsPerSecond?: number;
  readonly extends?: boolean;
}

function seedanceModel(id: string, facts: SeedanceFacts): RunwayModel {
  const { sizes, longest, promptLimit, pictures, pictureQuality, creditsPerSecond } = facts;
  const parts = {
    shape: pixels(sizes),
    fields: ['duration', 'seed', 'audio'] satisfies RunwayField[],
  };
  const edit = videoToVideo({ ...parts, options: facts.extends ? ['edit'] : [] }, 'promptVideo');
  return {
    descriptor: describe(
      {
        id,
        tasks: [
          'text-to-video',
          'image-to-video',
          'video-to-video',
          ...(facts.extends ? (['extend'] as const) : []),
        ],
        durations: seconds(4, longest),
        audio: 'optional',
        references: { 'first-frame': 1, 'last-frame': 1, image: pictures, audio: 3, video: 1 },
        supportsSeed: true,
        promptLimit,
        ...(creditsPerSecond === undefined ? {} : { price: credits(creditsPerSecond, 'second') }),
        pictureQuality,
      },
      sizes,
    ),
    endpoints: {
      'text-to-video': textToVideo(parts, 'references'),
      'image-to-video': imageToVideo(parts),
      'video-to-video': edit,
      ...(facts.extends ? { extend: { ...edit, options: [], mode: 'extend' as const } } : {}),
    },
  };
}

/** Models that make clips. Those without a price publish none: only Runway's own estimate tells it. */
export const runwayVideoModels: readonly RunwayModel[] = [
  ...gen4,
  veoModel('veo3.1', 40, 20, 0.95),
  veoModel('veo3.1_fast', 15, 10, 0.85),
  seedanceModel('seedance2', {
    sizes: seedance,
    longest: 15,
    promptLimit: 3500,
    pictures: 9,
    pictureQuality: 0.9,
    creditsPerSecond: 36,
  }),
  seedanceModel('seedance2_fast', {
    sizes: seedanceFast,
    longest: 15,
    promptLimit: 3500,
    pictures: 9,
    pictureQuality: 0.8,
  }),
  seedanceModel('seedance2_mini', {
    sizes: seedanceFast,
    longest: 15,
    promptLimit: 3500,
    pictures: 9,
    pictureQuality: 0.7,
  }),
  seedanceModel('seedance2_5', {
    sizes: seedanceLong,
    longest: 30,
    promptLimit: 15_000,
    pictures: 30,
    pictureQuality: 0.92,
    extends: true,
  }),
  ...partnerModels,
];
