import type { StreamInfo } from "../../src/streams/state.ts";
import { element, setAttribute, write } from "../dom.ts";
import { sourceInWords } from "../format/format.ts";
import { moveByCorners } from "./draggable.ts";
import { createTile, type Tile } from "./tile.ts";
import type { StageView } from "./video-grid.ts";

/** This side's own pictures, small in a corner. */
export interface Own {
  update(streams: readonly StreamInfo[], view: StageView): void;
  /** The camera that this page shares, seen directly in place of what comes back from the gateway. */
  preview(shared: { readonly stream: MediaStream; readonly mirrored: boolean } | undefined): void;
  /** Shows or hides it. */
  toggle(): void;
  readonly tile: Tile | undefined;
}

/** Fills `node` with the tiles of our own streams. */
export function createOwn(node: HTMLElement, onChange: () => void): Own {
  const tiles = new Map<string, { readonly tile: Tile; readonly name: string }>();
  const video = element("video", "preview");
  const grip = element("button", "grip");
  const source = element("p", "source");
  let shown = true;
  let shared = false;
  video.muted = true;
  video.playsInline = true;
  video.ariaLabel = "Our own camera, as this page shares it";
  grip.type = "button";
  source.id = "own-source";
  grip.setAttribute("aria-describedby", source.id);
  moveByCorners(node, grip);

  function firstTile(): Tile | undefined {
    return [...tiles.values()][0]?.tile;
  }

  return {
    update(streams, view) {
      for (const [id, { tile, name }] of tiles) {
        if (streams.some((stream) => stream.id === id && stream.name === name)) continue;
        tile.close();
        tiles.delete(id);
      }
      for (const stream of streams) {
        const { id, name } = stream;
        const { tile } = tiles.get(id) ?? { tile: createTile(stream) };
        tiles.set(id, { tile, name });
        if (!tile.node.parentElement) node.append(tile.node);
        const seen = view.looks && shown && !shared && !view.paused;
        tile.player.look(stream.state === "live" && (seen || view.elsewhere === id));
        tile.update(shared ? { ...stream, name: "Your camera" } : stream, { ...view, graph: false });
      }
      const first = firstTile()?.node;
      node.hidden = !shown || first === undefined;
      if (first && grip.parentElement !== first) first.append(source, grip);
      const [stream] = streams;
      write(source, stream ? sourceInWords(stream) : "");
      source.hidden = source.textContent === "";
      if (first && shared && video.parentElement !== first) first.firstElementChild?.after(video);
      node.classList.toggle("shared", shared);
    },
    preview(camera) {
      shared = camera !== undefined;
      video.srcObject = camera?.stream ?? null;
      video.classList.toggle("mirrored", camera?.mirrored === true);
      if (camera) void video.play().catch(() => {});
      else video.remove();
      setAttribute(node, "data-shared", shared ? "" : undefined);
      onChange();
    },
    toggle() {
      shown = !shown;
      onChange();
    },
    get tile() {
      return firstTile();
    },
  };
}
