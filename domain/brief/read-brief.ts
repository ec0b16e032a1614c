import { z } from 'zod';
import { VideoGenerationError } from '../errors/video-generation-error.js';
import { fieldGroup, readScriptFields, type FieldAliases } from '../script/read-script-fields.js';
import { optionalField, scriptHeaderFields, textField } from '../script/script-fields.js';
import type { ScriptIssue } from '../script/script-issue.js';
import { aspectRatios, videoQualities } from '../video/video-quality.js';
import { briefStyles, frameRates, type Brief } from './brief.js';

/** How large a brief may be. */
export const briefLimits = {
  text: 300,
  shortText: 120,
  sources: 20,
  minSeconds: 8,
  maxSeconds: 600,
} as const;

const { minSeconds, maxSeconds } = briefLimits;
const inRange = (unit: number, what: string) => {
  const error = `a number of ${what} from ${Number((minSeconds / unit).toFixed(2))} to ${maxSeconds / unit}`;
  return z
    .number({ error })
    .min(minSeconds / unit, { error })
    .max(maxSeconds / unit, { error });
};
const path = z.string({ error: 'a path' }).min(1, { error: 'a path' }).max(1000, { error: 'a path' });

const frameRateNames = `one of ${frameRates.join(', ')}`;
const { channel, language, voice, music } = scriptHeaderFields;
const fields = fieldGroup(
  {
    topic: textField(briefLimits.text),
    audience: optionalField(textField(briefLimits.shortText)),
    goal: optionalField(textField(briefLimits.text)),
    tone: optionalField(textField(briefLimits.shortText)),
    style: optionalField(z.enum(briefStyles)),
    language,
    seconds: optionalField(inRange(1, 'seconds')),
    minutes: optionalField(inRange(60, 'minutes')),
    aspect: optionalField(z.enum(aspectRatios)),
    fps: optionalField(
      z.union(
        frameRates.map((rate) => z.literal(rate)),
        { error: frameRateNames },
      ),
    ),
    quality: optionalField(z.enum(videoQualities)),
    channel,
    voice,
    music,
    sources: optionalField(
      z.preprocess(
        (value) => (typeof value === 'string' ? [value] : value),
        z.array(path, { error: 'a list of paths' }).max(briefLimits.sources),
      ),
    ),
    baseFolder: optionalField(path),
  },
  'a brief: fields with topic, audience, goal and others',
);

const aliases: FieldAliases = {
  title: 'topic',
  duration: 'seconds',
  frames_per_second: 'fps',
  framesPerSecond: 'fps',
  source: 'sources',
  documents: 'sources',
};

/** True if an object can only be a brief, not a script: a topic, and nothing that is spoken. */
export function isBrief(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const names = Object.keys(value);
  const has = (...known: string[]): boolean => known.some((name) => names.includes(name));
  return has('topic', 'title') && !has('hook', 'points', 'main_points', 'mainPoints', 'scenes');
}

/**
 * Checks a brief, whatever program or file it comes from, and says everything that is wrong with it.
 * @throws VideoGenerationError BRIEF_INVALID; `details.issues` lists all
 */
export function readBrief(value: unknown): Brief {
  const { fields: read, issues } = readScriptFields(fields, value, { aliases });
  if (!read) throw briefError(issues);
  const { minutes, seconds, style = 'explainer', sources = [], ...rest } = read;
  if (minutes !== undefined && seconds !== undefined) {
    throw briefError([issue('minutes', 'says the same as seconds', 'Keep one of minutes and seconds.')]);
  }
  const length = seconds ?? (minutes === undefined ? undefined : minutes * 60);
  const present = Object.entries(rest).filter(([, field]) => field !== undefined);
  return {
    ...(Object.fromEntries(present) as Pick<typeof rest, 'topic'>),
    style,
    sources,
    ...(length === undefined ? {} : { seconds: length }),
  };
}

function issue(where: string, what: string, howToFix: string): ScriptIssue {
  return { code: 'BRIEF_INVALID', where, message: `${where} ${what}.`, howToFix };
}

/** One error for all that is wrong with a brief. */
export function briefError(issues: readonly ScriptIssue[]): VideoGenerationError {
  const named = issues.map((found) => ({
    ...found,
    code: 'BRIEF_INVALID' as const,
    message: found.message.replace(/^The script\b/u, 'The brief'),
  }));
  const [first, ...others] = named;
  const more = others.length === 0 ? '' : ` (${others.length} more below)`;
  return new VideoGenerationError('BRIEF_INVALID', {
    message: `${first?.message ?? 'The brief is empty.'}${more}`,
    ...(first ? { howToFix: first.howToFix } : {}),
    details: { where: first?.where ?? 'brief', issues: named },
  });
}
