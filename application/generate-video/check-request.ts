import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import { frameRates } from '../../domain/brief/brief.js';
import type { Cost } from '../../domain/provider/provider-operation.js';
import { visualKinds } from '../../domain/script/video-script.js';
import { nearestName } from '../../domain/suggestion/nearest-name.js';
import { aspectRatios, videoQualities } from '../../domain/video/video-quality.js';
import type { VideoRequest } from '../../domain/video/video-request.js';

const longestName = 1000;

/** Each field and what is wrong with a value that is there; undefined if nothing is. */
const checks: Readonly<Record<keyof VideoRequest, (value: unknown) => string | undefined>> = {
  script: () => undefined,
  brief: () => undefined,
  template: () => undefined,
  writer: name,
  fps: (value) =>
    frameRates.some((rate) => rate === value)
      ? undefined
      : `must be one of ${frameRates.join(', ')}, but is ${describe(value)}`,
  channel: name,
  quality: oneOf(videoQualities),
  aspect: oneOf(aspectRatios),
  provider: name,
  voice: name,
  music: name,
  visual: oneOf(visualKinds),
  model: name,
  budget: money,
  cache: truth,
  outputPath: name,
  dryRun: truth,
};
const fields = Object.keys(checks);

function name(value: unknown): string | undefined {
  if (typeof value !== 'string') return `must be text, but is ${describe(value)}`;
  if (value.trim() === '') return 'is empty';
  if (value.length > longestName) return `is longer than ${longestName} characters`;
  return value.includes('\0') ? 'holds a null character' : undefined;
}

function truth(value: unknown): string | undefined {
  return typeof value === 'boolean' ? undefined : 'must be true or false';
}

function money(value: unknown): string | undefined {
  const { micros, currency } = (typeof value === 'object' && value !== null ? value : {}) as Partial<Cost>;
  const whole = Number.isSafeInteger(micros) && micros! >= 0;
  if (whole && typeof currency === 'string' && currency.length === 3) return undefined;
  return 'must be whole micro-units and a currency, such as { micros: 500000, currency: "USD" }';
}

function oneOf(known: readonly string[]): (value: unknown) => string | undefined {
  return (value) => {
    if (known.includes(value as string)) return undefined;
    const nearest = typeof value === 'string' ? nearestName(value, known) : undefined;
    const suggestion = nearest === undefined ? '' : `; did you mean “${nearest}”?`;
    return `must be one of ${known.join(', ')}, but is ${describe(value)}${suggestion}`;
  };
}

function describe(value: unknown): string {
  if (typeof value === 'string') return `“${value.slice(0, 60)}”`;
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function invalid(where: string, message: string): VideoGenerationError {
  return new VideoGenerationError('INVALID_REQUEST', { message, details: { where } });
}

/**
 * Holds a request against its type: it may come from JSON or plain JavaScript. Fields that are `undefined`
 * count as absent; unknown fields are refused.
 * @throws VideoGenerationError INVALID_REQUEST or OUTPUT_PATH_INVALID, naming the field
 */
export function checkRequest(request: VideoRequest): VideoRequest {
  const value: unknown = request;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid(
      'request',
      `The request must be an object with a script, a brief or a template, but is ${describe(value)}.`,
    );
  }
  for (const [field, content] of Object.entries(value)) {
    if (!Object.hasOwn(checks, field)) throw unknownField(field);
    const wrong = content === undefined ? undefined : checks[field as keyof VideoRequest](content);
    if (wrong !== undefined) throw invalid(field, `The field ${field} ${wrong}.`);
  }
  checkSource(request);
  const { outputPath } = request;
  if (outputPath !== undefined && !/[^\\/]\.mp4$/iu.test(outputPath)) {
    throw new VideoGenerationError('OUTPUT_PATH_INVALID', {
      message: `The output path ${describe(outputPath)} does not name an .mp4 file.`,
      details: { where: 'outputPath' },
    });
  }
  return request;
}

/** Script, brief and template exclude each other. A request without any is one without a script. */
function checkSource({ script, brief, template, writer }: VideoRequest): void {
  const given = Object.entries({ script, brief, template }).filter(([, value]) => value !== undefined);
  if (given.length > 1) {
    const names = given.map(([field]) => field).join(' and ');
    throw invalid(given[1]![0], `The request has ${names}; a video is made from one of them.`);
  }
  if (given.length === 0) {
    throw new VideoGenerationError('SCRIPT_EMPTY', {
      message: 'There is no script, no brief and no template.',
      details: { where: 'script' },
    });
  }
  if (writer !== undefined && brief === undefined) {
    throw invalid('writer', 'The field writer goes with a brief: a script is there already.');
  }
}

function unknownField(field: string): VideoGenerationError {
  const nearest = nearestName(field, fields);
  const suggestion = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
  const message = `The request has no field ${describe(field)}.${suggestion} It takes ${fields.join(', ')}.`;
  return invalid(field.slice(0, 60), message);
}
