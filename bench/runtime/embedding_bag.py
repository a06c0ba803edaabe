"""PyTorch's EmbeddingBag and Linear, on one thread, as a peer of peer-process.ts."""

import os
import sys
import time

import numpy as np
import torch

torch.set_num_threads(1)
DTYPES = {"fp32": np.float32, "fp16": np.float16}


def load_pooling(folder, dtype, width, rows, row_bytes, pooling, lookups, calls):
    stored = np.fromfile(os.path.join(folder, "rows.bin"), np.uint8).reshape(rows, row_bytes)
    slots = np.fromfile(os.path.join(folder, "slots.bin"), np.uint32).reshape(calls, lookups)
    # 32-bit indices: the quicker of the two kinds that it takes.
    indices = [torch.from_numpy(call.astype(np.int32)) for call in slots]
    offsets = torch.arange(0, lookups, pooling, dtype=torch.int32)
    if dtype in DTYPES:
        weight = torch.from_numpy(stored.view(DTYPES[dtype]))
        return lambda call: torch.nn.functional.embedding_bag(indices[call], weight, offsets, mode="sum")
    header = np.ascontiguousarray(stored[:, :4]).view(np.float16)
    elements = stored[:, 4:]
    # Its rows end in scale and bias: float32 for bytes, float16 for half-bytes.
    if dtype == "int8":
        weight = torch.from_numpy(np.concatenate([elements, header.astype(np.float32).view(np.uint8)], axis=1))
        pool = torch.ops.quantized.embedding_bag_byte_rowwise_offsets
    else:
        weight = torch.from_numpy(np.concatenate([elements, header.view(np.uint8)], axis=1))
        pool = torch.ops.quantized.embedding_bag_4bit_rowwise_offsets
    return lambda call: pool(weight, indices[call], offsets, mode=0)


def load_mlp(folder, samples, *widths):
    """Weights [inputs][outputs] and biases of each layer, one after another in mlp.bin; x.bin is the input."""
    values = torch.from_numpy(np.fromfile(os.path.join(folder, "mlp.bin"), np.float32))
    layers, at = [], 0
    for inputs, outputs in zip(widths, widths[1:]):
        linear = torch.nn.Linear(inputs, outputs)
        linear.weight.data = values[at : at + inputs * outputs].reshape(inputs, outputs).T.contiguous()
        linear.bias.data = values[at + inputs * outputs : at + (inputs + 1) * outputs].clone()
        at += (inputs + 1) * outputs
        layers += [linear, torch.nn.ReLU()]
    mlp = torch.nn.Sequential(*layers)
    x = torch.from_numpy(np.fromfile(os.path.join(folder, "x.bin"), np.float32)).reshape(samples, widths[0])
    return lambda _: mlp(x)


LOADERS = {"pooling": load_pooling, "mlp": load_mlp}


def main():
    compute = answer = None
    for line in sys.stdin:
        command, *rest = line.split()
        if command == "load":
            compute = answer = None
            figures = [int(figure) if figure.isdigit() else figure for figure in rest[2:]]
            compute = LOADERS[rest[0]](rest[1], *figures)
            print("loaded", flush=True)
        elif command == "run":
            warm, first, count = map(int, rest)
            for call in range(warm):
                answer = compute(call)
            start = time.thread_time()
            for call in range(first, first + count):
                answer = compute(call)
            print(time.thread_time() - start, flush=True)
        elif command == "write":
            answer.numpy().astype(np.float32).tofile(rest[0])
            print("written", flush=True)
        elif command == "version":
            print(f"PyTorch {torch.__version__}, {torch.backends.cpu.get_cpu_capability()}", flush=True)


if __name__ == "__main__":
    with torch.inference_mode():
        main()
