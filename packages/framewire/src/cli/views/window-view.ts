/** The view in a window of OpenCV. */
import { SourceError } from "@framewire/capture";
import { openWindow } from "@framewire/capture-opencv/window";
import { type CloseInfo, isRefusal } from "@framewire/protocol";
import { keepSourceOpen } from "./keep-source-open.ts";
import { displayCodecs, keepMsFor, type PeerFrames, type View, type ViewContext } from "./view.ts";

/**
 * Opens a window: the newest peer large, this machine's video small, and the state in its title. Only the frames of the
 * peer that is shown are read. Enter in the window hangs up, and so does closing it.
 */
export async function openWindowView({
  simulcast,
  reporter: { log },
  onHangUp,
}: Pick<ViewContext, "simulcast" | "reporter" | "onHangUp">): Promise<View> {
  const window = await openWindow({ log }).catch((error: Error) => {
    // A SourceError about a missing program ends with the command that installs it.
    if (!(error instanceof SourceError)) error.message += " To watch in a browser instead: --view web.";
    throw error;
  });
  const peers: Peer[] = [];
  let shown: Peer | undefined;
  let departed: DepartedPeer | undefined;
  let departedTimer: NodeJS.Timeout | undefined;
  let notice: readonly string[] = [];

  function show(peer: Peer | undefined): void {
    if (shown === peer) return;
    shown = peer;
    window.show("large", peer && { frames: peer.frames.frames, onShown: peer.frames.shown });
  }

  /** Shows the newest peer; without one, the last frame of the departed peer stays, with a text. */
  function refresh(): void {
    const newest = peers.at(-1);
    if (newest) show(newest);
    else if (!departed) show(undefined);
    const lines = newest ? [] : overlayLines(departed, notice);
    window.setText({ title: `Framewire – ${titleOf(peers, departed, notice)}`, lines });
  }

  window.show("small", { frames: simulcast.subscribe(displayCodecs) });
  refresh();
  log.info("The video is shown in a window. Enter in the window hangs up, and so does closing it.");
  void window.ended.then(({ by, message }) => {
    if (by === "us") return;
    if (by === "failure") log.error(`The window has failed: ${message}.`);
    onHangUp();
  });

  return {
    setNotice(text, command) {
      notice = command === undefined ? [text] : [text, command];
      refresh();
    },
    setFarewell() {},
    show({ remote: { name } }, frames) {
      const own = { name, frames: frames.keepOpen ? { ...frames, frames: keepSourceOpen(frames.frames) } : frames };
      peers.push(own);
      departed = undefined;
      clearTimeout(departedTimer);
      refresh();
      return {
        update() {},
        end(info) {
          peers.splice(peers.indexOf(own), 1);
          if (peers.length === 0) {
            departed = { name, info };
            departedTimer = setTimeout(() => {
              departed = undefined;
              refresh();
            }, keepMsFor(info));
            departedTimer.unref();
          }
          refresh();
        },
      };
    },
    async [Symbol.asyncDispose]() {
      clearTimeout(departedTimer);
      await window.close();
    },
  };
}

/** A connected peer. */
interface Peer {
  readonly name: string;
  readonly frames: PeerFrames;
}

/** The peer that disconnected last, and how. */
interface DepartedPeer {
  readonly name: string;
  readonly info: CloseInfo;
}

/** Returns a short description of the state. */
function titleOf(
  peers: readonly Peer[],
  departed: DepartedPeer | undefined,
  [notice = "starting"]: readonly string[],
): string {
  const newest = peers.at(-1);
  if (newest) {
    const others = peers.length - 1;
    return `connected with ${newest.name}${others > 0 ? ` and ${others} more` : ""}`;
  }
  if (departed) {
    if (departed.info.by === "lost") return `lost ${departed.name}`;
    return isRefusal(departed.info) ? `refused by ${departed.name}` : `${departed.name} has left`;
  }
  return notice.charAt(0).toLowerCase() + notice.slice(1).replace(/\.$/, "");
}

function overlayLines(departed: DepartedPeer | undefined, notice: readonly string[]): readonly string[] {
  return departed ? [`${departed.name}: ${departed.info.message}`, ...notice] : notice;
}
