/** Signals to the peer whether this side wants frames. */

import { onAbort } from "@framewire/media";

/** Whether this side has a reader for the peer's frames. */
export interface LocalDemand {
  /** Sets whether a reader wants frames, and sends a change to the peer. */
  set(wanted: boolean): void;
}

/**
 * Starts in the state that the peer assumes: frames are wanted. `send` sends each change to the peer. Without a reader
 * within {@link gracePeriodMs} it sends that no frames are wanted.
 */
export function createLocalDemand(send: (wanted: boolean) => void, signal: AbortSignal): LocalDemand {
  let current = false;
  let announced = true;

  function set(wanted: boolean): void {
    current = wanted;
    if (wanted === announced || signal.aborted) return;
    announced = wanted;
    send(wanted);
  }

  const timer = setTimeout(() => set(current), gracePeriodMs);
  onAbort(signal, () => clearTimeout(timer));
  return { set };
}

/** Time in milliseconds for the first reader to start, before demand is withdrawn. */
const gracePeriodMs = 100;
