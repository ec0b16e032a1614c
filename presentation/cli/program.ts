import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { orchestratorPresetNames } from '../../domain/job/orchestrator-options.js';
import { visualKinds } from '../../domain/script/video-script.js';
import { aspectRatios, videoQualities } from '../../domain/video/video-quality.js';
import type { EmulateOptions } from './commands/emulate.js';
import type { GenerateOptions } from './commands/generate.js';
import type { PromptOptions } from './commands/generate-from-prompt.js';
import type { ListSubject } from './commands/list.js';
import { addWritingOptions } from './writing-options.js';
import { addJobs } from './add-jobs.js';
import type { CommonOptions } from './with-service.js';

const generateExamples = `
Examples:
  $ aether generate script.json                          a video in videos/
  $ aether generate talk.md --channel fire --quality draft
  $ aether generate script.json --voice none --music song.mp3 --out clip.mp4
  $ aether generate "scripts/*.json"                     a batch, one summary
  $ cat script.md | aether generate - --json             one result object on standard output
  $ aether generate --brief "Why sleep matters" --audience students --minutes 1 --style documentary
  $ aether generate --template luxury --product "Aurora Watch" --cta "Order yours today"
  $ aether generate --prompt "a calm lake" --param duration=5   one clip
  $ aether generate script.json --visual clip --provider runway --budget 5   scenes of AI clips
  $ aether generate script.json --dry-run                the plan: scenes, times, provider and cost

Exit codes: 0 done, 2 bad input, 3 bad configuration, 4 generation failed, 130 cancelled.`;

const operationsHelp = `
A run that was killed leaves its paid work at the provider. The same prompt or script again takes it up by itself;
resume fetches all of it without making anything new. Neither pays twice.

submission_unknown: nobody can know whether the provider took it. Look at the provider's own dashboard, then say:
  $ aether operations list
  $ aether operations resolve KEY --as submitted:ID    it is there, under this id; then: aether operations resume
  $ aether operations resolve KEY --as rejected        it is not there: the money set aside for it is free again

Work that stays "submitted" although you run resume can be given up with --as rejected, too.`;

/** The command line of Aether. Commands load their code when they run. Wrong usage throws a CommanderError. */
export function createProgram(): Command {
  const program = new Command('aether')
    .description('Turns a channel script into a finished video.')
    .version(packageVersion())
    .option('--config <file>', 'settings file (default: aether.config.json, if there is one)')
    .option('--verbose', 'log everything to standard error')
    .showHelpAfterError('(run with --help for usage)')
    .addHelpText(
      'after',
      '\nStart with: aether generate examples/mindfulness.json\nSomething wrong? aether doctor',
    )
    .exitOverride();
  addGenerate(program);
  addEstimate(program);
  addJobs(program, wholeNumber);
  addOperations(program);
  addValidate(program);
  addLists(program);
  addDoctor(program);
  addEmulate(program);
  return program;
}

const qualityOption = new Option('--quality <name>', 'default: the channel’s, else standard').choices(
  videoQualities,
);
const presetOption = new Option(
  '--preset <name>',
  'how hard to try: see docs/jobs.md (default: default)',
).choices(orchestratorPresetNames);

function addGenerate(program: Command): void {
  const command = program
    .command('generate')
    .description('make a video from a script, a brief or a template, or a clip or picture from --prompt')
    .argument('[script...]', 'script or brief files, glob patterns, or - for standard input')
    .option('--prompt <text>', 'make one clip or picture from this, instead of a video from a script')
    .option('--channel <id>', 'channel: see aether channels (default: the script’s, else air)')
    .addOption(qualityOption)
    .addOption(new Option('--aspect <ratio>', 'default: 9:16').choices([...aspectRatios]))
    .option(
      '--provider <id>',
      'of the video, or of clips and pictures: see aether providers (default: the best)',
    )
    .option('--voice <id>', 'voice: see aether voices; none for a video without narration')
    .option('--music <file>', 'music file, or none (default: the channel’s own ambient bed)')
    .addOption(
      new Option('--visual <kind>', 'what providers make for the scenes (default: the script’s)').choices([
        ...visualKinds,
      ]),
    )
    .option('--out <file>', 'where the MP4 goes (default: a name of its own under videos/)')
    .option('--concurrency <number>', 'videos of a batch at once', wholeNumber)
    .addOption(presetOption)
    .option('--json', 'print one result object on standard output')
    .option('--dry-run', 'plan only: make nothing')
    .addHelpText('after', generateExamples)
    .action((scripts: string[], _options, command: Command) => runGenerate(scripts, command));
  addWritingOptions(command);
  addPromptOptions(command);
}

/** What says how a clip or picture is made. */
function addPromptOptions(command: Command): void {
  command
    .option('--model <id>', 'model of clips and pictures, as the provider spells it')
    .option(
      '--param <name=value>',
      'with --prompt: duration=5, aspectRatio=9:16, resolution, fps, seed…',
      collect,
      [],
    )
    .option(
      '--reference <role=file>',
      'with --prompt: first-frame=photo.png, or an https address',
      collect,
      [],
    )
    .option('--snap <mode>', 'with --prompt: strict, nearest or nearest-longer (default: strict)')
    .option('--budget <amount>', 'refuse what would cost more, in USD; of a script, in all')
    .option('--image', 'with --prompt: a picture instead of a clip')
    .option('--no-cache', 'make clips and pictures anew, whatever was made before');
}

function addEstimate(program: Command): void {
  const command = program
    .command('estimate')
    .description('say which model would make a clip or picture, why, and at what price')
    .requiredOption('--prompt <text>', 'what to make')
    .option('--provider <id>', 'provider: see aether providers (default: the best that can)')
    .option('--json', 'print data instead of a table')
    .action(async (_options, command: Command) => {
      const { generateFromPrompt } = await import('./commands/generate-from-prompt.js');
      const options = command.optsWithGlobals<PromptOptions>();
      process.exitCode = await generateFromPrompt([], { ...options, dryRun: true });
    });
  addPromptOptions(command);
}

function addOperations(program: Command): void {
  const operations = program
    .command('operations')
    .description('paid work that is not finished')
    .addHelpText('after', operationsHelp);
  operations
    .command('list', { isDefault: true })
    .description('list what is unfinished, and what a person has to decide')
    .option('--json', 'print data instead of a table')
    .action(async (_options, command: Command) => {
      const { listOperations } = await import('./commands/operations.js');
      await listOperations(command.optsWithGlobals<CommonOptions>());
    });
  operations
    .command('resume')
    .description('poll, download and deliver what a crash left unfinished')
    .option('--json', 'print data instead of a table')
    .action(async (_options, command: Command) => {
      const { resumeOperations } = await import('./commands/operations.js');
      process.exitCode = await resumeOperations(command.optsWithGlobals<CommonOptions>());
    });
  operations
    .command('resolve')
    .description('say what became of a submission that nobody knew of')
    .argument('<key>', 'as aether operations list shows it')
    .requiredOption('--as <outcome>', 'submitted:<operation id at the provider>, or rejected')
    .option('--json', 'print data instead of text')
    .action(async (key: string, _options, command: Command) => {
      const { resolveOperation } = await import('./commands/operations.js');
      await resolveOperation(key, command.optsWithGlobals<CommonOptions & { as: string }>());
    });
}

const collect = (value: string, before: readonly string[]): string[] => [...before, value];

function addValidate(program: Command): void {
  program
    .command('validate')
    .description('say what is wrong with a script, where, and how to fix it')
    .argument('<script...>', 'script files, glob patterns, or - for standard input')
    .option('--channel <id>', 'check against this channel')
    .option('--json', 'print the findings as one object')
    .addHelpText('after', '\nExit code 2 if anything is wrong, 0 if not. Nothing is made.')
    .action(async (scripts: string[], _options, command: Command) => {
      const { validate } = await import('./commands/validate.js');
      process.exitCode = await validate(scripts, command.optsWithGlobals());
    });
}

const lists: Readonly<Record<ListSubject, string>> = {
  channels: 'list the channels: what each is for, how long its videos may be',
  models: 'list the language models that write scripts: price, and whether text leaves the machine',
  providers: 'list the providers: what each can do and costs',
  templates: 'list the ad templates: scenes and times',
  plugins: 'list the plugins, with the reason for each that does not work',
  voices: 'list the voices and their languages',
};

function addLists(program: Command): void {
  for (const [subject, description] of Object.entries(lists)) {
    const command = program
      .command(subject)
      .description(description)
      .option('--json', 'print data instead of a table')
      .action(async (_options, command: Command) => {
        const { list } = await import('./commands/list.js');
        await list(subject as ListSubject, command.optsWithGlobals<CommonOptions & { health?: boolean }>());
      });
    if (subject === 'providers') command.option('--health', 'ask each whether it could work now');
  }
}

function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('check FFmpeg, speech, fonts, disk, memory, settings and keys, each with a fix')
    .option('--json', 'print data instead of a table')
    .action(async (_options, command: Command) => {
      const { doctor } = await import('./commands/doctor.js');
      process.exitCode = await doctor(command.optsWithGlobals<CommonOptions>());
    });
}

function addEmulate(program: Command): void {
  program
    .command('emulate')
    .description('run a paid provider’s emulator on this machine: no key, no cost')
    .argument('<provider>', 'such as runway')
    .option('--port <number>', 'port to listen on (default: a free one)', wholeNumber)
    .option('--seconds <number>', 'how long each job takes', wholeNumber, 6)
    .option('--strict', 'refuse what the real service would refuse, such as addresses on this machine')
    .option('--json', 'print the settings as one object')
    .action(async (provider: string, _options, command: Command) => {
      const { emulate } = await import('./commands/emulate.js');
      process.exitCode = await emulate(provider, command.optsWithGlobals<EmulateOptions>());
    });
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError('It must be a whole number of at least 1.');
}

function packageVersion(): string {
  const file = new URL('../../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

async function runGenerate(scripts: string[], command: Command): Promise<void> {
  const options = command.optsWithGlobals<GenerateOptions & PromptOptions>();
  if (options.prompt !== undefined) {
    const { generateFromPrompt } = await import('./commands/generate-from-prompt.js');
    process.exitCode = await generateFromPrompt(scripts, options);
    return;
  }
  if (!hasSource(scripts, options)) {
    command.error('error: name a script, or give --brief, --template or --prompt');
  }
  const { generate } = await import('./commands/generate.js');
  process.exitCode = await generate(scripts, options);
}

const hasSource = (scripts: readonly string[], { brief, briefFile, template }: GenerateOptions): boolean =>
  scripts.length > 0 || (brief ?? briefFile ?? template) !== undefined;
