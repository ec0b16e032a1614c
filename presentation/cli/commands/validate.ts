import { colors } from '../colors.js';
import type { ScriptValidation } from '../../../application/generate-video/validate-script.js';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import { exitCodes } from '../exit-code.js';
import { formatNotice } from '../format-result.js';
import { printJson } from '../print-json.js';
import { findScripts, type ScriptInput } from '../script-inputs.js';
import { withService, type CommonOptions, type ServiceSession } from '../with-service.js';

interface ValidateOptions extends CommonOptions {
  readonly channel?: string;
}

interface Verdict extends Pick<ScriptValidation, 'valid' | 'issues' | 'warnings'> {
  readonly script: string;
}

/** Says what is wrong with scripts. @returns the exit code */
export async function validate(names: readonly string[], options: ValidateOptions): Promise<number> {
  const inputs = await findScripts(names);
  const verdicts = await withService(options, async (session) => {
    const found: Verdict[] = [];
    for (const input of inputs) found.push(await judge(input, options, session));
    return found;
  });
  const allValid = verdicts.every(({ valid }) => valid);
  if (options.json) printJson(verdicts.length === 1 ? verdicts[0] : { valid: allValid, scripts: verdicts });
  else process.stdout.write(`${verdicts.map(formatVerdict).join('\n')}\n`);
  return allValid ? exitCodes.done : exitCodes.badInput;
}

async function judge(
  input: ScriptInput,
  { channel }: ValidateOptions,
  session: ServiceSession,
): Promise<Verdict> {
  try {
    const script = await input.read();
    const { service, signal } = session;
    const { valid, issues, warnings } = await service.validateScript({ script, channel }, { signal });
    return { script: input.label, valid, issues, warnings };
  } catch (error) {
    const { code, message, howToFix } = VideoGenerationError.from(error);
    return {
      script: input.label,
      valid: false,
      issues: [{ code, where: input.label, message, howToFix }],
      warnings: [],
    };
  }
}

function formatVerdict({ script, valid, issues, warnings }: Verdict): string {
  const heading = valid
    ? `${colors.green('✔')} ${script}`
    : `${colors.red('✘')} ${script}: ${issues.length === 1 ? 'one issue' : `${issues.length} issues`}`;
  const lines = issues.flatMap(({ where, message, howToFix, code }) => [
    `  ${colors.cyan(where)}  ${message} ${colors.dim(code)}`,
    `    fix: ${howToFix}`,
  ]);
  return [heading, ...lines, ...warnings.map(formatNotice)].join('\n');
}
