/** The interface of a view: where people watch the video of the peers and of this machine. */
import type { Simulcast } from "@framewire/codec";
import type { EncodedFrame, Source } from "@framewire/media";
import type { CloseInfo, Connection } from "@framewire/protocol";
import type { SharedCamera } from "@framewire/viewer";
import type { StatsEvent } from "../output/events.ts";
import type { Reporter } from "../output/reporter.ts";
import type { ClientCommand } from "../server/client-command.ts";

/** Shows the video of every peer, and of this machine. */
export interface View extends AsyncDisposable {
  /** Shows a peer's frames. */
  show(connection: Connection, peer: PeerFrames): Tile;
  /** Sets what is shown while no peer is connected. */
  setNotice(notice: Notice): void;
  /** Reports the link by which other machines open the view, if there is one. Call it last at the start. */
  showLink(): void;
  /** Sets the text that is shown when the view closes. Default: how the latest peer's connection ended. */
  setFarewell(text: string): void;
}

/** What a view shows while no peer is connected. */
export interface Notice {
  /** One sentence. */
  readonly text: string;
  /** More about it, in another sentence. */
  readonly detail?: string | undefined;
  /** Commands that connect a peer, the most likely one first. */
  readonly commands?: readonly ClientCommand[] | undefined;
}

/** A peer's frames, with timestamps on this machine's clock. */
export interface PeerFrames {
  readonly frames: Source<EncodedFrame>;
  /** Reads the frames even while no viewer is open. */
  readonly keepOpen: boolean;
  /** The view calls it when a frame is displayed. */
  shown(frame: EncodedFrame): void;
}

/** A peer in the view. */
export interface Tile {
  update(stats: StatsEvent): void;
  /** Shows how the connection ended. The tile is removed after a while, unless the peer reconnects. */
  end(info: CloseInfo): void;
}

/** What a view works with. */
export interface ViewContext {
  readonly simulcast: Simulcast;
  readonly reporter: Reporter;
  /** Called when the user hangs up in the view. */
  readonly onHangUp: () => void;
  /** Called when a page of the view shares a camera. */
  readonly onCamera: (camera: SharedCamera) => void;
  /** A peer can be disconnected by itself: the others stay. */
  readonly canDisconnect: boolean;
}

/** How long a disconnected peer stays in the view. One that may come back stays longer. */
const keepMs = { left: 30_000, lost: 120_000 };

/** Returns how long a peer whose connection ended like this stays in the view, in milliseconds. */
export function keepMsFor({ by, code }: CloseInfo): number {
  return by === "lost" || code === "shutting-down" ? keepMs.lost : keepMs.left;
}

/** The codecs that both browsers and OpenCV decode. */
export const displayCodecs: readonly string[] = ["jpeg", "webp"];
