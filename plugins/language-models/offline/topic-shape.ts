import type { ScriptAssignment } from 'aether-video/plugin';

/** How a topic is put, whatever it is about. */
export interface TopicShape {
  /** As written, without the mark at its end. */
  readonly title: string;
  /** Goes after “about”: `bees`, `the night sky`. Absent where the topic is no thing but a question or an act. */
  readonly subject?: string;
  /** For “how to …”: the verb phrase: `fix a bike`. */
  readonly action?: string;
  /** For “why …” and other questions: goes after “ask”: `why cats purr`. */
  readonly question?: string;
  /** For “five ways …”. */
  readonly count?: number;
  /** The style that the topic itself asks for. */
  readonly style?: ScriptAssignment['style'];
}

const numbers: Readonly<Record<string, number>> = {
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
};

/** A first word loses its capital unless it looks like a name or an abbreviation. */
export function lowerFirst(text: string): string {
  const [first = ''] = text.split(' ');
  const keeps = /^(?:I|I[’'].*)$/u.test(first) || /[\p{Lu}\d].*[\p{Lu}\d]/u.test(first);
  return keeps ? text : text.charAt(0).toLowerCase() + text.slice(1);
}

/** A text as a sentence begins. */
export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** “Five ways to …”. */
function countedShape(title: string): TopicShape | undefined {
  const found =
    /^(\d{1,2}|[a-z]+)\s+(?:\w+\s+)?(?:ways|tips|steps|things|reasons|ideas|habits|facts|rules|mistakes|lessons)\b\s*(to|about|for|of|in|that|why)?\s*(.*)$/iu.exec(
      title,
    );
  const count = found ? (numbers[found[1]!.toLowerCase()] ?? Number(found[1])) : undefined;
  if (found && count !== undefined && count >= 2 && count <= 12) {
    const [, , preposition = '', rest = ''] = found;
    const about =
      rest === ''
        ? {}
        : preposition.toLowerCase() === 'to'
          ? { action: lowerFirst(rest) }
          : { subject: lowerFirst(rest) };
    return { title, count, style: 'list', ...about };
  }
  return undefined;
}

/** Takes a topic apart: “Why bees matter” is about bees. */
export function topicShape(topic: string): TopicShape {
  const title = topic.trim().replace(/[\s.?!…:]+$/u, '');
  const counted = countedShape(title);
  if (counted) return counted;
  const howTo = /^(?:how to|how you can|how we can|learn to)\s+(.+)$/iu.exec(title);
  if (howTo) return { title, action: lowerFirst(howTo[1]!), style: 'how-to' };
  const matters =
    /^why\s+(.+?)\s+(?:still\s+|really\s+)?(?:matters?|counts?|(?:is|are)\s+(?:so\s+)?important)$/iu.exec(
      title,
    );
  if (matters) return { title, subject: lowerFirst(matters[1]!) };
  const about =
    /^(?:the\s+)?(?:story|history|basics|science|art|power|importance|meaning|future|world|secrets?)\s+of\s+(.+)$/iu.exec(
      title,
    );
  if (about)
    return {
      title,
      subject: lowerFirst(title),
      ...(/story|history/iu.test(title) ? { style: 'documentary' } : {}),
    };
  const what =
    /^(?:what is|what are|an? introduction to|introduction to|understanding|all about)\s+(.+)$/iu.exec(title);
  if (what) return { title, subject: lowerFirst(what[1]!) };
  if (/^(?:why|how|when|where|who|what|which|whose)\b/iu.test(title))
    return { title, question: lowerFirst(title) };
  if (/^(?:do|does|did|is|are|can|could|should|would|will|has|have)\b/iu.test(title))
    return { title, question: `“${title}?”` };
  return { title, subject: properName(title) ? title : lowerFirst(title) };
}

/** Most words begin with a capital: a name, or a headline in capitals, which reads as one. */
function properName(text: string): boolean {
  const words = text.split(/\s+/u).filter((word) => word.length > 3);
  return words.length > 1 && words.every((word) => /^\p{Lu}/u.test(word));
}
