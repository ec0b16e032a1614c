/** What Runway knows of a model, for one endpoint. Source: the types of `@runwayml/sdk` 4.20.1. */
export interface ModelRules {
  readonly ratios?: string;
  /** Least and most seconds, or a list. */
  readonly seconds?: readonly number[];
  readonly prompt: number;
  readonly optional?: readonly string[];
  readonly required?: readonly string[];
}

const hd = '1280:720 720:1280';
const gen4 = `${hd} 1104:832 960:960 832:1104 1584:672`;
const veo = `${hd} 1920:1080 1080:1920`;
const seedanceFast = `992:432 864:496 752:560 640:640 560:752 496:864 1470:630 1112:834 960:960 834:1112 ${hd}`;
const fullHd = '2206:946 1920:1080 1664:1248 1440:1440 1248:1664 1080:1920';
const seedance = `${seedanceFast} ${fullHd} 3840:1646 3840:2160 3840:2880 3840:3840 2880:3840 2160:3840`;
const seedanceLong = `992:432 854:480 752:560 640:640 560:752 480:854 1470:630 1112:834 960:960 834:1112 ${hd} ${fullHd}`;
const happyhorse = `${hd} 960:960 1108:832 832:1108 1920:1080 1080:1920 1440:1440 1662:1248 1248:1662`;
const omni = `640:360 360:640 ${hd} 1920:1080 1080:1920 3840:2160 2160:3840`;
const words = 'adaptive 21:9 16:9 4:3 1:1 3:4 9:16';
const gen4Images =
  '1024:1024 1080:1080 1168:880 1360:768 1440:1080 1080:1440 1808:768 1920:1080 1080:1920 2112:912 1280:720 720:1280 720:720 960:720 720:960 1680:720';
const geminiImages =
  '1344:768 768:1344 1024:1024 1184:864 864:1184 1536:672 832:1248 1248:832 896:1152 1152:896';

const seedanceFields = ['audio', 'referenceAudio', 'references', 'referenceVideos', 'seed'];
const veoFields = ['audio', 'negativePrompt', 'seed'];
const gen4Fields = ['contentModeration', 'outputFormat', 'proresProfile', 'seed'];
const range = (least: number, most: number): number[] =>
  Array.from({ length: most - least + 1 }, (_, index) => least + index);

const textToVideo: Readonly<Record<string, ModelRules>> = {
  'gen4.5': {
    ratios: hd,
    seconds: range(2, 10),
    prompt: 1000,
    optional: gen4Fields,
    required: ['promptText', 'ratio', 'duration'],
  },
  'veo3.1': {
    ratios: veo,
    seconds: [4, 6, 8],
    prompt: 1000,
    optional: veoFields,
    required: ['promptText', 'ratio'],
  },
  'veo3.1_fast': {
    ratios: veo,
    seconds: [4, 6, 8],
    prompt: 1000,
    optional: veoFields,
    required: ['promptText', 'ratio'],
  },
  seedance2: {
    ratios: seedance,
    seconds: range(4, 15),
    prompt: 3500,
    optional: seedanceFields,
    required: ['promptText'],
  },
  seedance2_fast: {
    ratios: seedanceFast,
    seconds: range(4, 15),
    prompt: 3500,
    optional: seedanceFields,
    required: ['promptText'],
  },
  seedance2_mini: {
    ratios: seedanceFast,
    seconds: range(4, 15),
    prompt: 3500,
    optional: seedanceFields,
    required: ['promptText'],
  },
  seedance2_5: { ratios: seedanceLong, seconds: range(4, 30), prompt: 15_000, optional: seedanceFields },
  hailuo3: {
    ratios: words,
    seconds: range(5, 15),
    prompt: 6000,
    optional: ['resolution', 'references', 'referenceAudio', 'referenceVideos'],
    required: ['promptText'],
  },
  happyhorse_1_0: { ratios: happyhorse, seconds: range(3, 15), prompt: 2500, required: ['promptText'] },
  gemini_omni_flash: { ratios: hd, seconds: range(3, 10), prompt: 4000, required: ['promptText'] },
  'gemini_omni_flash_1.1': {
    ratios: omni,
    seconds: range(3, 10),
    prompt: 4000,
    optional: ['references', 'referenceVideos'],
    required: ['promptText'],
  },
};

const seedanceFrames = (ratios: string, longest: number, prompt: number): ModelRules => ({
  ratios,
  seconds: range(4, longest),
  prompt,
  optional: ['audio', 'referenceAudio', 'seed'],
  required: ['promptImage'],
});

const imageToVideo: Readonly<Record<string, ModelRules>> = {
  'gen4.5': {
    ratios: gen4,
    seconds: range(2, 10),
    prompt: 1000,
    optional: gen4Fields,
    required: ['promptImage', 'promptText', 'ratio', 'duration'],
  },
  gen4_turbo: {
    ratios: gen4,
    seconds: range(2, 10),
    prompt: 1000,
    optional: ['contentModeration', 'seed'],
    required: ['promptImage', 'ratio'],
  },
  'veo3.1': {
    ratios: veo,
    seconds: [4, 6, 8],
    prompt: 1000,
    optional: veoFields,
    required: ['promptImage', 'ratio'],
  },
  'veo3.1_fast': {
    ratios: veo,
    seconds: [4, 6, 8],
    prompt: 1000,
    optional: veoFields,
    required: ['promptImage', 'ratio'],
  },
  seedance2: seedanceFrames(seedance, 15, 3500),
  seedance2_fast: seedanceFrames(seedanceFast, 15, 3500),
  seedance2_mini: seedanceFrames(seedanceFast, 15, 3500),
  seedance2_5: seedanceFrames(seedanceLong, 30, 15_000),
  hailuo3: {
    ratios: words,
    seconds: range(5, 15),
    prompt: 6000,
    optional: ['resolution', 'referenceAudio'],
    required: ['promptImage', 'promptText'],
  },
  happyhorse_1_0: {
    seconds: range(3, 15),
    prompt: 2500,
    optional: ['resolution'],
    required: ['promptImage'],
  },
  gemini_omni_flash: { ratios: hd, seconds: range(3, 10), prompt: 4000, required: ['promptImage'] },
  'gemini_omni_flash_1.1': {
    ratios: omni,
    seconds: range(3, 10),
    prompt: 4000,
    required: ['promptImage', 'promptText'],
  },
};

const promptVideo = { required: ['promptVideo'] };
const videoToVideo: Readonly<Record<string, ModelRules>> = {
  aleph2: {
    prompt: 1000,
    optional: [
      'contentModeration',
      'keyframes',
      'outputFormat',
      'proresProfile',
      'seed',
      'targetAspectRatio',
    ],
    required: ['videoUri'],
  },
  hailuo3: {
    ratios: words,
    seconds: range(5, 15),
    prompt: 6000,
    optional: ['resolution', 'references', 'referenceAudio', 'referenceVideos'],
    required: ['promptVideo', 'promptText'],
  },
  seedance2: {
    ratios: seedance,
    seconds: range(4, 15),
    prompt: 3500,
    optional: seedanceFields,
    ...promptVideo,
  },
  seedance2_fast: {
    ratios: seedanceFast,
    seconds: range(4, 15),
    prompt: 3500,
    optional: seedanceFields,
    ...promptVideo,
  },
  seedance2_mini: {
    ratios: seedanceFast,
    seconds: range(4, 15),
    prompt: 3500,
    optional: seedanceFields,
    ...promptVideo,
  },
  seedance2_5: {
    ratios: seedanceLong,
    seconds: range(4, 30),
    prompt: 15_000,
    optional: [...seedanceFields, 'mode'],
    ...promptVideo,
  },
  gemini_omni_flash: { prompt: 4000, optional: ['references'], required: ['videoUri', 'promptText'] },
  'gemini_omni_flash_1.1': {
    ratios: omni,
    seconds: range(3, 10),
    prompt: 4000,
    optional: ['references', 'mode'],
    required: ['videoUri', 'promptText'],
  },
};

const images = { prompt: 1000, required: ['promptText', 'ratio'] };
/** By endpoint and model. */
export const runwayRules: Readonly<Record<string, Readonly<Record<string, ModelRules>>>> = {
  text_to_video: textToVideo,
  image_to_video: imageToVideo,
  video_to_video: videoToVideo,
  character_performance: {
    act_two: {
      ratios: gen4,
      prompt: 0,
      optional: ['bodyControl', 'contentModeration', 'expressionIntensity', 'seed'],
      required: ['character', 'reference'],
    },
  },
  video_upscale: {
    magnific_video_upscaler_creative: {
      prompt: 0,
      optional: ['creativity', 'flavor', 'fpsBoost', 'resolution', 'sharpen', 'smartGrain'],
      required: ['videoUri'],
    },
    enhance_frame_rate: { prompt: 0, required: ['videoUri', 'targetFramerate'] },
  },
  text_to_image: {
    gen4_image: { ratios: gen4Images, optional: ['contentModeration', 'referenceImages', 'seed'], ...images },
    gen4_image_turbo: {
      ratios: gen4Images,
      optional: ['contentModeration', 'seed'],
      prompt: 1000,
      required: ['promptText', 'ratio', 'referenceImages'],
    },
    'gemini_2.5_flash': { ratios: geminiImages, optional: ['referenceImages'], ...images },
  },
};
