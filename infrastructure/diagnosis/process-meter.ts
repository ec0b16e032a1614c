import type { IResourceMeter } from '../../domain/job/resource-meter.js';

const sampleMilliseconds = 500;
const bytesPerMegabyte = 1_000_000;

/** Measures this process: processor time exactly, memory by samples. FFmpeg processes are not in it. */
export const processMeter: IResourceMeter = {
  start() {
    const before = process.cpuUsage();
    let peak = process.memoryUsage.rss();
    const sample = (): void => void (peak = Math.max(peak, process.memoryUsage.rss()));
    const timer = setInterval(sample, sampleMilliseconds).unref();
    return () => {
      clearInterval(timer);
      sample();
      const { user, system } = process.cpuUsage(before);
      return {
        cpuSeconds: (user + system) / 1_000_000,
        peakMemoryMegabytes: Math.round(peak / bytesPerMegabyte),
      };
    };
  },
};
