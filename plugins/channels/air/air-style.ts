import type { ChannelStyle } from 'aether-video/plugin';

export const airStyle: ChannelStyle = {
  palette: {
    background: ['#12294a', '#2c5d91', '#7db3dc', '#e3f1fa'],
    accent: '#fff1cf',
    text: '#ffffff',
    highlight: '#ffe08a',
    shade: '#0b1f38',
  },
  typography: { family: 'sans', captionWeight: 700, captionCase: 'as-written', titleWeight: 600 },
  motif: 'sky',
  motion: { intensity: 0.8, zoom: 1.1 },
  pacing: {
    leadInSeconds: 0.35,
    tailSeconds: 0.45,
    crossfadeSeconds: 0.8,
    speechRate: 0.95,
    wordsPerMinute: 150,
  },
  music: { mood: 'airy', levelDecibels: -16, duckDecibels: 8 },
};
