/** A source without frames, for peers that only receive. */
import { onAbort, type VideoSource } from "@framewire/media";

/** Yields no frame and ends when its signal aborts. */
export function emptySource(): VideoSource {
  const source: VideoSource = async function* ({ signal } = {}) {
    let removeListener = (): void => {};
    // Without a signal the loop never ends, but uses no resource.
    await new Promise<void>((resolve) => {
      if (signal) removeListener = onAbort(signal, resolve);
    });
    removeListener();
  };
  return Object.assign(source, { describe: () => ({ device: "nothing", empty: true }) });
}
