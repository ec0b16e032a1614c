import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { emulators } from '../../../testing/emulators/emulators.js';
import { Bench } from '../command-line.js';

/** Words of a command as a shell reads them: double quotes hold spaces. */
function wordsOf(command: string): string[] {
  return Array.from(command.matchAll(/"([^"]*)"|(\S+)/g), ([, quoted, plain]) => quoted ?? plain!);
}

/** What a reader of the introduction copies: the settings, the environment and the command. */
function copyFrom(introduction: string): { settings: string; env: Record<string, string>; args: string[] } {
  const settings = /^\{.*?^\}/ms.exec(introduction)?.[0] ?? '';
  const exported = Array.from(introduction.matchAll(/^export (\w+)=(\S+)$/gm), ([, name, value]) => [
    name!,
    value!,
  ]);
  const command = /^Then: {2}aether (.+)$/m.exec(introduction)?.[1] ?? '';
  return { settings, env: Object.fromEntries(exported) as Record<string, string>, args: wordsOf(command) };
}

const isKnownMedia = (bytes: Buffer): boolean =>
  bytes.toString('latin1', 4, 8) === 'ftyp' ||
  bytes.toString('latin1', 1, 4) === 'PNG' ||
  bytes.readUInt16BE(0) === 0xffd8 ||
  bytes.toString('latin1', 8, 12) === 'WEBP';

describe('what `aether emulate` tells to do', () => {
  let bench: Bench | undefined;
  afterEach(() => bench?.remove());

  it.each(emulators.filter(({ kind = 'provider' }) => kind === 'provider').map(({ id }) => id))(
    '%s makes a real file',
    async (id) => {
      bench = new Bench();
      const emulator = bench.start(['emulate', id, '--seconds', '1']);
      try {
        let introduction = '';
        emulator.stdout!.setEncoding('utf8').on('data', (text: string) => (introduction += text));
        while (!introduction.includes('Stop with')) await once(emulator.stdout!, 'data');
        const { settings, env, args } = copyFrom(introduction);
        bench.write('aether.config.json', settings);
        const { code, stdout, stderr } = await bench.run([...args, '--json'], { env });
        expect(stderr).not.toContain('error');
        expect(code).toBe(0);
        const response = JSON.parse(stdout) as { status: string; result: { path: string } };
        expect(response.status).toBe('completed');
        expect(isKnownMedia(readFileSync(response.result.path))).toBe(true);
      } finally {
        emulator.kill('SIGINT');
        await once(emulator, 'exit');
      }
    },
  );
});
