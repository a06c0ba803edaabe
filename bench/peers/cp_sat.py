"""OR-Tools CP-SAT: the assignment model with exact integer bytes and loads."""

from ortools.sat.python import cp_model

from exchange import Stopwatch, read_task, write_answer


def main() -> None:
    task = read_task()
    watch = Stopwatch()
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
    answer: dict = {"status": solver.status_name(status), "seconds": watch.seconds()}
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        answer["slices"] = [
            {"table": table["name"], "host": host["name"]}
            for t, table in enumerate(tables)
            for h, host in enumerate(hosts)
            if solver.boolean_value(on[t][h])
        ]
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.UNKNOWN):
        answer["bound"] = solver.best_objective_bound
    write_answer(answer, ["ortools"])


main()
