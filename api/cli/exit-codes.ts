/** What the command line ends with; --help lists them. */
export const EXIT = { good: 0, refuted: 1, badInput: 2, noPlan: 3, internal: 70, cancelled: 130 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_CODES_HELP = `
Exit codes:
  0    good: plans were found, and what was executed agrees with the unsharded model
  1    refuted: measured outputs disagree, or the evaluated placement has violations
  2    bad input: nothing was run; every fault is listed
  3    no plan: the problem is infeasible, or none was found
  70   internal error: a bug of Shardwright
  130  cancelled by a signal; what was found before is printed`;
