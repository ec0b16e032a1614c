import type { ChannelStyle } from 'aether-video/plugin';

export const fireStyle: ChannelStyle = {
  palette: {
    background: ['#12060a', '#4a0e14', '#a62b13', '#f4701f'],
    accent: '#ffb648',
    text: '#fffaf3',
    highlight: '#ffc62e',
    shade: '#180505',
  },
  typography: { family: 'condensed', captionWeight: 800, captionCase: 'upper', titleWeight: 900 },
  motif: 'embers',
  motion: { intensity: 1.4, zoom: 1.16 },
  pacing: {
    leadInSeconds: 0.12,
    tailSeconds: 0.2,
    crossfadeSeconds: 0.25,
    speechRate: 1.08,
    wordsPerMinute: 185,
  },
  music: { mood: 'driving', levelDecibels: -13, duckDecibels: 9 },
};
