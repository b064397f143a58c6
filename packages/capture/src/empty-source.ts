import { onAbort, type VideoSource } from "@framewire/media";

/** Gives no picture, until it is closed: for those who only watch. */
export function none(): VideoSource {
  const source: VideoSource = async function* ({ signal } = {}) {
    let forget = (): void => {};
    // Without a signal nobody can close it, and nothing is held.
    await new Promise<void>((resolve) => {
      if (signal) forget = onAbort(signal, resolve);
    });
    forget();
  };
  return Object.assign(source, { describe: () => ({ device: "nothing" }) });
}
