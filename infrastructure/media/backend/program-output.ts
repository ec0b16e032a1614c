import { SupervisedProcess, type ProcessCommand } from './supervised-process.js';

/** Megabytes that a program which only describes itself may use; node-av is large. */
const maxMemoryMegabytes = 512;

/** What a short-lived program writes to standard output, given some input. */
export async function programOutput(
  command: ProcessCommand,
  purpose: string,
  input: Uint8Array = new Uint8Array(),
): Promise<string> {
  const signal = new AbortController().signal;
  const process = new SupervisedProcess(command, { purpose, signal, timeoutSeconds: 20, maxMemoryMegabytes });
  const chunks: Uint8Array[] = [];
  process.stdout.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  process.stdin.end(input);
  await process.ended;
  return Buffer.concat(chunks).toString('utf8');
}
