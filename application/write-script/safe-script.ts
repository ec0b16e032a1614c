import type { ScriptAssignment, ScriptDraft } from '../../domain/language-model/script-assignment.js';

/** The safe script is English, whatever the brief’s language. */
export const safeScriptLanguage = 'en';

/** Who wrote it, as results show it. */
export const safeWriter = { name: 'safe/default', offline: true } as const;

/** True of everything, and no claim about anything. */
const points = [
  'Take one slow breath before you begin.',
  'Start with a small step, and keep it simple.',
  'Notice what works for you, and do more of that.',
  'Give it time: good habits grow day by day.',
  'Tell a friend what you have learned.',
  'Rest when you are tired, then go on.',
  'Write down the question that stays with you.',
  'Come back tomorrow and look again.',
];

/**
 * Scripts that say nothing that could be wrong, best first: one that names the topic, and one that does not, should the
 * topic itself be refused. For demonstrations, where a plain video is better than none.
 */
export function safeScripts({ topic, points: { fewest, most } }: ScriptAssignment): readonly ScriptDraft[] {
  const count = Math.min(points.length, Math.max(fewest, Math.min(3, most)));
  const about = (title: string, hook: string): ScriptDraft => ({
    title,
    hook: { text: hook, visual: '' },
    points: points.slice(0, count).map((text) => ({ text, visual: '', sources: [] })),
    callToAction: { text: 'Save this for later, and follow for more.', visual: '' },
    hashtags: [],
  });
  return [
    about(topic, `Do you have a minute? Today: ${topic.replace(/[.!?…]+$/u, '')}.`),
    about('A good minute', 'Do you have a minute?'),
  ];
}
