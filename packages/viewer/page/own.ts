import type { StreamInfo } from "../src/state.ts";
import { moveByCorners } from "./corner.ts";
import { createTile, type Tile } from "./create-tile.ts";
import { element, setAttribute } from "./dom.ts";
import type { StageView } from "./stage.ts";

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
  const tiles = new Map<string, Tile>();
  const video = element("video", "preview");
  const grip = element("button", "grip");
  let shown = true;
  let shared = false;
  video.muted = true;
  video.playsInline = true;
  video.ariaLabel = "Our own camera, as this page shares it";
  grip.type = "button";
  moveByCorners(node, grip);

  return {
    update(streams, view) {
      const ids = new Set(streams.map(({ id }) => id));
      for (const [id, tile] of tiles) {
        if (ids.has(id) && streams.some((stream) => stream.id === id && stream.name === tile.stream.name)) continue;
        tile.close();
        tiles.delete(id);
      }
      for (const stream of streams) {
        let tile = tiles.get(stream.id);
        if (!tile) {
          tile = createTile(stream);
          tiles.set(stream.id, tile);
          node.append(tile.node);
        }
        const seen = view.looks && shown && !shared && !view.paused;
        tile.player.look(stream.state === "live" && (seen || view.elsewhere === stream.id));
        tile.update(stream, { ...view, graph: false });
      }
      const first = [...tiles.values()][0];
      node.hidden = !shown || first === undefined;
      if (first && grip.parentElement !== first.node) first.node.append(grip);
      if (first && shared && video.parentElement !== first.node) first.node.insertBefore(video, grip);
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
      return [...tiles.values()][0];
    },
  };
}
