/** Whether the peer wants our frames. */
import { onAbort } from "@framewire/media";

/** What the peer has said last. Before that, it wants frames. */
export class RemoteDemand {
  #wanted = true;
  #waiting: (() => void)[] = [];
  readonly #onEnd = new Set<() => void>();

  get wanted(): boolean {
    return this.#wanted;
  }

  set(wanted: boolean): void {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    const listeners = wanted ? this.#waiting : [...this.#onEnd];
    if (wanted) this.#waiting = [];
    for (const listener of listeners) listener();
  }

  /** Resolves once the peer wants frames, or when the signal aborts. */
  begins(signal: AbortSignal): Promise<void> {
    if (this.#wanted) return Promise.resolve();
    return new Promise((resolve) => {
      const forget = onAbort(signal, resolve);
      this.#waiting.push(() => {
        forget();
        resolve();
      });
    });
  }

  /** Calls `listener` each time that the demand ends. Returns a function that removes the listener. */
  onEnd(listener: () => void): () => void {
    this.#onEnd.add(listener);
    return () => void this.#onEnd.delete(listener);
  }
}
