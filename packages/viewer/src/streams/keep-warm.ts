import { onAbort, type SharedSource } from "@framewire/media";

/**
 * Keeps a shared source open for a moment after it was called last: who asks for one picture soon asks for
 * another, and a camera takes its time to start. `signal` ends it.
 */
export function createKeepWarm<T>(source: SharedSource<T>, milliseconds: number, signal: AbortSignal): () => void {
  let staying: AbortController | undefined;
  let timer: NodeJS.Timeout | undefined;

  function leave(): void {
    clearTimeout(timer);
    staying?.abort();
    staying = undefined;
  }

  async function stay(own: AbortController): Promise<void> {
    try {
      for await (const _ of source({ signal: own.signal }));
    } catch {
      // Who reads the source in earnest says what is wrong with it.
    }
    if (own === staying) leave();
  }

  onAbort(signal, leave);
  return () => {
    if (signal.aborted) return;
    clearTimeout(timer);
    timer = setTimeout(leave, milliseconds);
    if (staying) return;
    staying = new AbortController();
    void stay(staying);
  };
}
