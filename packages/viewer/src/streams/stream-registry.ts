import type { Codec } from "@framewire/codec";
import type { Logger } from "@framewire/media";
import { createPublishedStream, type PublishedStream } from "./published-stream.ts";
import type { ViewerState } from "./state.ts";
import type { StreamOptions, ViewerStream } from "./stream.ts";

/** What a {@link StreamRegistry} is made of. */
export interface BoardOptions {
  readonly title: string;
  /** What pages can do besides looking. */
  readonly canHangUp: boolean;
  readonly cameraOffered: boolean;
  /** Convert pictures for readers that do not take them as they are. */
  readonly codecs: readonly Codec[];
  readonly log: Logger;
}

/** What the page shows: the streams, the notice and the shared camera, and who wants to hear of changes. */
export interface StreamRegistry {
  add(options: StreamOptions): ViewerStream;
  get(id: string): PublishedStream | undefined;
  setNotice(text: string | undefined, command: string | undefined): void;
  /** Says which page shares its camera; undefined when none does. */
  setCamera(camera: { readonly id: string; readonly name: string } | undefined): void;
  state(): ViewerState;
  /** Calls `listener` at each change, often; gives back what forgets it. */
  onChange(listener: () => void): () => void;
  /** Ends all streams. The state stays as it was, and says why it is over. */
  close(message: string): void;
}

const idPattern = /^[A-Za-z0-9_-]{1,64}$/;

/** Makes an empty {@link StreamRegistry}. */
export function createStreamRegistry({ title, canHangUp, cameraOffered, codecs, log }: BoardOptions): StreamRegistry {
  const channels = new Map<string, PublishedStream>();
  const listeners = new Set<() => void>();
  let notice: string | undefined;
  let command: string | undefined;
  let camera: { readonly id: string; readonly name: string } | undefined;
  let generations = 0;
  let ended: string | undefined;

  function changed(): void {
    for (const listener of listeners) listener();
  }

  return {
    add(options) {
      const { id } = options;
      if (ended !== undefined) throw new Error("The viewer is closed: create another one to add streams to.");
      if (!idPattern.test(id)) {
        throw new TypeError(`A stream's id is 1 to 64 letters, digits, "_" or "-", and ${JSON.stringify(id)} is not.`);
      }
      const before = channels.get(id);
      before?.end();
      // Far apart, so that a stream's own counting never reaches its replacement's.
      generations += 1_000_000;
      const channel = createPublishedStream(options, {
        firstGeneration: generations,
        droppedBefore: before?.info().readers.dropped ?? 0,
        changed,
        codecs,
        log,
      });
      channels.set(id, channel);
      changed();
      return {
        id,
        update: channel.update,
        remove() {
          channel.end();
          if (channels.get(id) !== channel) return;
          channels.delete(id);
          changed();
        },
      };
    },

    get: (id) => channels.get(id),

    setNotice(text, run) {
      notice = text;
      command = text === undefined ? undefined : run;
      changed();
    },

    setCamera(shared) {
      camera = shared;
      changed();
    },

    state: () => ({
      title,
      notice: notice ?? null,
      command: command ?? null,
      time: Date.now(),
      ended: ended ?? null,
      canHangUp,
      camera: { offered: cameraOffered, sharedBy: camera?.id ?? null, name: camera?.name ?? null },
      streams: [...channels.values()].map((channel) => channel.info()),
    }),

    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    close(message) {
      ended = message;
      for (const channel of channels.values()) channel.end();
      changed();
    },
  };
}
