/** The view in a window of OpenCV. */
import { SourceError } from "@framewire/capture";
import { openWindow } from "@framewire/capture-opencv/window";
import { keepSourceOpen } from "./keep-source-open.ts";
import { displayCodecs, keepMsFor, type PeerFrames, type View, type ViewContext } from "./view.ts";
import { type DepartedPeer, windowText } from "./window-text.ts";

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
  let problem: string | undefined;

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
    window.setText(windowText({ peers, departed, notice, problem }));
  }

  /** The source sends no event when it fails. */
  const timer = setInterval(() => {
    const current = simulcast.describe?.().problem;
    if (current === problem) return;
    problem = current;
    refresh();
  }, problemIntervalMs);

  window.show("small", { frames: simulcast.subscribe(displayCodecs) });
  refresh();
  log.info("The video is shown in a window. Enter in the window hangs up, and so does closing it.");
  void window.ended.then(({ by, message }) => {
    if (by === "us") return;
    if (by === "failure") log.error(`The window has failed: ${message}.`);
    onHangUp();
  });

  return {
    setNotice({ text, detail, commands: [command] = [] }) {
      notice = [text, command?.withoutKey ?? detail].filter((line) => line !== undefined);
      refresh();
    },
    showLink() {},
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
      clearInterval(timer);
      clearTimeout(departedTimer);
      await window.close();
    },
  };
}

/** Time between two looks at the source's problem, in milliseconds. */
const problemIntervalMs = 1000;

/** A connected peer. */
interface Peer {
  readonly name: string;
  readonly frames: PeerFrames;
}
