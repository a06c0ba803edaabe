import { excessOf, mayLie, type State } from './state.ts';

/** What a host would carry after losing and gaining parts; -1 for none. Written into `after`, which is reused. */
export const after = { memory: 0, load: 0, service: 0, read: 0 };

export function computeAfter(state: State, h: number, out: number, in1: number, out2 = -1, in2 = -1): void {
  after.memory = state.memory[h];
  after.load = state.load[h];
  after.service = state.service[h];
  after.read = state.read[h];
  if (out >= 0) addSlot(state, out, -1);
  if (out2 >= 0) addSlot(state, out2, -1);
  if (in1 >= 0) addSlot(state, in1, 1);
  if (in2 >= 0) addSlot(state, in2, 1);
  if (state.instance.rpcService > 0 || state.instance.rpcLoad > 0) addCalls(state, h, out, in1, out2, in2);
}

function addSlot(state: State, slot: number, sign: number): void {
  after.memory += sign * state.slotBytes[slot];
  after.load += sign * state.slotLoad[slot];
  after.service += sign * state.slotService[slot];
  after.read += sign * state.slotRead[slot];
}

/** A net starts or stops calling the host when its first part comes or its last one goes. */
function addCalls(state: State, h: number, out: number, in1: number, out2: number, in2: number): void {
  const calls = callChange(state, h, out, in1, out2, in2);
  after.load += calls * state.instance.rpcLoad;
  after.service += calls * state.instance.rpcService;
}

/** Change of the number of nets that call the host. */
function callChange(state: State, h: number, out: number, in1: number, out2 = -1, in2 = -1): number {
  const { instance } = state;
  if (h === instance.mainHost) return 0;
  let change = 0;
  for (let a = 0; a < 4; a++) {
    const slot = a === 0 ? out : a === 1 ? in1 : a === 2 ? out2 : in2;
    if (slot < 0 || !instance.lookedUp[state.slotTable[slot]]) continue;
    const net = instance.netOf[state.slotTable[slot]];
    let delta = 0;
    let seen = false;
    for (let b = 0; b < 4; b++) {
      const other = b === 0 ? out : b === 1 ? in1 : b === 2 ? out2 : in2;
      if (other < 0) continue;
      const table = state.slotTable[other];
      if (!instance.lookedUp[table] || instance.netOf[table] !== net) continue;
      if (b < a) seen = true;
      delta += b === 0 || b === 2 ? -1 : 1;
    }
    if (seen) continue;
    const before = state.callers[net * state.memory.length + h];
    change += (before + delta > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
  }
  return change;
}

export const excessAfter = (state: State, h: number): number =>
  excessOf(state.instance, h, after.memory, after.service, after.read);

/** Whether an unplaced part may lie on the host within its capacities. */
export function fits(state: State, slot: number, h: number): boolean {
  if (!mayLie(state, slot, h)) return false;
  computeAfter(state, h, -1, slot);
  return excessAfter(state, h) === 0;
}
