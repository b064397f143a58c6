/** The viewer's streams and the rest of its state. */

import type { Codec } from "@framewire/codec";
import type { Logger } from "@framewire/media";
import type { Invitation } from "./invitation.ts";
import { createPublishedStream, type PublishedStream } from "./published-stream.ts";
import type { ViewerState } from "./state.ts";
import type { ViewerStream, ViewerStreamOptions } from "./stream.ts";

/** The streams, the notice and the shared camera, with a listener for changes. */
export interface StreamRegistry {
  add(options: ViewerStreamOptions): ViewerStream;
  get(id: string): PublishedStream | undefined;
  /** The live stream of this name; the newest if there are several. */
  newestLive(name: string): PublishedStream | undefined;
  setNotice(
    text: string | undefined,
    more: { readonly detail?: string | undefined; readonly command?: string | undefined },
  ): void;
  /** How others join; undefined when the page does not say. */
  invitation: Invitation | undefined;
  /** Sets which page shares its camera; undefined when none does. */
  setCamera(camera: { readonly id: string; readonly name: string } | undefined): void;
  state(): ViewerState;
  /** Calls `listener` at each change, which may be often. Returns a function that removes it. */
  onChange(listener: () => void): () => void;
  /** Ends all streams. The state stays, and has the message as the reason. */
  close(message: string): void;
}

/** Options of {@link createStreamRegistry}. */
export interface StreamRegistryOptions {
  readonly title: string;
  /** Optional features of the page. */
  readonly canHangUp: boolean;
  readonly cameraOffered: boolean;
  /** They convert frames for readers that do not accept them as they are. */
  readonly codecs: readonly Codec[];
  readonly log: Logger;
}

const idPattern = /^[A-Za-z0-9_-]{1,64}$/;

/** Creates an empty {@link StreamRegistry}. */
export function createStreamRegistry(options: StreamRegistryOptions): StreamRegistry {
  const { title, canHangUp, cameraOffered, codecs, log } = options;
  const streams = new Map<string, PublishedStream>();
  const listeners = new Set<() => void>();
  let notice: string | undefined;
  let detail: string | undefined;
  let command: string | undefined;
  let invitation: Invitation | undefined;
  let camera: { readonly id: string; readonly name: string } | undefined;
  let generations = 0;
  let ended: string | undefined;

  function changed(): void {
    for (const listener of listeners) listener();
  }

  return {
    add(streamOptions) {
      const { id } = streamOptions;
      if (ended !== undefined) throw new Error("The viewer is closed: create another one to add streams to.");
      if (!idPattern.test(id)) {
        throw new TypeError(`A stream's id is 1 to 64 letters, digits, "_" or "-", and ${JSON.stringify(id)} is not.`);
      }
      const replaced = streams.get(id);
      replaced?.end();
      // Far apart, so that the generations of a stream never reach those of its replacement.
      generations += 1_000_000;
      const stream = createPublishedStream(streamOptions, {
        firstGeneration: generations,
        droppedBefore: replaced?.info().readers.dropped ?? 0,
        changed,
        codecs,
        log,
      });
      streams.set(id, stream);
      changed();
      return {
        id,
        update: stream.update,
        remove() {
          stream.end();
          if (streams.get(id) !== stream) return;
          streams.delete(id);
          changed();
        },
      };
    },

    get: (id) => streams.get(id),

    newestLive(name) {
      const live = [...streams.values()].filter((stream) => stream.name === name && stream.info().state === "live");
      return live.sort((a, b) => b.info().generation - a.info().generation)[0];
    },

    setNotice(text, more) {
      notice = text;
      detail = text === undefined ? undefined : more.detail;
      command = text === undefined ? undefined : more.command;
      changed();
    },

    get invitation() {
      return invitation;
    },
    set invitation(next) {
      invitation = next;
      changed();
    },

    setCamera(shared) {
      camera = shared;
      changed();
    },

    state: () => ({
      title,
      notice: notice ?? null,
      detail: detail ?? null,
      command: command ?? null,
      time: Date.now(),
      ended: ended ?? null,
      invites: invitation !== undefined,
      canHangUp,
      camera: { offered: cameraOffered, sharedBy: camera?.id ?? null, name: camera?.name ?? null },
      streams: [...streams.values()].map((stream) => stream.info()),
    }),

    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    close(message) {
      ended = message;
      for (const stream of streams.values()) stream.end();
      changed();
    },
  };
}
