/**
 * Fails the promises that wait on something that may end without an answer. Not Promise.race with a promise of that end:
 * such a race would hold every answer until the end comes.
 */
export interface Guard {
  /** The promise, or a rejection when `fail` is called before it settles (or was called before). */
  watch<T>(promise: Promise<T>): Promise<T>;
  fail(reason: Error): void;
  readonly failed: boolean;
  /** For one who waits by other means than a promise. */
  throwIfFailed(): void;
}

export function createGuard(): Guard {
  const waiting = new Set<(reason: Error) => void>();
  let failure: Error | undefined;
  return {
    watch<T>(promise: Promise<T>) {
      return new Promise<T>((resolve, reject) => {
        if (failure !== undefined) {
          promise.catch(() => {});
          reject(failure);
          return;
        }
        waiting.add(reject);
        promise.then(resolve, reject).finally(() => waiting.delete(reject));
      });
    },
    fail(reason) {
      failure ??= reason;
      for (const reject of waiting) reject(failure);
      waiting.clear();
    },
    get failed() {
      return failure !== undefined;
    },
    throwIfFailed() {
      if (failure !== undefined) throw failure;
    },
  };
}
