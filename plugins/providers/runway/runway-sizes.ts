/** Runway's `ratio` values (`width:height` in pixels) by resolution and aspect ratio; the first are defaults. */
export type RunwaySizes = Readonly<Record<string, Readonly<Record<string, string>>>>;

const hd = { '16:9': '1280:720', '9:16': '720:1280' };
const fullHd = { '16:9': '1920:1080', '9:16': '1080:1920' };
const ultraHd = { '16:9': '3840:2160', '9:16': '2160:3840' };

export const wideAndTall: RunwaySizes = { '720p': hd };

export const gen4Frames: RunwaySizes = {
  '720p': { ...hd, '4:3': '1104:832', '1:1': '960:960', '3:4': '832:1104', '21:9': '1584:672' },
};

export const veo: RunwaySizes = { '720p': hd, '1080p': fullHd };

const seedanceSmall = { '4:3': '752:560', '1:1': '640:640', '3:4': '560:752', '21:9': '992:432' };
const seedanceHd = { ...hd, '4:3': '1112:834', '1:1': '960:960', '3:4': '834:1112', '21:9': '1470:630' };
const seedanceFullHd = {
  ...fullHd,
  '4:3': '1664:1248',
  '1:1': '1440:1440',
  '3:4': '1248:1664',
  '21:9': '2206:946',
};
const seedanceUltraHd = {
  ...ultraHd,
  '4:3': '3840:2880',
  '1:1': '3840:3840',
  '3:4': '2880:3840',
  '21:9': '3840:1646',
};

export const seedanceFast: RunwaySizes = {
  '720p': seedanceHd,
  '480p': { '16:9': '864:496', '9:16': '496:864', ...seedanceSmall },
};
export const seedance: RunwaySizes = { ...seedanceFast, '1080p': seedanceFullHd, '4k': seedanceUltraHd };
export const seedanceLong: RunwaySizes = {
  '720p': seedanceHd,
  '480p': { '16:9': '854:480', '9:16': '480:854', ...seedanceSmall },
  '1080p': seedanceFullHd,
};

export const happyhorse: RunwaySizes = {
  '720p': { ...hd, '1:1': '960:960', '4:3': '1108:832', '3:4': '832:1108' },
  '1080p': { ...fullHd, '1:1': '1440:1440', '4:3': '1662:1248', '3:4': '1248:1662' },
};

export const omni: RunwaySizes = {
  '720p': hd,
  '360p': { '16:9': '640:360', '9:16': '360:640' },
  '1080p': fullHd,
  '4k': ultraHd,
};

export const gen4Images: RunwaySizes = {
  '720p': { ...hd, '1:1': '720:720', '4:3': '960:720', '3:4': '720:960', '21:9': '1680:720' },
  '1080p': { ...fullHd, '1:1': '1080:1080', '4:3': '1440:1080', '3:4': '1080:1440' },
};

export const geminiImages: RunwaySizes = {
  '1k': {
    '16:9': '1344:768',
    '9:16': '768:1344',
    '1:1': '1024:1024',
    '4:3': '1184:864',
    '3:4': '864:1184',
    '21:9': '1536:672',
    '3:2': '1248:832',
    '2:3': '832:1248',
  },
};
