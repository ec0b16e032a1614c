import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { IScriptParser, RawScript } from '../../domain/script/script-parser.js';
import type { VideoScript } from '../../domain/script/video-script.js';
import { guardScript, refuseForbiddenCharacters } from './guard-script.js';

/** The parser that is surest of the format; ties by id. */
function chooseParser(raw: RawScript, parsers: readonly IScriptParser[]): IScriptParser {
  let chosen: IScriptParser | undefined;
  let surest = 0;
  for (const parser of [...parsers].sort((left, right) => (left.id < right.id ? -1 : 1))) {
    const sure = guarded(parser, () => parser.canParse(raw));
    if (sure > surest) [chosen, surest] = [parser, sure];
  }
  if (chosen) return chosen;
  const known = parsers.map(({ id, description }) => `${id} (${description})`).join('; ');
  throw new VideoGenerationError('SCRIPT_FORMAT_UNKNOWN', {
    message: `No parser recognises this script. Installed: ${known === '' ? 'none' : known}.`,
    details: { where: 'script', known: parsers.map(({ id }) => id) },
  });
}

/** Names the parser in errors that are not ours; a stack that ran out means a script that is too deep. */
function guarded<Result>(parser: IScriptParser, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (VideoGenerationError.isInstance(error)) throw error;
    if (error instanceof RangeError) {
      throw new VideoGenerationError('SCRIPT_TOO_DEEP', {
        message: `The script is nested more deeply than the parser “${parser.id}” can follow.`,
        details: { where: 'script', parser: parser.id },
        cause: error,
      });
    }
    const what = error instanceof Error ? error.message : String(error);
    throw new VideoGenerationError('PLUGIN_PROTOCOL_ERROR', {
      message: `The parser “${parser.id}” failed: ${what}`,
      details: { parser: parser.id },
      cause: error,
    });
  }
}

/** Escapes in JSON or YAML may hide characters that the raw text did not show. */
function guardParsed(script: VideoScript): void {
  const { topic, channel, language, voice, music, hashtags, scenes } = script;
  for (const [where, text] of Object.entries({ topic, channel, language, voice, music })) {
    if (text !== undefined) refuseForbiddenCharacters(text, where);
  }
  for (const [index, text] of hashtags.entries()) refuseForbiddenCharacters(text, `hashtags[${index}]`);
  for (const { id, text, media } of scenes) {
    refuseForbiddenCharacters(id, 'scene id');
    refuseForbiddenCharacters(text, `scene ${id}`);
    if (media) refuseForbiddenCharacters(media.path, `media of scene ${id}`);
  }
}

/** The same for a script that no parser made just now. @throws VideoGenerationError SCRIPT_* */
export function acceptParsed(script: VideoScript): VideoScript {
  guardParsed(script);
  return script;
}

/** Holds a parser to its port, so that later steps can rely on it. */
function checkParsed(parser: IScriptParser, script: VideoScript): void {
  const ids = new Set(script.scenes.map(({ id }) => id));
  if (script.scenes.length > 0 && ids.size === script.scenes.length && script.topic !== '') return;
  throw new VideoGenerationError('PLUGIN_PROTOCOL_ERROR', {
    message: `The parser “${parser.id}” gave a script without a topic, without scenes, or with two scenes of one id.`,
    details: { parser: parser.id },
  });
}

/**
 * Reads a raw script with the parser that is surest of it.
 * @throws VideoGenerationError SCRIPT_* or PLUGIN_PROTOCOL_ERROR
 */
export function parseScript(raw: RawScript, parsers: readonly IScriptParser[]): VideoScript {
  guardScript(raw.content);
  const parser = chooseParser(raw, parsers);
  const script = guarded(parser, () => parser.parse(raw));
  checkParsed(parser, script);
  guardParsed(script);
  return script;
}
