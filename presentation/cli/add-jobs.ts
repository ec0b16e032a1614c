import type { Command } from 'commander';
import type { ListJobsOptions } from './commands/jobs.js';
import type { CommonOptions } from './with-service.js';

const load = () => import('./commands/jobs.js');
const asJson = (command: Command): Command => command.option('--json', 'print data instead of text');

/** `aether jobs …`: videos that survive the process that makes them. */
export function addJobs(program: Command, wholeNumber: (text: string) => number): void {
  const jobs = program
    .command('jobs')
    .description('videos as jobs: what waits, runs, failed or was interrupted')
    .addHelpText(
      'after',
      '\nEvery `aether generate` is a job. One that was killed goes on with `aether jobs resume ID`:\n' +
        'what stands is neither made nor paid for again.',
    );
  asJson(jobs.command('list', { isDefault: true }).description('list the newest jobs'))
    .option('--status <names>', 'only these, such as failed,queued')
    .option('--limit <number>', 'how many (default: 20)', wholeNumber)
    .action(async (_options, command: Command) =>
      (await load()).listJobs(command.optsWithGlobals<ListJobsOptions>()),
    );
  withId(jobs, 'show', 'show one job: stages, files, error', async (id, options) =>
    (await load()).showJob(id, options),
  );
  withId(jobs, 'watch', 'follow one job until it has ended', async (id, options) => {
    process.exitCode = await (await load()).watchJob(id, options);
  }).option('--after <number>', 'only events after this number', wholeNumber);
  withId(jobs, 'cancel', 'stop one job, in whichever process it runs', async (id, options) =>
    (await load()).cancelJob(id, options),
  );
  asJson(jobs.command('resume').description('go on with a job, or with all that wait or were interrupted'))
    .argument('[id]', 'as aether jobs list shows it (default: all)')
    .action(async (id: string | undefined, _options, command: Command) => {
      process.exitCode = await (await load()).resumeJob(id, command.optsWithGlobals<CommonOptions>());
    });
  withId(jobs, 'retry', 'put a job that failed or was cancelled back into the queue', async (id, options) =>
    (await load()).retryJob(id, options),
  );
  addResolve(jobs);
  asJson(jobs.command('rm').description('forget jobs that have ended; their videos stay'))
    .argument('<id...>', 'as aether jobs list shows them')
    .action(async (ids: string[], _options, command: Command) =>
      (await load()).removeJobs(ids, command.optsWithGlobals<CommonOptions>()),
    );
}

function addResolve(jobs: Command): void {
  asJson(
    jobs
      .command('resolve')
      .description('say what became of a paid submission of the job that nobody knew of'),
  )
    .argument('<id>', 'as aether jobs list shows it')
    .requiredOption('--as <outcome>', 'submitted:<operation id at the provider>, or rejected')
    .action(async (id: string, _options, command: Command) =>
      (await load()).resolveJob(id, command.optsWithGlobals<CommonOptions & { as: string }>()),
    );
}

function withId(
  jobs: Command,
  name: string,
  description: string,
  run: (id: string, options: CommonOptions) => Promise<void>,
): Command {
  return asJson(jobs.command(name).description(description))
    .argument('<id>', 'as aether jobs list shows it')
    .action((id: string, _options, command: Command) => run(id, command.optsWithGlobals<CommonOptions>()));
}
