import { colors } from '../colors.js';
import type { DiagnosticFinding } from '../../../domain/diagnosis/diagnosis.js';
import { exitCodes } from '../exit-code.js';
import { printJson } from '../print-json.js';
import { withService, type CommonOptions } from '../with-service.js';

const marks: Record<DiagnosticFinding['verdict'], string> = {
  ok: colors.green('✔'),
  warning: colors.yellow('!'),
  problem: colors.red('✘'),
};

/** Prints what was found, each trouble with its fix. Exit code 3 if something will not work. */
export async function doctor(options: CommonOptions): Promise<number> {
  const findings = await withService(options, ({ service, signal }) => service.diagnose(signal));
  if (options.json) printJson(findings);
  else process.stdout.write(`${findings.map(formatFinding).join('\n')}\n`);
  const broken = findings.some(({ verdict }) => verdict === 'problem');
  return broken ? exitCodes.badConfiguration : exitCodes.done;
}

function formatFinding({ subject, verdict, finding, fix }: DiagnosticFinding): string {
  const line = `${marks[verdict]} ${colors.bold(subject)}  ${finding}`;
  return fix === undefined ? line : `${line}\n    fix: ${fix}`;
}
