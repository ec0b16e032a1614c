import { z } from 'zod';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import { replaceableStages, type StageOutputName } from '../../domain/stage/stage-outputs.js';
import type { IStage } from '../../domain/stage/stage.js';

const text = z.string().min(1);
const seconds = z.number().min(0);
const token = z.looseObject({ text: z.string(), spoken: z.string().nullable() });
const file = { path: text, contentHash: text, fit: z.enum(['cover', 'contain']) };
const visual = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('background'), seed: z.int().min(0), variation: z.number() }),
  z.looseObject({ kind: z.literal('image'), ...file, motion: z.enum(['ken-burns', 'still']) }),
  z.looseObject({ kind: z.literal('clip'), ...file, durationSeconds: z.number().positive() }),
]);
const music = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('none') }),
  z.looseObject({ kind: z.literal('ambient'), seed: z.int().min(0) }),
  z.looseObject({ kind: z.literal('file'), path: text, contentHash: text }),
]);
const visuals = z.looseObject({ scenes: z.array(visual), music });

/** What later stages rely on. */
const schemas: Readonly<Record<StageOutputName, z.ZodType>> = {
  script: z.looseObject({
    parser: text,
    topic: text,
    hashtags: z.array(z.string()),
    scenes: z
      .array(
        z.looseObject({
          id: text,
          role: z.enum(['hook', 'point', 'call-to-action', 'scene']),
          text: z.string(),
          durationSeconds: z.number().positive().optional(),
          media: z.looseObject({ path: text }).optional(),
          visual: z.looseObject({ kind: text }).optional(),
        }),
      )
      .min(1)
      .refine((scenes) => new Set(scenes.map(({ id }) => id)).size === scenes.length, 'two have one id'),
  }),
  voice: z.array(
    z
      .looseObject({
        tokens: z.array(token),
        words: z.array(z.looseObject({ startSeconds: seconds, endSeconds: seconds })),
        durationSeconds: seconds,
        narrationPath: text.optional(),
      })
      .refine(
        ({ tokens, words }) => words.length === tokens.filter(({ spoken }) => spoken !== null).length,
        'must have one word time for each spoken token',
      ),
  ),
  visuals,
  pictures: visuals,
  composition: z.looseObject({
    timeline: z.looseObject({ version: z.literal(1), scenes: z.array(z.unknown()).min(1) }),
    output: z.looseObject({ mediaType: text, path: text.optional() }),
    paid: z.boolean(),
  }),
};

/** What a run knows of what a stage has to give. */
export interface Expected {
  /** Number of scenes; undefined before the script is there. */
  readonly scenes?: number | undefined;
  /** Where a finished video has to lie… */
  readonly workspace?: string | undefined;
  /** …unless it is this one. */
  readonly wrapped?: unknown;
}

/** A plugin’s stage broke its contract. */
export function brokenContract(
  { id }: Pick<IStage, 'id'>,
  problem: string,
  cause?: unknown,
): VideoGenerationError {
  return new VideoGenerationError('PLUGIN_PROTOCOL_ERROR', {
    message: `The stage of the plugin stage/${id} ${problem}.`,
    details: { plugin: `stage/${id}` },
    cause,
  });
}

const perScene: readonly string[] = replaceableStages;

function miscounted(name: string, value: unknown, { scenes }: Expected): string | undefined {
  if (scenes === undefined || !perScene.includes(name)) return undefined;
  const list = name === 'voice' ? value : (value as { scenes: unknown }).scenes;
  const count = (list as readonly unknown[]).length;
  return count === scenes ? undefined : `has ${count} scenes, and the script has ${scenes}`;
}

interface Composed {
  readonly output: { readonly path?: string };
}

/** A publisher moves the file: it must not be somebody’s own. */
function misplaced(name: string, value: unknown, { workspace, wrapped }: Expected): string | undefined {
  if (name !== 'composition' || workspace === undefined) return undefined;
  const { path } = (value as Composed).output;
  if (path === undefined || path === (wrapped as Composed | undefined)?.output.path) return undefined;
  const inside = path.startsWith(workspace) && /^[\\/](?!.*\.\.)/u.test(path.slice(workspace.length));
  if (inside) return undefined;
  return 'names a file outside the workspace of the video';
}

/**
 * One output of a plugin’s stage, as a copy that the plugin no longer holds.
 * @throws VideoGenerationError PLUGIN_PROTOCOL_ERROR naming the plugin, the output and what is wrong with it
 */
export function checkProduct(stage: IStage, products: unknown, name: string, expected: Expected): unknown {
  const given = typeof products === 'object' && products !== null ? products : {};
  const value = (given as Readonly<Record<string, unknown>>)[name];
  if (value === undefined) throw brokenContract(stage, `did not produce “${name}”`);
  let copy: unknown;
  try {
    copy = structuredClone(value);
  } catch (error) {
    throw brokenContract(stage, `gave no plain data as “${name}”`, error);
  }
  const schema = Object.hasOwn(schemas, name) ? schemas[name as StageOutputName] : z.unknown();
  const issue = schema.safeParse(copy).error?.issues[0];
  if (issue) {
    const where = issue.path.join('.');
    throw brokenContract(stage, `gave a wrong “${name}”${where && ` at ${where}`}: ${issue.message}`);
  }
  const problem = miscounted(name, copy, expected) ?? misplaced(name, copy, expected);
  if (problem !== undefined) throw brokenContract(stage, `gave a wrong “${name}”: it ${problem}`);
  return copy;
}
