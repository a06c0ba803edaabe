import { availableParallelism, cpus } from 'node:os';
import type { Command } from 'commander';
import { systemClock } from '../../domain/clock.ts';
import { calibrate } from '../../evaluator/calibrate/calibrate.ts';
import type { Calibration } from '../../evaluator/calibrate/fit-coefficients.ts';
import { createLoadMeter } from '../../evaluator/runtime/foreign-load.ts';
import { writeResult } from './answer.ts';
import { formatPercent, wrapped } from './format.ts';
import { examples } from './help.ts';
import { readNumber } from './problem-options.ts';
import { layOut } from './table.ts';

interface CalibrateFlags {
  readonly seed: number;
  readonly requests?: number;
  readonly out?: string;
}

/** `shardwright calibrate`: the cost model's constants of this machine. */
export function addCalibrateCommand(program: Command): void {
  program
    .command('calibrate')
    .description("measure the cost model's constants on this machine, for --coefficients")
    .option('--seed <number>', 'of weights and requests', readNumber, 1)
    .option('--requests <number>', 'served of each synthetic model; more scatter less (default: 40)', readNumber)
    .option('--out <file>', 'write the constants as JSON to a file (default: standard output)')
    .addHelpText(
      'after',
      examples('shardwright calibrate --out mine.json && shardwright study --coefficients mine.json'),
    )
    .action(async ({ seed, requests, out }: CalibrateFlags) => {
      if (out !== undefined) writeResult(out, '');
      const calibration = await calibrate({
        clock: systemClock,
        seed,
        machine: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores, Node ${process.version}`,
        loadMeter: createLoadMeter(),
        ...(requests === undefined ? {} : { requests }),
      });
      const text = `${JSON.stringify(calibration.coefficients, null, 2)}\n`;
      process.stderr.write(`${formatFit(calibration)}\n`);
      if (out === undefined) process.stdout.write(text);
      else writeResult(out, text);
    });
}

/** How well the constants describe what was measured: their reader has to know. */
const formatFit = ({ fit }: Calibration): string =>
  [
    wrapped(
      'Constants were fitted to CPU times of synthetic models, served by the runtime that measures plans. Off by, relative:',
    ),
    layOut(fit, [
      { head: ['', ''], align: 'left', cell: ({ probes }) => probes },
      { head: ['models', ''], cell: ({ count }) => String(count) },
      { head: ['median', ''], cell: ({ median }) => formatPercent(median) },
      { head: ['worst', ''], cell: ({ worst }) => formatPercent(worst) },
    ]),
  ].join('\n\n');
