"""Meta's Rebalancer: local search of moves and swaps, or its MIP by HiGHS, from a start that balances bytes."""

from rebalancer import ProblemSolver

from exchange import Stopwatch, largest_first_to_emptiest, read_task, write_answer

# The wheel's binding takes the numbers of the Thrift enums, not their names.
FORMULAS = {"squares": 2, "max": 3}
HIGHS = 2
END_REASONS = [
    "OPTIMAL",
    "HIT_TIME_LIMIT",
    "HIT_MOVE_LIMIT",
    "HIT_STOP_CONSTRAINT",
    "HIT_PLATEAU_TIME",
    "NO_SOLUTION_FOUND",
    "HIT_STAGE_MOVE_LIMIT",
    "HIT_EXCEPTION",
    "UNABLE_TO_FIND_MORE_MOVES",
    "HIT_MIN_CYCLE_OBJECTIVE_IMPROVEMENT",
]


def solver_spec(task: dict) -> dict:
    seconds = int(task["seconds"])
    if task["options"]["solver"] == "highs":
        return {"optimalSolverSpec": {"solverPackage": HIGHS, "solveTime": seconds, "suppressLogs": True}}
    moves = [{"singleMoveTypeSpec": {}}, {"swapMoveTypeSpec": {}}]
    return {"localSearchSolverSpec": {"solveTime": seconds, "randomSeed": task["seed"], "moveTypeList": moves}}


def goal_spec(task: dict) -> dict:
    if task["objective"] == "hostsUsed":
        return {"minimizeContainersSpec": {"name": "hosts", "scope": "host", "dimension": "memory"}}
    formula = FORMULAS[task["options"]["formula"]]
    return {"balanceSpec": {"name": "load", "scope": "host", "dimension": "load", "formula": formula}}


def main() -> None:
    task = read_task()
    watch = Stopwatch()
    tables = task["tables"]
    mean_load = sum(table["load"] for table in tables) / len(task["hosts"])
    solver = ProblemSolver(service_name="bench", service_scope="peers")
    solver.disable_solution_summary()
    solver.set_object_name("table").set_container_name("host")
    solver.set_assignment(largest_first_to_emptiest(task))
    # Its values are doubles: bytes stay exact below 2^53.
    solver.add_object_dimension("memory", {table["name"]: float(table["memoryBytes"]) for table in tables})
    solver.add_container_dimension("memory", {host["name"]: float(host["memoryBytes"]) for host in task["hosts"]})
    solver.add_object_dimension("load", {table["name"]: float(table["load"]) for table in tables})
    solver.add_container_dimension("load", {}, default_value=float(mean_load))
    solver.add_constraint({"capacitySpec": {"name": "memory", "scope": "host", "dimension": "memory"}})
    solver.add_goal(goal_spec(task))
    solver.add_solver(solver_spec(task))
    solution = solver.solve()
    reasons = [summary.get("endReason") for summary in solution.get("solverSummaries", [])]
    named = [END_REASONS[reason] if isinstance(reason, int) and reason < len(END_REASONS) else str(reason) for reason in reasons]
    answer = {
        "status": ", ".join(named) or "no end reason",
        **watch.read(),
        "slices": [{"table": table, "host": host} for table, host in solution["assignment"].items()],
    }
    write_answer(answer, ["rebalancer"])


main()
