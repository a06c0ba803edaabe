// A dense engine as a peer of peer-process.ts. Argument: the engine's name.
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createDenseEngine } from '../../evaluator/runtime/dense-engine.ts';
import type { DenseEngineName } from '../../evaluator/runtime/mlp.ts';
import { createThreadCpuClock } from '../../evaluator/runtime/thread-cpu-clock.ts';
import { inputOf, mlpOf } from './dense-case.ts';

const engine = await createDenseEngine(process.argv[2] as DenseEngineName);
const cpuMs = await createThreadCpuClock();
let run: () => Promise<void> | void = () => {};
let output = new Float32Array(0);

for await (const line of createInterface({ input: process.stdin })) {
  const [command, ...rest] = line.split(' ');
  if (command === 'load') {
    const [, , samples, ...widths] = rest;
    const spec = mlpOf(widths.map(Number));
    const mlp = await engine.createMlp(spec);
    const input = inputOf(Number(samples), spec.inputWidth);
    output = new Float32Array(Number(samples) * mlp.outputWidth);
    run = () => mlp.run(input, Number(samples), output);
    console.log('loaded');
  } else if (command === 'run') {
    const [warm, , count] = rest.map(Number);
    for (let call = 0; call < warm; call++) await run();
    const start = cpuMs();
    for (let call = 0; call < count; call++) await run();
    console.log(String((cpuMs() - start) / 1000));
  } else if (command === 'write') {
    writeFileSync(rest[0], output);
    console.log('written');
  }
}
