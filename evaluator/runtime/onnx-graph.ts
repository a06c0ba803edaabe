// Writes the few protobuf messages of an ONNX model that an MLP needs. Field numbers: onnx.proto of ONNX 1.9
// (IR version 7, operator set 13).

/** A layer for the graph: weights [inputs][outputs] and bias [outputs], little-endian float32. */
export interface OnnxLayer {
  readonly inputs: number;
  readonly outputs: number;
  readonly weights: Uint8Array;
  readonly bias: Uint8Array;
  readonly activation: 'Relu' | 'Sigmoid';
}

/** An ONNX file that takes `x` [samples x inputs of layer 0] to `y`: Gemm and its activation, layer by layer. */
export function encodeMlp(layers: readonly OnnxLayer[]): Uint8Array {
  const graph: Bytes[] = [];
  layers.forEach((layer, l) => {
    const [inner, output] = [`sum${l}`, l === layers.length - 1 ? 'y' : `x${l + 1}`];
    graph.push(message(1, node('Gemm', [l === 0 ? 'x' : `x${l}`, `w${l}`, `b${l}`], inner)));
    graph.push(message(1, node(layer.activation, [inner], output)));
  });
  graph.push(text(2, 'mlp'));
  layers.forEach((layer, l) => {
    graph.push(message(5, tensor(`w${l}`, [layer.inputs, layer.outputs], layer.weights)));
    graph.push(message(5, tensor(`b${l}`, [layer.outputs], layer.bias)));
  });
  graph.push(message(11, batchOf('x', layers[0].inputs)), message(12, batchOf('y', layers[layers.length - 1].outputs)));
  const operatorSet = [text(1, ''), integer(2, 13)];
  return Buffer.concat(flatten([integer(1, 7), message(7, graph), message(8, operatorSet)]));
}

// A message is a tree of byte strings, joined once at the end: weights are not copied at each level.
type Bytes = Uint8Array | readonly Bytes[];

const FLOAT = 1;

const node = (operator: string, inputs: readonly string[], output: string): Bytes => [
  ...inputs.map((input) => text(1, input)),
  text(2, output),
  text(4, operator),
];

const tensor = (name: string, shape: readonly number[], values: Uint8Array): Bytes => [
  ...shape.map((size) => integer(1, size)),
  integer(2, FLOAT),
  text(8, name),
  message(9, values),
];

/** ValueInfoProto of float32 [samples x width], samples left open. */
const batchOf = (name: string, width: number): Bytes => {
  const shape = [message(1, text(2, 'samples')), message(1, integer(1, width))];
  return [text(1, name), message(2, message(1, [integer(1, FLOAT), message(2, shape)]))];
};

const message = (field: number, content: Bytes): Bytes => [varint(field * 8 + 2), varint(lengthOf(content)), content];
const text = (field: number, value: string): Bytes => message(field, Buffer.from(value));
const integer = (field: number, value: number): Bytes => [varint(field * 8), varint(value)];

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  for (; value >= 128; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
  return Uint8Array.from([...bytes, value]);
}

const lengthOf = (bytes: Bytes): number =>
  bytes instanceof Uint8Array ? bytes.length : bytes.reduce((sum, part) => sum + lengthOf(part), 0);

const flatten = (bytes: Bytes): Uint8Array[] => (bytes instanceof Uint8Array ? [bytes] : bytes.flatMap(flatten));
