/** The self view: this side's own streams. */

import type { StreamInfo } from "../../src/streams/state.ts";
import { element, setAttribute, write } from "../dom.ts";
import { describeSource } from "../format/format.ts";
import { makeDraggable } from "./draggable.ts";
import { createTile, type Tile } from "./tile.ts";
import type { VideoGridView } from "./video-grid.ts";

/** This side's own streams, small in a corner of the window. */
export interface SelfView {
  update(streams: readonly StreamInfo[], view: VideoGridView): void;
  /** Shows the camera that this page shares, directly and not through the gateway; undefined ends that. */
  preview(shared: { readonly stream: MediaStream; readonly mirrored: boolean } | undefined): void;
  /** Shows or hides it. */
  toggle(): void;
  readonly tile: Tile | undefined;
}

/** Fills `node` with the tiles of this side's own streams. */
export function createSelfView(node: HTMLElement, onChange: () => void): SelfView {
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
  source.id = "self-view-source";
  grip.setAttribute("aria-describedby", source.id);
  makeDraggable(node, grip);
  // Other elements leave room for it.
  new ResizeObserver(() => {
    const { style } = document.body;
    style.setProperty("--self-view-width", `${node.offsetWidth}px`);
    style.setProperty("--self-view-height", `${node.offsetHeight}px`);
  }).observe(node);

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
        const wanted = view.visible && shown && !shared && !view.paused;
        tile.player.setDemand(stream.state === "live" && (wanted || view.inPictureInPicture === id));
        tile.update(shared ? { ...stream, name: "Your camera" } : stream, { ...view, graph: false });
      }
      const first = firstTile()?.node;
      node.hidden = !shown || first === undefined;
      if (first && grip.parentElement !== first) first.append(source, grip);
      const [stream] = streams;
      write(source, stream ? describeSource(stream) : "");
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
