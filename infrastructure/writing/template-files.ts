import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { IMediaInspector } from '../../domain/media/media-inspector.js';
import { unknownNameError } from '../../domain/suggestion/nearest-name.js';
import { readTemplate } from '../../domain/template/read-template.js';
import {
  isTemplateFile,
  type FoundTemplate,
  type ITemplateLibrary,
  type VideoTemplate,
} from '../../domain/template/video-template.js';

const builtInFolder = fileURLToPath(new URL('../../templates/', import.meta.url));
const maxBytes = 200_000;

/** Templates as files: those that come with Aether, then those of the user's folders. */
export class TemplateFiles implements ITemplateLibrary {
  constructor(
    private readonly folders: readonly string[],
    private readonly inspector: Pick<IMediaInspector, 'resolve'>,
  ) {}

  async list(): Promise<readonly FoundTemplate[]> {
    const own = await Promise.all(this.folders.map((folder) => inFolder(folder)));
    const found = [...(await inFolder(builtInFolder, 'built-in')), ...own.flat()];
    // A template of one's own may take the place of one that comes with Aether.
    return [...new Map(found.map((one) => [one.template.id, one])).values()];
  }

  async find(name: string, baseFolder?: string): Promise<VideoTemplate> {
    if (isTemplateFile(name)) return readFileAsTemplate(await this.resolved(name, baseFolder), name);
    const all = await this.list();
    const found = all.find(({ template }) => template.id === name);
    if (found) return found.template;
    const known = all.map(({ template }) => template.id);
    throw unknownNameError({ code: 'TEMPLATE_UNKNOWN', what: 'template', name, known, where: 'template' });
  }

  private async resolved(name: string, baseFolder: string | undefined): Promise<string> {
    try {
      return await this.inspector.resolve(name, baseFolder);
    } catch (thrown) {
      const error = VideoGenerationError.from(thrown);
      if (error.code !== 'MEDIA_NOT_FOUND') throw error;
      throw new VideoGenerationError('TEMPLATE_UNKNOWN', {
        message: `There is no template file ${name}.`,
        howToFix: 'Check the path, or name a template that `aether templates` lists.',
        details: { where: name },
        cause: error,
      });
    }
  }
}

async function inFolder(folder: string, source?: string): Promise<FoundTemplate[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw invalid(folder, 'the folder, named in templates.folders, cannot be read', cause);
  });
  const files = names.filter((name) => isTemplateFile(name)).sort();
  return Promise.all(
    files.map(async (name) => {
      const file = path.join(folder, name);
      return { template: await readFileAsTemplate(file, file), source: source ?? file };
    }),
  );
}

async function readFileAsTemplate(file: string, shown: string): Promise<VideoTemplate> {
  if ((await stat(file)).size > maxBytes) throw invalid(shown, `it is larger than ${maxBytes / 1000} kB`);
  const text = await readFile(file, 'utf8');
  let value: unknown;
  try {
    // JSON is YAML, and few aliases are enough for anybody.
    value = parse(text, { maxAliasCount: 20 });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('\n')[0]!.replace(/[:.]\s*$/u, '') : 'unknown';
    throw invalid(shown, `it is not well-formed: ${why}`, cause);
  }
  return readTemplate(value, shown);
}

function invalid(where: string, why: string, cause?: unknown): VideoGenerationError {
  return new VideoGenerationError('TEMPLATE_INVALID', {
    message: `The template ${where} cannot be used: ${why}.`,
    details: { where },
    cause,
  });
}
