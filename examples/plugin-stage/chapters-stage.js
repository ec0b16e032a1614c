import { placeScenes } from 'aether-video/plugin';

/** `1:07` */
function clock(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** The first words of a scene. */
function title(text) {
  const words = text.split(/\s+/u);
  return words.length <= 6 ? words.join(' ') : `${words.slice(0, 6).join(' ')}…`;
}

/** One more stage: it needs the composed video, and so it runs when that is there. */
export function createChaptersStage() {
  return {
    id: 'chapters',
    displayName: 'Writing the chapters',
    needs: ['script', 'composition'],
    produces: ['chapters/list'],
    async execute(context) {
      const { scenes } = context.output('script');
      const { timeline } = context.output('composition');
      const chapters = placeScenes(timeline.scenes).map(({ startFrame }, index) => ({
        startSeconds: startFrame / timeline.framesPerSecond,
        title: title(scenes[index].text),
      }));
      const lines = chapters.map(({ startSeconds, title }) => `${clock(startSeconds)} ${title}\n`);
      await context.publishText('chapters.txt', lines.join(''));
      return { 'chapters/list': chapters };
    },
  };
}
