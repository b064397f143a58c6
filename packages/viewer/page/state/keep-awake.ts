/**
 * Keeps the screen on while live pictures are seen, where the browser can: on https and localhost. It lets go by
 * itself when the page is hidden, and is asked again when it is seen.
 */
export function createKeepAwake(): (awake: boolean) => void {
  let lock: Promise<WakeLockSentinel | undefined> | undefined;
  return (awake) => {
    if (!("wakeLock" in navigator) || awake === (lock !== undefined)) return;
    if (awake) lock = navigator.wakeLock.request("screen").catch(() => undefined);
    else {
      void lock?.then((held) => held?.release());
      lock = undefined;
    }
  };
}
