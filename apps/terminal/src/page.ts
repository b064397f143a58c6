import type { Encodings } from "@framewire/codec";
import type { EncodedFrame, Logger, Shared } from "@framewire/media";
import type { CloseInfo, Connection } from "@framewire/protocol";
import { createViewer, type Viewer, type ViewerStream } from "@framewire/viewer";
import type { StatsEvent } from "./events.ts";
import type { CommonOptions } from "./options.ts";

/** Where people look: every peer's pictures, and our own. */
export interface Page extends AsyncDisposable {
  /** Its address; undefined with `--view none`. */
  readonly url: string | undefined;
  /** Shows a peer's frames from now on. */
  show(connection: Connection, frames: Shared<EncodedFrame>): Tile;
  /** Says, while nobody is there, why that is and what to do. */
  setNotice(text: string, command?: string): void;
}

/** A peer on the page. */
interface Tile {
  update(stats: StatsEvent): void;
  /** Says how it ended; the picture goes after a while, unless the peer comes back. */
  end(info: CloseInfo): void;
}

/** How long a peer that is gone stays on the page, in milliseconds. */
const lingerMs = 30_000;
const shownCodecs = ["jpeg", "webp"];

/** Opens the page that the options ask for, with our own pictures on it. */
export async function openPage(
  options: CommonOptions & { readonly viewPortGiven: boolean },
  { pictures, log }: { readonly pictures: Encodings; readonly log: Logger },
): Promise<Page> {
  if (options.view === "none") return noPage;
  const viewer = await startViewer(options, log);
  viewer.add({ id: "local", name: `${options.name} (this side)`, role: "local", frames: pictures.for(shownCodecs) });
  const present = new Set<Connection>();
  let notice: { readonly text: string; readonly command: string | undefined } | undefined;
  function showNotice(): void {
    const due = present.size === 0 ? notice : undefined;
    viewer.setNotice(due?.text, { command: due?.command });
  }

  return {
    url: viewer.url,
    setNotice(text, command) {
      notice = { text, command };
      showNotice();
    },
    show(connection, frames) {
      const tile = showTile(viewer, connection, frames);
      present.add(connection);
      showNotice();
      return {
        update: tile.update,
        end(info) {
          tile.end(info);
          present.delete(connection);
          showNotice();
        },
      };
    },
    [Symbol.asyncDispose]: () => viewer.close(),
  };
}

const noPage: Page = {
  url: undefined,
  setNotice() {},
  show: () => ({ update() {}, end() {} }),
  async [Symbol.asyncDispose]() {},
};

/** On the port that was asked for; where nobody asked and the usual one is taken, on a free one. */
async function startViewer(
  { viewHost: host, viewPort: port, viewPortGiven, name }: Parameters<typeof openPage>[0],
  log: Logger,
): Promise<Viewer> {
  try {
    return await createViewer({ host, port, title: name, log });
  } catch (error) {
    const { code } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException;
    if (viewPortGiven || code !== "EADDRINUSE") throw error;
    return createViewer({ host, port: 0, title: name, log });
  }
}

function showTile(viewer: Viewer, connection: Connection, frames: Shared<EncodedFrame>): Tile {
  const { instanceId: id, name } = connection.remote;
  const onShown = (frame: EncodedFrame): void => connection.mark(frame, "shown");
  const stream: ViewerStream = viewer.add({ id, name, role: "remote", frames, onShown });
  return {
    update({ received, rttMs, ageMs }) {
      const { fps, bitrate, dropped } = received;
      stream.update({
        stats: { fps, rateBitsPerSecond: bitrate, dropped, rttMs: rttMs ?? undefined, ageMs: ageMs ?? undefined },
      });
    },
    end({ by, message }) {
      stream.update({ state: by === "lost" ? "lost" : "left", message });
      setTimeout(() => stream.remove(), lingerMs).unref();
    },
  };
}
