/** The newest frame of a stream as it was received. */

import type { EncodedFrame } from "@framewire/media";

/** Keeps the newest frame for a snapshot. */
export interface Snapshot {
  keep(frame: EncodedFrame): void;
  /** A copy of the frame's data, which can be transferred. */
  copy(): { readonly data: Uint8Array<ArrayBuffer>; readonly codec: string } | undefined;
  readonly codec: string | undefined;
}

/** Creates an empty {@link Snapshot}. */
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
