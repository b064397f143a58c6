import { onAbort } from "@framewire/media";

/** Whether anybody looks at the pictures, which begins and ends as the page says. */
export interface Look {
  set(looks: boolean): void;
  /** Waits until somebody looks, or the signal aborts. */
  begins(signal: AbortSignal): Promise<void>;
  /** Aborts when nobody looks any more, or when `signal` does. */
  until(signal: AbortSignal): AbortSignal;
}

/** Nobody looks at first. */
export function createLook(): Look {
  let looking: AbortController | undefined;
  const waiting = new Set<() => void>();
  return {
    set(looks) {
      if (looks === (looking !== undefined)) return;
      if (!looks) {
        looking?.abort();
        looking = undefined;
        return;
      }
      looking = new AbortController();
      for (const wake of waiting) wake();
    },
    async begins(signal) {
      if (looking || signal.aborted) return;
      let forget = (): void => {};
      let wake = (): void => {};
      await new Promise<void>((resolve) => {
        wake = resolve;
        waiting.add(wake);
        forget = onAbort(signal, resolve);
      });
      waiting.delete(wake);
      forget();
    },
    until(signal) {
      const ended = new AbortController();
      const end = (): void => ended.abort();
      const own = looking?.signal ?? AbortSignal.abort();
      const forget = [onAbort(own, end), onAbort(signal, end)];
      onAbort(ended.signal, () => {
        for (const each of forget) each();
      });
      return ended.signal;
    },
  };
}
