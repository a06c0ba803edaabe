import type { Timeline } from './timeline.ts';

/** One direction of a host's link: messages pass one after another, first come, first served. */
export interface Lane {
  readonly bytesPerMs: number;
  freeAtMs: number;
  /** Sum over messages, for the utilisation. */
  busyMs: number;
}

export const createLane = (bandwidthBytesPerSecond: number): Lane => ({
  bytesPerMs: bandwidthBytesPerSecond / 1000,
  freeAtMs: 0,
  busyMs: 0,
});

/**
 * Sends a message from one host to another: it leaves as the sender's lane carries it, takes the hop, and passes the receiver's lane as it
 * comes in (cut-through: its bytes are not held back until the last one). Over idle lanes that is the hop and the bytes over the narrower lane.
 */
export function send(
  timeline: Timeline,
  message: { readonly from: Lane; readonly to: Lane; readonly bytes: number; readonly hopMs: number },
  arrive: () => void,
): void {
  const { from, to, bytes, hopMs } = message;
  const leaves = occupy(from, timeline.now(), bytes);
  timeline.at(leaves.fromMs + hopMs, () => {
    const received = occupy(to, timeline.now(), bytes);
    timeline.at(Math.max(received.untilMs, leaves.untilMs + hopMs), arrive);
  });
}

function occupy(lane: Lane, atMs: number, bytes: number): { readonly fromMs: number; readonly untilMs: number } {
  const fromMs = Math.max(atMs, lane.freeAtMs);
  const untilMs = fromMs + bytes / lane.bytesPerMs;
  lane.busyMs += untilMs - fromMs;
  lane.freeAtMs = untilMs;
  return { fromMs, untilMs };
}
