import type { Simulcast } from "@framewire/codec";
import type { EncodedFrame, Source } from "@framewire/media";
import { type CloseInfo, type Connection, isRefusal } from "@framewire/protocol";
import { createViewer, type SharedCamera, type Viewer, type ViewerOptions, type ViewerStream } from "@framewire/viewer";
import { prepareEntrance } from "../credentials/page-access.ts";
import type { CommonOptions } from "../options/common-options.ts";
import type { StatsEvent } from "../output/events.ts";
import type { Reporter } from "../output/reporter.ts";
import { createGone } from "./departed-peers.ts";

/** Where people look: every peer's pictures, and our own. */
export interface Page extends AsyncDisposable {
  /** Shows a peer's frames from now on. */
  show(connection: Connection, pictures: PeerPictures): Tile;
  /** Says, while nobody is there, why that is and what to do. */
  setNotice(text: string, command?: string): void;
  /** What the page says when it closes. Default: how the latest peer's connection ended. */
  setFarewell(text: string): void;
}

/** A peer's pictures, with times on this machine's clock. */
export interface PeerPictures {
  readonly frames: Source<EncodedFrame>;
  /** Reads the frames even while nobody watches. */
  readonly keepOpen: boolean;
  /** A frame is shown to somebody. */
  shown(frame: EncodedFrame): void;
}

/** A peer on the page. */
interface Tile {
  update(stats: StatsEvent): void;
  /** Says how it ended; the picture goes after a while, unless the peer comes back. */
  end(info: CloseInfo): void;
}

/** What the page works with. */
export interface PageContext {
  readonly pictures: Simulcast;
  readonly reporter: Reporter;
  /** Somebody hangs up on the page. */
  readonly onHangUp: () => void;
  /** Somebody shares a camera on the page. */
  readonly onCamera: (camera: SharedCamera) => void;
}

/** How long a peer that is gone stays to be seen, in milliseconds: one that was lost may come back to its place. */
const lingerMs = { gone: 30_000, lost: 120_000 };

/** How long who ended so stays to be seen, in milliseconds. */
export function lingerOf({ by }: CloseInfo): number {
  return by === "lost" ? lingerMs.lost : lingerMs.gone;
}

/** What both a browser and OpenCV show. */
export const shownCodecs: readonly string[] = ["jpeg", "webp"];

/** What a page in the browser takes of the options. */
export interface WebPageOptions extends Pick<CommonOptions, "name" | "viewHost" | "viewPort"> {
  /** The port was asked for, and is no default. */
  readonly viewPortGiven: boolean;
}

/** Opens the page for browsers, with our own pictures on it, and says where it is. */
export async function openWebPage(
  options: WebPageOptions,
  { pictures, reporter, onHangUp, onCamera }: PageContext,
): Promise<Page> {
  const { log } = reporter;
  const entrance = await prepareEntrance(options.viewHost, log);
  const viewer = await startViewer(options, { ...entrance.options, log, onHangUp, onCamera });
  const link = entrance.linkOf(viewer.url);
  reporter.emit({ event: "viewer", url: link });
  if (entrance.certificate) reporter.showLink(link, entrance.certificate.fingerprint);

  viewer.add({
    id: "local",
    name: `${options.name} (this side)`,
    role: "local",
    frames: pictures.subscribe(shownCodecs),
  });
  const present = new Set<Connection>();
  const gone = createGone();
  let notice: { readonly text: string; readonly command: string | undefined } | undefined;
  let farewell: string | undefined;
  function showNotice(): void {
    const due = present.size === 0 ? notice : undefined;
    viewer.setNotice(due?.text, { command: due?.command });
  }

  return {
    setNotice(text, command) {
      notice = { text, command };
      showNotice();
    },
    setFarewell(text) {
      farewell = text;
    },
    show(connection, peer) {
      gone.letGo(connection);
      const tile = showTile(viewer, connection, peer);
      present.add(connection);
      showNotice();
      return {
        update: tile.update,
        end(info) {
          tile.end(info);
          gone.keep(connection, { forMs: lingerOf(info), remove: tile.remove });
          farewell = info.message;
          present.delete(connection);
          showNotice();
        },
      };
    },
    [Symbol.asyncDispose]: () => viewer.close({ message: farewell }),
  };
}

/** On the port that was asked for; where nobody asked and the usual one is taken, on a free one. */
async function startViewer(
  { viewHost: host, viewPort: port, viewPortGiven, name: title }: WebPageOptions,
  options: ViewerOptions,
): Promise<Viewer> {
  try {
    return await createViewer({ ...options, host, port, title });
  } catch (error) {
    const { code } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException;
    if (viewPortGiven || code !== "EADDRINUSE") throw error;
    return createViewer({ ...options, host, port: 0, title });
  }
}

function showTile(
  viewer: Viewer,
  connection: Connection,
  { frames, keepOpen, shown: onShown }: PeerPictures,
): Tile & { readonly remove: () => void } {
  const { instanceId: id, name } = connection.remote;
  const stream: ViewerStream = viewer.add({ id, name, role: "remote", frames, keepOpen, onShown });
  return {
    update({ received: { fps, bitrate, dropped, frames: received, bytes: receivedBytes, level }, rttMs, ageMs }) {
      stream.update({
        stats: {
          fps,
          rateBitsPerSecond: bitrate,
          dropped,
          received,
          receivedBytes,
          level,
          rttMs: rttMs ?? undefined,
          ageMs: ageMs ?? undefined,
        },
      });
    },
    end(info) {
      const state = info.by === "lost" ? "lost" : isRefusal(info) ? "refused" : "left";
      stream.update({ state, message: info.message });
    },
    remove: stream.remove,
  };
}
