import { leastCrowdedHeight, leastSpreadHeight } from './certified-costs.ts';
import { largest, type Ground, type Layout, type MainRoom } from './certified-layouts.ts';
import { mayStayOnMain } from './certified-main.ts';

/** What a net of a problem puts on its hosts, in load units of a batch. */
interface NetDemand {
  readonly tables: readonly { readonly layouts: readonly Layout[]; readonly isLookedUp: boolean }[];
  readonly rpc: number;
}

/**
 * Nets run one after another: their least worst loads add up. And where fan-out is capped below every net on every host, the calls that the cap
 * leaves are dealt to the nets; the cheapest deal is a bound too. Neither is said where the main shard may take tables: there, nets add up alone.
 */
export function leastCriticalLoad(ground: Ground): number {
  const nets = demands(ground);
  const { main } = ground;
  if (main !== undefined)
    return nets.reduce((sum, net) => sum + leastBesideMain(ground, net, main), 0) / ground.costs.unitsPerLoad;
  const alone = nets.reduce((sum, net) => sum + leastNetLoad(ground, net), 0);
  return Math.max(alone, leastDealtLoad(ground, nets)) / ground.costs.unitsPerLoad;
}

function demands({ problem, layouts, costs }: Ground): NetDemand[] {
  const pooled = new Map(
    problem.workload.tables.map(({ table, features }) => [
      table,
      features.some(({ poolingFactor }) => poolingFactor > 0),
    ]),
  );
  return problem.model.nets.map((net) => {
    const tables = problem.model.tables.flatMap((table, t) =>
      table.net === net.name ? [{ layouts: layouts[t], isLookedUp: pooled.get(table.name) === true }] : [],
    );
    return { tables, rpc: tables.some(({ isLookedUp }) => isLookedUp) ? costs.rpcLoad : 0 };
  });
}

const least = (values: readonly number[]): number => Math.min(...values);

/**
 * The batch loads of a net, and an RPC where a table that has to be called is looked up, lie on hosts whose speeds add up to no more than those of
 * the fastest allowed; and some host carries the largest part of a table with the RPC that calls it. A net with tables that may stay on the main
 * shard has that host too, and these need no RPC.
 */
function leastBesideMain({ speeds, caps, costs }: Ground, { tables }: NetDemand, main: MainRoom): number {
  const fastest = Math.max(...speeds);
  const own = tables.map(({ layouts, isLookedUp }) => {
    const mayStay = mayStayOnMain(layouts);
    const rpc = isLookedUp && !mayStay ? costs.rpcLoad : 0;
    const part = least(layouts.map(({ partBatchLoads }) => Math.max(...partBatchLoads)));
    const speed = mayStay ? Math.max(fastest, main.speed) : fastest;
    return { mayStay, rpc, load: least(layouts.map(({ batchLoad }) => batchLoad)), height: (part + rpc) / speed };
  });
  const speed = largest(speeds, caps.hosts).reduce((sum, s) => sum + s, 0);
  const extra = own.some(({ mayStay }) => mayStay) ? main.speed : 0;
  const total = own.reduce((sum, { load }) => sum + load, Math.max(0, ...own.map(({ rpc }) => rpc)));
  return Math.max(total / (speed + extra), ...own.map(({ height }) => height));
}

/**
 * Of the tables that are looked up the worst of three: their load and RPCs spread evenly, a table on hosts of its own, and more parts than hosts.
 * Tables that are never looked up have loads too, on hosts that no RPC may reach: with them the net's load with one RPC is spread over all hosts,
 * and parts count alone.
 */
function leastNetLoad(ground: Ground, { tables, rpc }: NetDemand): number {
  const { speeds, caps } = ground;
  const allowed = largest(speeds, caps.hosts);
  const loadOf = (own: NetDemand['tables']): number =>
    own.reduce((sum, { layouts }) => sum + least(layouts.map(({ batchLoad }) => batchLoad)), 0);
  const heightOf = (own: NetDemand['tables']): number => {
    const parts = own.map(({ layouts }) => layouts.map(({ partBatchLoads }) => partBatchLoads));
    return Math.max(leastSpreadHeight(parts, speeds), leastCrowdedHeight(parts, allowed));
  };
  const anywhere = Math.max((loadOf(tables) + rpc) / allowed.reduce((sum, speed) => sum + speed, 0), heightOf(tables));
  const called = tables.filter(({ isLookedUp }) => isLookedUp);
  if (called.length === 0) return anywhere;
  const even = spreadEvenly(ground, loadOf(called), rpc, caps.hosts);
  return Math.max(anywhere, even, heightOf(called) + rpc / Math.max(...speeds));
}

/** A load and an RPC a host on the fastest hosts: on as many of them, up to the most, as is cheapest. */
function spreadEvenly({ speeds }: Ground, total: number, rpc: number, most: number): number {
  const counts = Array.from({ length: Math.min(most, speeds.length) }, (_, i) => i + 1);
  const sorted = largest(speeds, speeds.length);
  let speed = 0;
  return least(counts.map((m) => (total + m * rpc) / (speed += sorted[m - 1])));
}

/** Shares of the capped calls: net by net, the least sum for every number of calls given out so far. Groups of replicas count as no call. */
function leastDealtLoad(ground: Ground, nets: readonly NetDemand[]): number {
  const { caps, capacities, costs } = ground;
  const called = nets.filter(({ tables }) => tables.some(({ isLookedUp }) => isLookedUp));
  if (caps.fanOut >= called.length * caps.hosts) return 0;
  const budgets = Array.from({ length: Math.floor(caps.fanOut) + 1 }, (_, f) => f);
  const dealt = called.reduce(
    (before, { tables }) => {
      const asked = tables.filter(({ isLookedUp }) => isLookedUp);
      const sum = (of: (layout: Layout) => number): number =>
        asked.reduce((total, { layouts }) => total + least(layouts.map(of)), 0);
      const load = sum(({ certainLoad }) => certainLoad);
      const fewest = Math.max(1, Math.ceil(sum(({ certainBytes }) => certainBytes) / Math.max(...capacities)));
      const own = budgets.map((calls) =>
        calls < fewest ? Infinity : spreadEvenly(ground, load, costs.rpcLoad, Math.min(calls, caps.hosts)),
      );
      return budgets.map((f) => least(budgets.slice(0, f + 1).map((calls) => own[calls] + before[f - calls])));
    },
    budgets.map(() => 0),
  );
  return dealt[dealt.length - 1];
}
