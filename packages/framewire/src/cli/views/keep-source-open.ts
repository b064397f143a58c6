/** Keeps a source open while nothing displays it. */
import { type EncodedFrame, type Source, share } from "@framewire/media";

/** Returns the source, shared. Reads it until it ends, so that it stays open without other readers. */
export function keepSourceOpen(source: Source<EncodedFrame>): Source<EncodedFrame> {
  const shared = share(source);
  void (async () => {
    for await (const _ of shared());
  })().catch(() => {});
  return shared;
}
