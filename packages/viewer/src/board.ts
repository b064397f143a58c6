import { type Channel, createChannel } from "./channel.ts";
import type { ViewerState } from "./state.ts";
import type { StreamOptions, ViewerStream } from "./stream.ts";

/** What the page shows: the streams and the notice, and who wants to hear of changes. */
export interface Board {
  add(options: StreamOptions): ViewerStream;
  get(id: string): Channel | undefined;
  setNotice(text: string | undefined, command: string | undefined): void;
  state(): ViewerState;
  /** Calls `listener` at each change, often; gives back what forgets it. */
  onChange(listener: () => void): () => void;
  /** Ends all streams. */
  close(): void;
}

const idPattern = /^[A-Za-z0-9_-]{1,64}$/;

/** Makes an empty {@link Board}. */
export function createBoard(title: string): Board {
  const channels = new Map<string, Channel>();
  const listeners = new Set<() => void>();
  let notice: string | undefined;
  let command: string | undefined;
  let generations = 0;
  let closed = false;

  function changed(): void {
    for (const listener of listeners) listener();
  }

  return {
    add(options) {
      const { id } = options;
      if (closed) throw new Error("The viewer is closed: create another one to add streams to.");
      if (!idPattern.test(id)) {
        throw new TypeError(`A stream's id is 1 to 64 letters, digits, "_" or "-", and ${JSON.stringify(id)} is not.`);
      }
      channels.get(id)?.end();
      // Far apart, so that a stream's own counting never reaches its replacement's.
      generations += 1_000_000;
      const channel = createChannel(options, generations, changed);
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

    state: () => ({
      title,
      notice: notice ?? null,
      command: command ?? null,
      time: Date.now(),
      streams: [...channels.values()].map((channel) => channel.info()),
    }),

    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    close() {
      closed = true;
      for (const channel of channels.values()) channel.end();
      channels.clear();
      listeners.clear();
    },
  };
}
