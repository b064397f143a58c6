/** Keeps the screen on. */

/**
 * Returns a function that keeps the screen on or lets it turn off. Browsers support that on https and localhost. They
 * release the lock when the page is hidden, so it is requested again when the page is visible.
 */
export function createKeepAwake(): (awake: boolean) => void {
  let lock: Promise<WakeLockSentinel | undefined> | undefined;
  return (awake) => {
    if (!("wakeLock" in navigator) || awake === (lock !== undefined)) return;
    if (awake) lock = navigator.wakeLock.request("screen").catch(() => undefined);
    else {
      void lock?.then((sentinel) => sentinel?.release());
      lock = undefined;
    }
  };
}
