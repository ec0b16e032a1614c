import type { ScriptAssignment, ScriptDraft } from 'aether-video/plugin';

const thoughts = [
  (topic: string) => `Begin with what is plain to see about ${topic}, and say it in your own words.`,
  () => 'Then look for the one detail that most people walk past without noticing it.',
  () => 'Ask who would miss it if it were gone tomorrow morning.',
  () => 'A small example from an ordinary day says more than a large claim.',
  () => 'Change a single thing this week, and watch closely what happens next.',
  () => 'Whatever surprises you is worth a second look, and perhaps a third.',
  () => 'Tell a friend about it, because explaining shows what you have understood.',
  () => 'Keep what works for you, and leave the rest to somebody else.',
  () => 'Nothing here needs much money, only a little attention at the right moment.',
  () => 'Some of it will fail, and that part teaches more than the rest.',
];

/** What an emulated model makes of an assignment: plain, about the topic, of about the right length. */
export function emulatedScript(assignment: ScriptAssignment): ScriptDraft {
  const { topic, words, points, passages, goal } = assignment;
  const subject = topic.replace(/[.?!]+$/u, '');
  const wanted = Math.max(
    points.fewest,
    Math.min(points.most, Math.round((words - 20) / 14), thoughts.length),
  );
  const quoted = passages
    .slice(0, wanted)
    .map(({ number, text }) => ({ text: firstSentence(text), sources: [number] }));
  const own = thoughts
    .slice(0, Math.max(0, wanted - quoted.length))
    .map((thought) => ({ text: thought(`“${subject}”`), sources: [] }));
  return {
    title: subject,
    hook: {
      text: `${subject.split(' ').slice(0, 8).join(' ')}: look again.`,
      visual: 'A wide view at first light',
    },
    points: [...quoted, ...own].map((point) => ({ ...point, visual: 'A close-up in soft light' })),
    callToAction: {
      text: goal ? `Now it is your turn: ${goal}.` : 'Follow for the next one.',
      visual: 'An open road',
    },
    hashtags: ['emulated'],
  };
}

function firstSentence(text: string): string {
  return (/^.*?[.!?。！？](?=\s|$)/u.exec(text)?.[0] ?? text).split(' ').slice(0, 28).join(' ');
}

/** How an emulated model answers: by its name, so that a test or a person can choose. */
export function emulatedAnswer(model: string, input: string): string {
  const draft = emulatedScript(JSON.parse(input) as ScriptAssignment);
  const json = JSON.stringify(draft);
  if (model.includes('fenced'))
    return `Here you are:\n\n\`\`\`json\n${json}\n\`\`\`\nShall I change anything?`;
  if (model.includes('slips')) return json.replace(/\]/gu, ',]').replace('"title"', '// the title\n"title"');
  if (model.includes('prose')) {
    const points = draft.points.map(({ text }) => `- ${text}`).join('\n');
    return `**Hook:** ${draft.hook.text}\n\n**Points:**\n${points}\n\n**CTA:** ${draft.callToAction.text}\n`;
  }
  return model.includes('rambling') ? 'I would rather talk about something else today.' : json;
}

/** A count of tokens that is plausible and the same every time. */
export const emulatedTokens = (text: string): number => Math.ceil(text.length / 4);
