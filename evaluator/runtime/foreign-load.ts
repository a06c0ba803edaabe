import { readFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';

/** Milliseconds since some start, all cores together where they are of CPU. */
export interface LoadReading {
  /** CPU that ran anything, by the kernel's ticks of 10 ms. */
  readonly busyMs: number;
  /** CPU that the hypervisor gave to others. */
  readonly stolenMs: number;
  /** CPU of this process. */
  readonly ownMs: number;
  /** Time that the calling thread was ready to run and waited for a core; undefined where the kernel does not tell. */
  readonly queuedMs: number | undefined;
}

/** Reads how busy the machine is. `read` is undefined where the platform does not tell. */
export interface LoadMeter {
  readonly cores: number;
  read(): LoadReading | undefined;
  /** Runnable threads, averaged over a minute by the kernel. */
  loadAverage(): number;
}

/** By /proc/stat and /proc/thread-self/schedstat of Linux; elsewhere nothing is known. */
export const createLoadMeter = (): LoadMeter => ({
  cores: availableParallelism(),
  loadAverage: () => loadavg()[0],
  read() {
    const stat = readText('/proc/stat');
    const ticks = stat
      ?.match(/^cpu +(.*)$/m)?.[1]
      .split(' ')
      .map(Number);
    if (ticks === undefined) return undefined;
    const [user, nice, system, , , irq, softirq, stolen] = ticks;
    const own = process.cpuUsage();
    const queuedNs = Number(readText('/proc/thread-self/schedstat')?.split(' ')[1]);
    return {
      busyMs: (user + nice + system + irq + softirq) * TICK_MS,
      stolenMs: stolen * TICK_MS,
      ownMs: (own.user + own.system) / 1000,
      queuedMs: Number.isNaN(queuedNs) ? undefined : queuedNs / 1e6,
    };
  },
});

/** USER_HZ is 100 on every Linux that Node runs on. */
const TICK_MS = 10;

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    // Another operating system, or a container that hides it.
    return undefined;
  }
}
