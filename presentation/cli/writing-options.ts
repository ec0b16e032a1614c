import { InvalidArgumentError, Option, type Command } from 'commander';
import { briefStyles, frameRates } from '../../domain/brief/brief.js';

/** The options that say what a script is written from. */
export function addWritingOptions(command: Command): void {
  command
    .option('--brief <topic>', 'have a script written about this')
    .option('--brief-file <file>', 'the same from a YAML or JSON file')
    .option('--audience <people>', 'with --brief: who watches')
    .option('--goal <text>', 'with --brief: what they should do or know in the end')
    .option(
      '--tone <words>',
      'with --brief: calm, warm, energetic, serious, playful… (default: the channel’s)',
    )
    .addOption(new Option('--style <name>', 'with --brief: default: explainer').choices([...briefStyles]))
    .option('--language <tag>', 'with --brief: such as en or pt-BR (default: the channel’s)')
    .option('--minutes <number>', 'with --brief: how long the video lasts', positiveNumber)
    .option('--seconds <number>', 'with --brief: the same in seconds (default: 45)', positiveNumber)
    .option('--source <file...>', 'with --brief: documents that the facts come from')
    .option('--writer <model>', 'with --brief: see aether models (default: the settings’)')
    .option('--template <name>', 'make an ad: see aether templates; or a template file')
    .option('--product <name>', 'with --template: what is advertised')
    .option('--cta <text>', 'with --template: the call to action')
    .addOption(
      new Option('--fps <number>', 'frames a second (default: 30)')
        .choices(frameRates.map(String))
        .argParser((text) => frameRates.find((rate) => String(rate) === text) ?? wrongRate()),
    );
}

function wrongRate(): never {
  throw new InvalidArgumentError(`It must be one of ${frameRates.join(', ')}.`);
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('It must be a number above 0.');
}
