"""OR-Tools CP-SAT: the assignment model, with exact integer bytes and loads or with rounded ones."""

from ortools.sat.python import cp_model

from exchange import Stopwatch, read_task, write_answer


MEBIBYTE = 2**20
# Of all loads together.
ROUNDED_LOADS = 10**7


def rounded(task: dict) -> dict:
    """Smaller coefficients, which CP-SAT likes better. Bytes round against the plan, so that what fits here fits."""
    unit = max(1, sum(table["load"] for table in task["tables"]) // ROUNDED_LOADS)
    tables = [
        {**table, "load": table["load"] // unit, "memoryBytes": -(-table["memoryBytes"] // MEBIBYTE)}
        for table in task["tables"]
    ]
    hosts = [{**host, "memoryBytes": host["memoryBytes"] // MEBIBYTE} for host in task["hosts"]]
    return {**task, "tables": tables, "hosts": hosts}


def main() -> None:
    task = read_task()
    watch = Stopwatch()
    is_exact = task["options"]["numbers"] == "exact"
    if not is_exact:
        task = rounded(task)
    hosts, tables = task["hosts"], task["tables"]
    model = cp_model.CpModel()
    on = [[model.new_bool_var("") for _ in hosts] for _ in tables]
    for row in on:
        model.add_exactly_one(row)
    weigh = lambda h, key: sum(table[key] * on[t][h] for t, table in enumerate(tables))
    if task["objective"] == "hostsUsed":
        used = [model.new_bool_var("") for _ in hosts]
        for h, host in enumerate(hosts):
            model.add(weigh(h, "memoryBytes") <= host["memoryBytes"] * used[h])
        # Hosts are equal: those used come first.
        for before, after in zip(used, used[1:]):
            model.add_implication(after, before)
        model.minimize(sum(used))
    else:
        loads = [table["load"] for table in tables]
        peak = model.new_int_var(max(max(loads), -(-sum(loads) // len(hosts))), sum(loads), "peak")
        for h, host in enumerate(hosts):
            model.add(weigh(h, "memoryBytes") <= host["memoryBytes"])
            model.add(weigh(h, "load") <= peak)
        model.minimize(peak)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = task["workers"]
    solver.parameters.max_time_in_seconds = task["seconds"]
    solver.parameters.random_seed = task["seed"]
    status = solver.solve(model)
    answer: dict = {"status": solver.status_name(status), **watch.read()}
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        answer["slices"] = [
            {"table": table["name"], "host": host["name"]}
            for t, table in enumerate(tables)
            for h, host in enumerate(hosts)
            if solver.boolean_value(on[t][h])
        ]
    # A bound of the rounded model says nothing of the exact one.
    if is_exact and status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.UNKNOWN):
        answer["bound"] = solver.best_objective_bound
    write_answer(answer, ["ortools"])


main()
