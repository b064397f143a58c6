import { type EncodedFrame, now, type Source, sleep } from "@framewire/media";

/** A camera of JPEGs that says how it is used, and can be made to fail. */
export interface Camera {
  readonly source: Source<EncodedFrame>;
  /** Times that it was opened. */
  readonly opened: number;
  /** It is open now. */
  readonly open: boolean;
  /** It fails for good, now or when it is opened. */
  fail(error: Error): void;
}

/** What stands for JPEGs, a hundred times a second: nobody decodes them. */
export function createCamera(): Camera {
  const state = { opened: 0, open: false };
  let failure: Error | undefined;
  return {
    get opened() {
      return state.opened;
    },
    get open() {
      return state.open;
    },
    fail(error) {
      failure = error;
    },
    async *source({ signal } = {}) {
      if (state.open) throw new Error("The camera is open already.");
      state.opened++;
      state.open = true;
      try {
        for (let sequence = 0; !signal?.aborted; sequence++) {
          if (failure) throw failure;
          const data = new Uint8Array(1000);
          yield { sequence, timestamp: now(), codec: "jpeg", type: "key", width: 64, height: 48, data };
          await sleep(10, signal).catch(() => {});
        }
      } finally {
        state.open = false;
      }
    },
  };
}
