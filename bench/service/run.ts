import autocannon from 'autocannon';
import { parseArgs } from 'node:util';
import { systemClock } from '../../domain/clock.ts';
import { benchEnvironment } from '../environment.ts';
import { writeResults } from '../results-file.ts';
import { plan, tracedPlan } from './bodies.ts';
import type { LoopDelays } from './loop-monitor.ts';
import { serve, type Served } from './served.ts';

// npm run bench:service: what the service answers a second, and how long its event loop is away. Client, server, database and the
// plans that are solved share the machine's cores: delays are upper limits, rates lower ones.

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    json: { type: 'string', default: 'bench/results/service.json' },
  },
});
const SECONDS = Number(values.seconds);

interface LoadFigures {
  readonly name: string;
  readonly connections: number;
  readonly requestsPerSecond: number;
  readonly latencyMs: { readonly p50: number; readonly p99: number };
  readonly answers: Readonly<Record<string, number>>;
  readonly loop: LoopDelays;
}

interface Job {
  readonly id: string;
  readonly status: string;
}

const environment = benchEnvironment(systemClock);
const server = await serve();
try {
  const small = JSON.stringify(plan(10));
  const finished = await settle(await post(small));
  const load = [
    await loaded('GET a finished job', 16, { path: `/v1/plans/${finished.id}` }),
    await loaded('POST a plan of 10 tables', 16, { path: '/v1/plans', body: small }),
    await loaded('POST a plan of 1,000 tables', 4, { path: '/v1/plans', body: JSON.stringify(plan(1000)) }),
  ];
  await server.close();
  const concurrent = await manyAtOnce(200, small);
  const large = [];
  for (const [name, body] of [
    ['a plan of 5,000 tables', plan(5000)],
    ['a plan with a trace of 13 MB', tracedPlan(13e6)],
  ] as const)
    large.push(await alone(name, JSON.stringify(body)));
  writeResults(values.json, { environment, secondsEach: SECONDS, load, concurrent, large });
} finally {
  await server.close().catch(() => {});
}

async function loaded(
  name: string,
  connections: number,
  { path, body }: { path: string; body?: string },
): Promise<LoadFigures> {
  server.reset();
  const result = await autocannon({
    url: `${server.url}${path}`,
    connections,
    duration: SECONDS,
    ...(body === undefined ? {} : { method: 'POST', body, headers: { 'content-type': 'application/json' } }),
  });
  const answers = Object.fromEntries(
    Object.entries(result.statusCodeStats ?? {}).map(([code, { count }]) => [code, count ?? 0]),
  );
  const expected = body === undefined ? '200' : '202';
  if (Object.keys(answers).some((code) => code !== expected) || result.errors > 0)
    throw new Error(`${name}: ${JSON.stringify(answers)}, ${result.errors} errors`);
  const figures = {
    name,
    connections,
    requestsPerSecond: result.requests.average,
    latencyMs: { p50: result.latency.p50, p99: result.latency.p99 },
    answers,
    loop: await server.delays(),
  };
  console.log(JSON.stringify(figures));
  return figures;
}

/** Posts so many plans at the same moment, and follows each to its end. */
async function manyAtOnce(count: number, body: string): Promise<object> {
  return withServer(async (one) => {
    const start = systemClock.now();
    const jobs = await Promise.all(Array.from({ length: count }, () => post(body, one)));
    const acceptedMs = systemClock.now() - start;
    const whileAccepting = await one.delays();
    one.reset();
    const ended = [];
    for (const job of jobs) ended.push(await settle(job, one));
    const succeeded = ended.filter(({ status }) => status === 'succeeded').length;
    const figures = {
      count,
      succeeded,
      acceptedMs: Math.round(acceptedMs),
      endedMs: Math.round(systemClock.now() - start),
      whileAccepting,
      whileSolving: await one.delays(),
    };
    if (succeeded !== count) throw new Error(`of ${count} plans ${succeeded} succeeded`);
    console.log(JSON.stringify(figures));
    return figures;
  });
}

/** One large request by itself: the loop's delays are its own. */
function alone(name: string, body: string): Promise<object> {
  return withServer(async (one) => {
    const start = systemClock.now();
    const job = await post(body, one);
    const acceptedMs = Math.round(systemClock.now() - start);
    const { status } = await settle(job, one);
    if (status !== 'succeeded') throw new Error(`${name}: ${status}`);
    const figures = { name, bytes: body.length, acceptedMs, loop: await one.delays() };
    console.log(JSON.stringify(figures));
    return figures;
  });
}

async function withServer<T>(work: (one: Served) => Promise<T>): Promise<T> {
  const one = await serve();
  try {
    // Its processes and threads have started, and its code is compiled.
    await settle(await post(JSON.stringify(plan(10)), one), one);
    one.reset();
    return await work(one);
  } finally {
    await one.close();
  }
}

async function post(body: string, { url }: Served = server): Promise<Job> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/v1/plans`, { method: 'POST', headers, body });
  if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`);
  return (await response.json()) as Job;
}

async function settle({ id }: Job, { url }: Served = server): Promise<Job> {
  for (;;) {
    const response = await fetch(`${url}/v1/plans/${id}`, { headers: { prefer: 'wait=30' } });
    const job = (await response.json()) as Job;
    if (!['queued', 'running'].includes(job.status)) return job;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
