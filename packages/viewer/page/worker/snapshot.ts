import type { EncodedFrame } from "@framewire/media";

/** Keeps the newest picture as it came, for whoever wants to save it. */
export interface Snapshot {
  keep(frame: EncodedFrame): void;
  /** Bytes of its own, which may be given away. */
  copy(): { readonly data: Uint8Array<ArrayBuffer>; readonly codec: string } | undefined;
  readonly codec: string | undefined;
}

/** Makes a {@link Snapshot} that has nothing yet. */
export function createSnapshot(): Snapshot {
  let newest: Pick<EncodedFrame, "data" | "codec"> | undefined;
  return {
    keep(frame) {
      newest = frame;
    },
    copy: () => newest && { data: new Uint8Array(newest.data), codec: newest.codec },
    get codec() {
      return newest?.codec;
    },
  };
}
