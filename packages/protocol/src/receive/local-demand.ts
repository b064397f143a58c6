import { onAbort } from "@framewire/media";

/** Tells the peer whether anybody looks at its pictures. */
export interface LocalDemand {
  /** Somebody wants the next picture. */
  look(): void;
  /** Nobody looks any more. */
  away(): void;
}

/** So long after the start, in milliseconds, nobody is taken to look if nobody has. */
const patienceMs = 100;

/** Starts with what the peer takes for granted: that somebody looks. `tell` is called when that changes. */
export function createLocalDemand(tell: (watching: boolean) => void, signal: AbortSignal): LocalDemand {
  let told = true;
  let reading = false;

  function set(watching: boolean): void {
    reading = watching;
    if (watching === told || signal.aborted) return;
    told = watching;
    tell(watching);
  }

  const timer = setTimeout(() => set(reading), patienceMs);
  onAbort(signal, () => clearTimeout(timer));
  return { look: () => set(true), away: () => set(false) };
}
