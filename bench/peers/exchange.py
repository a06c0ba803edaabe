"""Reads the task that run.ts wrote and writes the answer that it reads: JSON files named on the command line."""

import json
import sys
import time
from importlib.metadata import version


def read_task() -> dict:
    with open(sys.argv[1], encoding="utf-8") as file:
        return json.load(file)


def write_answer(answer: dict, packages: list[str]) -> None:
    answer["versions"] = {"python": sys.version.split()[0], **{name: version(name) for name in packages}}
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        json.dump(answer, file)


class Stopwatch:
    """Wall and CPU seconds since it was made, of all threads: model building counts, imports do not."""

    def __init__(self) -> None:
        self._start = (time.perf_counter(), time.process_time())

    def read(self) -> dict[str, float]:
        wall, cpu = self._start
        return {"seconds": time.perf_counter() - wall, "cpuSeconds": time.process_time() - cpu}


def largest_first_to_emptiest(task: dict) -> dict[str, list[str]]:
    """A start that balances bytes: legal unless memory is very tight."""
    hosts = [host["name"] for host in task["hosts"]]
    free = {host["name"]: host["memoryBytes"] for host in task["hosts"]}
    assigned: dict[str, list[str]] = {host: [] for host in hosts}
    for table in sorted(task["tables"], key=lambda table: -table["memoryBytes"]):
        host = max(hosts, key=lambda name: free[name])
        assigned[host].append(table["name"])
        free[host] -= table["memoryBytes"]
    return assigned
