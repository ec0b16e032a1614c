import path from 'node:path';
import { defineConfig, type Plugin } from 'vitest/config';

const root = import.meta.dirname;
/** Where CI wants the counts; see .ci/run. */
const reportFile = process.env.AETHER_TEST_REPORT;

/**
 * Tests import the sources by path, for the types and for the editor; what runs is the build of the same
 * file, so that workers, child processes and the WASM kernel are the ones that ship.
 */
const testTheBuild: Plugin = {
  name: 'test-the-build',
  enforce: 'pre',
  resolveId(source, importer) {
    if (!importer || !source.startsWith('.') || importer.includes('node_modules')) return null;
    const relative = path.relative(root, path.resolve(path.dirname(importer), source));
    const built =
      /^(domain|application|infrastructure|plugins|presentation|config|testing)[\\/]|^(index|plugin)\.js$/;
    return built.test(relative) ? { id: path.join(root, 'dist', relative), external: true } : null;
  },
};

export default defineConfig({
  plugins: [testTheBuild],
  test: {
    include: ['tests/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: reportFile ? ['default', ['json', { outputFile: reportFile }]] : ['default'],
    execArgv: ['--enable-source-maps'],
  },
});
