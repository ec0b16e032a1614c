import type { ChannelStyle } from 'aether-video/plugin';

export const waterStyle: ChannelStyle = {
  palette: {
    background: ['#052932', '#0a5361', '#1d8a92', '#93d8cf'],
    accent: '#c4f5e8',
    text: '#f5fffd',
    highlight: '#ffb79f',
    shade: '#03191f',
  },
  typography: { family: 'rounded', captionWeight: 700, captionCase: 'as-written', titleWeight: 700 },
  motif: 'waves',
  motion: { intensity: 0.9, zoom: 1.1 },
  pacing: {
    leadInSeconds: 0.4,
    tailSeconds: 0.5,
    crossfadeSeconds: 0.9,
    speechRate: 0.93,
    wordsPerMinute: 145,
  },
  music: { mood: 'flowing', levelDecibels: -15, duckDecibels: 8 },
};
