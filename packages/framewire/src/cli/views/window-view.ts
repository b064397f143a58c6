import { SourceError } from "@framewire/capture";
import { openWindow } from "@framewire/capture-opencv/window";
import { type EncodedFrame, type Source, share } from "@framewire/media";
import { type CloseInfo, isRefusal } from "@framewire/protocol";
import { lingerOf, type Page, type PageContext, type PeerPictures, shownCodecs } from "./view.ts";

/** A peer that the window could show. */
interface Peer {
  readonly name: string;
  readonly pictures: PeerPictures;
}

/** How the last peer went. */
interface Gone {
  readonly name: string;
  readonly info: CloseInfo;
}

/**
 * Opens a window of OpenCV's in place of a page: the peer that came last, large, our own pictures small, and in its title how
 * things are. Only the pictures of the peer that it shows are read. Enter in the window hangs up, and so does closing it.
 */
export async function openWindowPage({
  pictures,
  reporter: { log },
  onHangUp,
}: Pick<PageContext, "pictures" | "reporter" | "onHangUp">): Promise<Page> {
  const window = await openWindow({ log }).catch((error: Error) => {
    // The sentence of a missing program ends with the command that gets it.
    if (!(error instanceof SourceError)) error.message += " Or look in a browser: --view web.";
    throw error;
  });
  const peers: Peer[] = [];
  let shown: Peer | undefined;
  let gone: Gone | undefined;
  let lingering: NodeJS.Timeout | undefined;
  let notice: readonly string[] = [];

  function show(peer: Peer | undefined): void {
    if (shown === peer) return;
    shown = peer;
    window.show("large", peer && { frames: peer.pictures.frames, onShown: peer.pictures.shown });
  }

  /** Shows the newest peer, or else the last picture of the one that has gone, and says which. */
  function refresh(): void {
    const newest = peers.at(-1);
    if (newest) show(newest);
    else if (!gone) show(undefined);
    window.say({ title: `Framewire – ${titleOf(peers, gone, notice)}`, lines: newest ? [] : linesOf(gone, notice) });
  }

  window.show("small", { frames: pictures.subscribe(shownCodecs) });
  refresh();
  log.info("The pictures are in a window. Enter in it hangs up, and so does closing it.");
  void window.ended.then(({ by, message }) => {
    if (by === "us") return;
    if (by === "failure") log.error(`The window is gone: ${message}.`);
    onHangUp();
  });

  return {
    setNotice(text, command) {
      notice = command === undefined ? [text] : [text, command];
      refresh();
    },
    setFarewell() {},
    show({ remote: { name } }, peer) {
      const own = { name, pictures: peer.keepOpen ? { ...peer, frames: heldOpen(peer.frames) } : peer };
      peers.push(own);
      gone = undefined;
      clearTimeout(lingering);
      refresh();
      return {
        update() {},
        end(info) {
          peers.splice(peers.indexOf(own), 1);
          if (peers.length === 0) {
            gone = { name, info };
            lingering = setTimeout(() => {
              gone = undefined;
              refresh();
            }, lingerOf(info));
            lingering.unref();
          }
          refresh();
        },
      };
    },
    async [Symbol.asyncDispose]() {
      clearTimeout(lingering);
      await window.close();
    },
  };
}

/** A source that is read from now on, whether or not the window shows it. */
function heldOpen(source: Source<EncodedFrame>): Source<EncodedFrame> {
  const shared = share(source);
  void (async () => {
    for await (const _ of shared());
  })().catch(() => {});
  return shared;
}

/** How things are, in a few words. */
function titleOf(peers: readonly Peer[], gone: Gone | undefined, [notice = "starting"]: readonly string[]): string {
  const newest = peers.at(-1);
  if (newest) {
    const others = peers.length - 1;
    return `connected with ${newest.name}${others > 0 ? ` and ${others} more` : ""}`;
  }
  if (gone) {
    if (gone.info.by === "lost") return `lost ${gone.name}`;
    return isRefusal(gone.info) ? `refused by ${gone.name}` : `${gone.name} has left`;
  }
  return notice.charAt(0).toLowerCase() + notice.slice(1).replace(/\.$/, "");
}

function linesOf(gone: Gone | undefined, notice: readonly string[]): readonly string[] {
  return gone ? [`${gone.name}: ${gone.info.message}`, ...notice] : notice;
}
