import { interactionWidth, type Model } from '../domain/model.ts';
import type { NetOnHost } from './calls.ts';
import type { Costs } from './costs.ts';

/**
 * Predicted critical path of a request in milliseconds: the bottom MLP beside the first net, then net by net, then
 * interaction and top MLP; batches of a request run on the main shard's cores in rounds.
 * Source: formulation.md, "Objectives", row `latency`.
 */
export function predictLatencyMs(model: Model, costs: Costs, calls: readonly NetOnHost[]): number {
  const { bottom, join, top, rounds } = fixedSteps(model, costs);
  const nets = model.nets.map((_, net) =>
    netSeconds(
      costs,
      calls.filter((call) => call.net === net),
    ),
  );
  const embedding = nets.reduce((sum, seconds, net) => sum + (net === 0 ? Math.max(bottom, seconds) : seconds), 0);
  return (embedding + join + top) * rounds * 1000;
}

/** What a batch takes wherever its tables lie, in seconds, and the rounds in which a request's batches run. */
export function fixedSteps(model: Model, costs: Costs) {
  const { hosts, coefficients, samplesPerBatch, batchesPerRequest } = costs;
  const flops = denseFlops(model);
  const denseRate = coefficients.denseFlopsPerSecond * hosts[0].cpuSpeed;
  return {
    /** Beside the first net. */
    bottom: (flops.bottom * samplesPerBatch) / denseRate,
    join: joinSeconds(model, costs),
    top: (flops.top * samplesPerBatch) / denseRate,
    rounds: Math.ceil(batchesPerRequest / hosts[0].cores),
  };
}

/** Seconds of dense work that a batch costs the main shard at cpuSpeed 1. */
export function denseSeconds(model: Model, costs: Costs): number {
  const { bottom, top } = denseFlops(model);
  return ((bottom + top) * costs.samplesPerBatch) / costs.coefficients.denseFlopsPerSecond;
}

/** Floating-point operations per sample: bottom MLP; interaction and top MLP. A multiply and an add count as two. */
function denseFlops(model: Model): { readonly bottom: number; readonly top: number } {
  const { dense } = model;
  if (dense === undefined) return { bottom: 0, top: 0 };
  const vectors = model.tables.reduce((sum, table) => sum + table.features.length, 0);
  const bottomWidth = dense.bottomMlp.at(-1) ?? dense.inputFeatures;
  const dots = dense.interaction.kind === 'dot' ? vectors * (vectors + 1) * bottomWidth : 0;
  const top = mlpFlops(interactionWidth({ ...model, dense }), dense.topMlp);
  return { bottom: mlpFlops(dense.inputFeatures, dense.bottomMlp), top: dots + top };
}

const mlpFlops = (inputWidth: number, widths: readonly number[]): number =>
  widths.reduce((sum, width, i) => sum + 2 * width * (i === 0 ? inputWidth : widths[i - 1]), 0);

/** s_n of the formulation: the slowest host's path, or the main shard's link, or the tables kept in place. */
function netSeconds(costs: Costs, calls: readonly NetOnHost[]): number {
  const { hosts, coefficients } = costs;
  const remote = calls.filter((call) => call.rpcs === 1);
  const bytes = remote.reduce((sum, call) => sum + call.wireBytesPerBatch, 0);
  const paths = remote.map(({ host: h, wireBytesPerBatch, batchServiceSeconds }) => {
    const { link, cpuSpeed } = hosts[h];
    const serialization = wireBytesPerBatch / coefficients.serializationBytesPerSecond;
    const hop = link.roundTripMs / 1000 + wireBytesPerBatch / link.bandwidthBytesPerSecond;
    return serialization + hop + batchServiceSeconds / cpuSpeed;
  });
  const roundTrips = remote.map(({ host }) => hosts[host].link.roundTripMs / 1000);
  const received = remote.length === 0 ? 0 : Math.max(...roundTrips) + bytes / hosts[0].link.bandwidthBytesPerSecond;
  const inPlace = calls.filter((call) => call.host === 0).reduce((sum, call) => sum + call.batchServiceSeconds, 0);
  const deserialise = bytes / coefficients.serializationBytesPerSecond;
  return Math.max(0, ...paths, received, inPlace / hosts[0].cpuSpeed) + deserialise / hosts[0].cpuSpeed;
}

/** Seconds to copy a batch's pooled vectors into the interaction's input. */
function joinSeconds(model: Model, costs: Costs): number {
  if (model.dense === undefined) return 0;
  const bytes = model.tables.reduce((sum, table) => sum + table.features.length * table.dim * 4, 0);
  return (bytes * costs.samplesPerBatch) / costs.coefficients.serializationBytesPerSecond / costs.hosts[0].cpuSpeed;
}
