"""TorchRec's EmbeddingShardingPlanner over CPU hosts of one rank each, with its own perf model or on our costs."""

import logging

logging.disable(logging.WARNING)

import torch
from torchrec.distributed.embeddingbag import EmbeddingBagCollectionSharder
from torchrec.distributed.planner import EmbeddingShardingPlanner, ParameterConstraints, Topology
from torchrec.distributed.planner.enumerators import EmbeddingEnumerator
from torchrec.distributed.planner.partitioners import GreedyPerfPartitioner, MemoryBalancedPartitioner, SortBy
from torchrec.distributed.planner.shard_estimators import EmbeddingPerfEstimator, EmbeddingStorageEstimator
from torchrec.distributed.planner.storage_reservations import FixedPercentageStorageReservation
from torchrec.distributed.planner.types import Perf, PlannerError, ShardEstimator, Storage
from torchrec.modules.embedding_configs import DataType, EmbeddingBagConfig
from torchrec.modules.embedding_modules import EmbeddingBagCollection

from exchange import Stopwatch, read_task, write_answer

PARTITIONERS = {
    "default": GreedyPerfPartitioner,
    "greedy-perf": lambda: GreedyPerfPartitioner(sort_by=SortBy.PERF),
    "memory-balanced": MemoryBalancedPartitioner,
}


class SameCosts(ShardEstimator):
    """Perf is a table's load, storage its bytes, as run.ts counts both: table-wise only, where a shard is the table."""

    def __init__(self, task: dict) -> None:
        self._tables = {table["name"]: table for table in task["tables"]}
        self._on_hbm = device_of(task) == "cuda"

    def estimate(self, sharding_options, sharder_data_map) -> None:
        for option in sharding_options:
            table = self._tables[option.name]
            memory = table["memoryBytes"]
            for shard in option.shards:
                shard.perf = Perf(fwd_compute=table["load"], fwd_comms=0, bwd_compute=0, bwd_comms=0)
                shard.storage = Storage(hbm=memory if self._on_hbm else 0, ddr=0 if self._on_hbm else memory)


def device_of(task: dict) -> str:
    # Planning needs no GPU. The memory-balanced partitioner looks at device memory alone: on CPU it would change nothing.
    return task["options"]["device"]


# Columns; its default of 128 would split no table of the fixtures.
NARROWEST_PART = 32


def planner_of(task: dict) -> EmbeddingShardingPlanner:
    device = device_of(task)
    # Hosts are equal; run.ts sees to that.
    memory = task["hosts"][0]["memoryBytes"]
    caps = {"hbm_cap": memory, "ddr_cap": 0} if device == "cuda" else {"ddr_cap": memory}
    topology = Topology(world_size=len(task["hosts"]), local_world_size=1, compute_device=device, **caps)
    is_free = task["options"]["layouts"] == "any"
    types = None if is_free else ["table_wise"]
    # On a device, the kernels that keep part of a table in host memory are left out: the host's memory is that of the device.
    kernels = ["fused", "dense"] if device == "cuda" else None
    constraints = {
        table["name"]: ParameterConstraints(
            sharding_types=types,
            compute_kernels=kernels,
            min_partition=NARROWEST_PART if is_free else None,
            pooling_factors=table["poolingFactors"],
        )
        for table in task["tables"]
    }
    own = [
        EmbeddingPerfEstimator(topology=topology, constraints=constraints, is_inference=True),
        EmbeddingStorageEstimator(topology=topology, constraints=constraints, is_inference=True),
    ]
    estimators = [SameCosts(task)] if task["options"]["costs"] == "same" else own
    batch = task["batchSize"]
    return EmbeddingShardingPlanner(
        topology=topology,
        batch_size=batch,
        constraints=constraints,
        enumerator=EmbeddingEnumerator(
            topology=topology, batch_size=batch, constraints=constraints, estimator=estimators
        ),
        partitioner=PARTITIONERS[task["options"]["partitioner"]](),
        storage_reservation=FixedPercentageStorageReservation(percentage=0.0),
        stats=[],
        timeout_seconds=int(task["seconds"]),
    )


def module_of(task: dict) -> EmbeddingBagCollection:
    types = {4: DataType.FP32, 2: DataType.FP16}
    return EmbeddingBagCollection(
        device=torch.device("meta"),
        tables=[
            EmbeddingBagConfig(
                name=table["name"],
                num_embeddings=table["rows"],
                embedding_dim=table["dim"],
                data_type=types[table["bytesPerElement"]],
                feature_names=[f"{table['name']}/{f}" for f in range(len(table["poolingFactors"]))],
            )
            for table in task["tables"]
        ],
    )


def slices_of(table: dict, sharding, hosts: list[dict]) -> list[dict]:
    """One slice a shard; a data-parallel table lies whole on every rank."""
    if sharding.sharding_type == "data_parallel":
        return [{"table": table["name"], "host": host["name"]} for host in hosts]
    slices = []
    for shard in sharding.sharding_spec.shards:
        (row, column), (rows, columns) = shard.shard_offsets, shard.shard_sizes
        if rows == 0 or columns == 0:
            continue
        slices.append(
            {
                "table": table["name"],
                "host": hosts[shard.placement.rank()]["name"],
                **({} if rows == table["rows"] else {"rows": [row, row + rows]}),
                **({} if columns == table["dim"] else {"columns": [column, column + columns]}),
            }
        )
    return slices


def main() -> None:
    task = read_task()
    watch = Stopwatch()
    planner = planner_of(task)
    answer: dict = {}
    try:
        plan = planner.plan(module_of(task), [EmbeddingBagCollectionSharder()])
        answer["status"] = "plan"
        shardings = plan.plan[""]
        answer["slices"] = [
            piece for table in task["tables"] for piece in slices_of(table, shardings[table["name"]], task["hosts"])
        ]
    except PlannerError as error:
        answer["status"] = f"PlannerError {error.error_type.name}"
    write_answer({**answer, **watch.read()}, ["torchrec", "torch", "fbgemm_gpu-cpu"])


main()
