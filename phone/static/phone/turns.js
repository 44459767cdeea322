// One drain at a time, over all tabs of this phone: two at once could put an older line after a newer one.

const NAME = "twitch-diary-drain";
const LEASE_MS = 30_000; // longer than one request may take

/**
 * @param {Pick<Diary.Store, "lease">} store
 * @param {LockManager | undefined} locks navigator.locks, where there is one
 * @param {string} holder a name for this tab
 * @param {() => number} clock
 */
export function makeTurns(store, locks, holder, clock) {
  /**
   * @param {(renew: () => Promise<unknown>) => Promise<void>} work
   * @returns {Promise<boolean>} false where another tab is at work, and this one should come back later
   */
  return async function inTurn(work) {
    if (locks) {
      await locks.request(NAME, () => work(async () => undefined));
      return true;
    }
    const renew = () => store.lease(holder, clock(), clock() + LEASE_MS);
    if (!(await renew())) return false;
    try {
      await work(renew);
    } finally {
      await store.lease(holder, clock(), 0);
    }
    return true;
  };
}
