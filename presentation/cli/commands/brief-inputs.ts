import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import type { BriefInput, BriefStyle, FrameRate } from '../../../domain/brief/brief.js';
import { briefError, isBrief } from '../../../domain/brief/read-brief.js';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { RawScript } from '../../../domain/script/script-parser.js';
import type { TemplateRequest } from '../../../domain/template/video-template.js';

/** What says how a script is written, on the command line. */
export interface WritingOptions {
  readonly brief?: string;
  readonly briefFile?: string;
  readonly audience?: string;
  readonly goal?: string;
  readonly tone?: string;
  readonly style?: BriefStyle;
  readonly language?: string;
  readonly minutes?: number;
  readonly seconds?: number;
  readonly source?: readonly string[];
  readonly fps?: FrameRate;
  readonly writer?: string;
  readonly template?: string;
  readonly product?: string;
  readonly cta?: string;
}

const briefNames = ['audience', 'goal', 'tone', 'style', 'language', 'minutes', 'seconds'] as const;

/** A file that holds a brief and not a script. Undefined: it is a script. */
export function briefInFile({ content, baseFolder }: RawScript): BriefInput | undefined {
  if (typeof content !== 'string') return undefined;
  // What cannot be a list of fields is prose; a parser of scripts will say what is wrong with it.
  if (!/^\s*(?:\{|(?:---\s*\n)?(?:#.*\n\s*)*["']?(?:topic|title)["']?\s*:)/u.test(content)) return undefined;
  try {
    const value: unknown = parse(content, { maxAliasCount: 20 });
    if (!isBrief(value)) return undefined;
    const input = value as BriefInput;
    return baseFolder === undefined ? input : { ...input, baseFolder };
  } catch {
    return undefined;
  }
}

/** The brief that the options give: `--brief`, or a file that other options may change. */
export async function briefFromOptions(options: WritingOptions): Promise<BriefInput | undefined> {
  const { brief, briefFile, source = [] } = options;
  if (brief !== undefined && briefFile !== undefined) {
    throw wrongOptions('--brief-file', 'Give --brief or --brief-file, not both.');
  }
  const given = Object.fromEntries(
    briefNames.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  );
  const sources = source.map((file) => path.resolve(file));
  const own = { ...given, ...(sources.length > 0 ? { sources } : {}) };
  if (brief !== undefined) return { topic: brief, ...own };
  if (briefFile === undefined) {
    if (Object.keys(own).length > 0)
      throw wrongOptions('--brief', 'These options go with --brief or --brief-file.');
    return undefined;
  }
  return { ...(await readBriefFile(briefFile)), ...own };
}

async function readBriefFile(file: string): Promise<BriefInput> {
  const content = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new VideoGenerationError('SCRIPT_UNREADABLE', {
      message: `Cannot read the brief ${file}.`,
      details: { where: file },
      cause,
    });
  });
  const found = briefInFile({ content, baseFolder: path.dirname(path.resolve(file)) });
  if (found) return found;
  throw briefError([
    {
      code: 'BRIEF_INVALID',
      where: file,
      message: `${file} is no brief.`,
      howToFix: 'Write YAML or JSON with at least a topic; docs/briefs.md has an example.',
    },
  ]);
}

/** The ad that the options give. */
export function templateFromOptions({ template, product, cta }: WritingOptions): TemplateRequest | undefined {
  if (template === undefined) {
    if (product === undefined && cta === undefined) return undefined;
    throw wrongOptions('--template', '--product and --cta go with --template.');
  }
  if (product !== undefined && cta !== undefined) return { name: template, product, callToAction: cta };
  const missing = product === undefined ? '--product' : '--cta';
  throw wrongOptions(missing, `${missing} is missing: a template is filled from --product and --cta.`);
}

function wrongOptions(where: string, message: string): VideoGenerationError {
  return new VideoGenerationError('INVALID_REQUEST', {
    message,
    howToFix: 'Run `aether generate --help` for examples.',
    details: { where },
  });
}
