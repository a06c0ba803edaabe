import type { JobStore } from './job-store.ts';

/** A store that is still being opened: what is asked of it waits. Opening a database for the first time takes seconds. */
export const deferredStore = (opening: Promise<JobStore>): JobStore => ({
  create: async (study, options) => (await opening).create(study, options),
  get: async (id, owner) => (await opening).get(id, owner),
  study: async (id, owner) => (await opening).study(id, owner),
  list: async (filter) => (await opening).list(filter),
  cancel: async (id, owner) => (await opening).cancel(id, owner),
  countOpen: async () => (await opening).countOpen(),
  watch: (id, onChange) => {
    let stop: (() => void) | undefined;
    let isStopped = false;
    const start = async (): Promise<void> => {
      const store = await opening;
      if (!isStopped) stop = store.watch(id, onChange);
    };
    void start();
    return () => {
      isStopped = true;
      stop?.();
    };
  },
});
