import type { Coefficients } from '../domain/coefficients.ts';
import { interactionWidth, type Model } from '../domain/model.ts';
import type { NetOnHost } from './calls.ts';
import type { Costs } from './costs.ts';

/**
 * Predicted critical path of a request in milliseconds: net by net, the bottom MLP while the first net's calls are out, then
 * interaction and top MLP; batches of a request run on the main shard's cores in rounds.
 * Source: formulation.md, "Objectives", row `latency`; docs/decisions/0022 says what was added to it.
 */
export function predictLatencyMs(model: Model, costs: Costs, calls: readonly NetOnHost[]): number {
  const { bottom, join, top, rounds } = fixedSteps(model, costs);
  const nets = model.nets.map((_, net) =>
    netSeconds(
      costs,
      calls.filter((call) => call.net === net),
      net === 0 ? bottom : 0,
    ),
  );
  const embedding = nets.reduce((sum, seconds) => sum + seconds, 0);
  return (embedding + join + top) * rounds * 1000;
}

/** What a batch takes wherever its tables lie, in seconds, and the rounds in which a request's batches run. */
export function fixedSteps(model: Model, costs: Costs) {
  const { hosts, batchesPerRequest } = costs;
  const work = denseWork(model, costs.coefficients);
  return {
    /** While the first net's calls are out. */
    bottom: mlpSeconds(work.bottom, costs) / hosts[0].cpuSpeed,
    join: joinSeconds(model, costs),
    top: mlpSeconds(work.top, costs) / hosts[0].cpuSpeed,
    rounds: Math.ceil(batchesPerRequest / hosts[0].cores),
  };
}

/** Seconds of dense work that a batch costs the main shard at cpuSpeed 1. */
export function denseSeconds(model: Model, costs: Costs): number {
  const { bottom, top } = denseWork(model, costs.coefficients);
  return mlpSeconds(bottom, costs) + mlpSeconds(top, costs);
}

/** An MLP, or what is counted as part of one. */
interface DenseWork {
  /** Per sample; a multiply and an add count as two. */
  readonly flops: number;
  readonly layers: number;
  /** Of the weights that memory has to bring for each batch. */
  readonly missedWeightBytes: number;
}

/** Seconds of dense work a batch at cpuSpeed 1. */
function mlpSeconds({ flops, layers, missedWeightBytes }: DenseWork, { coefficients, samplesPerBatch }: Costs): number {
  const { denseFlopsPerSecond, denseLayerSeconds = 0, denseWeightBytesPerSecond = Infinity } = coefficients;
  return (
    layers * denseLayerSeconds +
    missedWeightBytes / denseWeightBytesPerSecond +
    (flops * samplesPerBatch) / denseFlopsPerSecond
  );
}

/** Bottom MLP; interaction and top MLP. */
function denseWork(model: Model, { cache }: Coefficients): { readonly bottom: DenseWork; readonly top: DenseWork } {
  const { dense } = model;
  if (dense === undefined) return { bottom: NO_WORK, top: NO_WORK };
  const vectors = model.tables.reduce((sum, table) => sum + table.features.length, 0);
  const bottomWidth = dense.bottomMlp.at(-1) ?? dense.inputFeatures;
  const dots = dense.interaction.kind === 'dot' ? vectors * (vectors + 1) * bottomWidth : 0;
  const top = mlpWork(interactionWidth({ ...model, dense }), dense.topMlp);
  const bottom = mlpWork(dense.inputFeatures, dense.bottomMlp);
  const missed = missedShare(WEIGHT_BYTES * (bottom.weights + top.weights), cache?.bytes ?? 0);
  const workOf = ({ weights, layers }: typeof top, moreFlops = 0): DenseWork => ({
    flops: 2 * weights + moreFlops,
    layers,
    missedWeightBytes: WEIGHT_BYTES * weights * missed,
  });
  return { bottom: workOf(bottom), top: workOf(top, dots) };
}

/** Of weights that are read from end to end for each batch, the share that caches of so many bytes do not hold. */
export const missedShare = (weightBytes: number, cacheBytes: number): number =>
  weightBytes <= cacheBytes ? 0 : 1 - cacheBytes / weightBytes;

const NO_WORK: DenseWork = { flops: 0, layers: 0, missedWeightBytes: 0 };
/** Weights are fp32. */
const WEIGHT_BYTES = 4;

function mlpWork(inputWidth: number, widths: readonly number[]) {
  const weights = widths.reduce((sum, width, i) => sum + width * (i === 0 ? inputWidth : widths[i - 1]), 0);
  return { weights, layers: widths.length };
}

/**
 * s_n of the formulation: what the main shard does for its calls, before they leave and once they are answered, and in between the slowest of
 * a host's path, the main shard's link, and its own work meanwhile: `besideSeconds` and the tables kept in place.
 */
function netSeconds(costs: Costs, calls: readonly NetOnHost[], besideSeconds: number): number {
  const { hosts, coefficients } = costs;
  const { serializationBytesPerSecond, mainRpcSeconds = 0 } = coefficients;
  const remote = calls.filter((call) => call.rpcs === 1);
  const paths = remote.map(({ host: h, wireBytesPerBatch, batchServiceSeconds }) => {
    const { link, cpuSpeed } = hosts[h];
    const service = wireBytesPerBatch / serializationBytesPerSecond + batchServiceSeconds;
    return link.roundTripMs / 1000 + wireBytesPerBatch / link.bandwidthBytesPerSecond + service / cpuSpeed;
  });
  const bytes = remote.reduce((sum, call) => sum + call.payloadBytesPerBatch, 0);
  const slices = remote.reduce((sum, call) => sum + call.handlingSeconds, 0);
  const roundTrips = remote.map(({ host }) => hosts[host].link.roundTripMs / 1000);
  const received = Math.max(0, ...roundTrips) + bytes / hosts[0].link.bandwidthBytesPerSecond;
  const inPlace = calls.filter((call) => call.host === 0).reduce((sum, call) => sum + call.batchServiceSeconds, 0);
  const handling = remote.length * mainRpcSeconds + slices + bytes / serializationBytesPerSecond;
  const beside = besideSeconds + inPlace / hosts[0].cpuSpeed;
  return Math.max(beside, ...paths, received) + handling / hosts[0].cpuSpeed;
}

/** Seconds to copy a batch's pooled vectors into the interaction's input. */
export function joinSeconds(model: Model, costs: Costs): number {
  if (model.dense === undefined) return 0;
  const bytes = model.tables.reduce((sum, table) => sum + table.features.length * table.dim * 4, 0);
  return (bytes * costs.samplesPerBatch) / costs.coefficients.serializationBytesPerSecond / costs.hosts[0].cpuSpeed;
}
