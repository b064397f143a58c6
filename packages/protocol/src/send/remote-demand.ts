import { onAbort } from "@framewire/media";
import type { Mutable } from "../mutable.ts";

/** Whether the peer looks at our pictures, as it says. */
export interface RemoteDemand {
  readonly wanted: boolean;
  set(wanted: boolean): void;
  /** Resolves when it looks, or the signal aborts. */
  begins(signal: AbortSignal): Promise<void>;
  /** Calls `listener` each time that it looks no more. Gives back what forgets it. */
  onEnd(listener: () => void): () => void;
}

/** Makes a {@link RemoteDemand} of a peer that has not said anything: it looks. */
export function createRemoteDemand(): RemoteDemand {
  let begun: (() => void)[] = [];
  const ended = new Set<() => void>();
  const demand: Mutable<RemoteDemand> = {
    wanted: true,
    set(value) {
      if (value === demand.wanted) return;
      demand.wanted = value;
      const listeners = value ? begun : [...ended];
      if (value) begun = [];
      for (const listener of listeners) listener();
    },
    begins: (signal) =>
      new Promise((resolve) => {
        if (demand.wanted) return resolve();
        const forget = onAbort(signal, resolve);
        begun.push(() => {
          forget();
          resolve();
        });
      }),
    onEnd(listener) {
      ended.add(listener);
      return () => void ended.delete(listener);
    },
  };
  return demand;
}
