import type { ChannelStyle } from 'aether-video/plugin';

export const earthStyle: ChannelStyle = {
  palette: {
    background: ['#1d1a12', '#3f4026', '#77713f', '#d6bd86'],
    accent: '#f0d49a',
    text: '#fff9ec',
    highlight: '#bfe27d',
    shade: '#15120b',
  },
  typography: { family: 'serif', captionWeight: 700, captionCase: 'as-written', titleWeight: 800 },
  motif: 'land',
  motion: { intensity: 0.6, zoom: 1.12 },
  pacing: {
    leadInSeconds: 0.3,
    tailSeconds: 0.4,
    crossfadeSeconds: 0.5,
    speechRate: 0.98,
    wordsPerMinute: 155,
  },
  music: { mood: 'grounded', levelDecibels: -15, duckDecibels: 8 },
};
