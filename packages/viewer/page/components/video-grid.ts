/** The video grid: the remote streams. */

import type { StreamInfo } from "../../src/streams/state.ts";
import { element, icon, setAttribute } from "../dom.ts";
import { disconnect } from "../state/hang-up.ts";
import { bestGrid } from "./grid-layout.ts";
import { createTile, type Tile, type TileView } from "./tile.ts";

/** The state of the page that the grid depends on. */
export interface VideoGridView extends TileView {
  /** The page is visible and the gateway answers. */
  readonly visible: boolean;
  /** Id of the stream in the picture-in-picture window, which may be visible without the page. */
  readonly inPictureInPicture: string | undefined;
}

/** The remote streams: one fills the page, several make a grid. */
export interface VideoGrid {
  update(streams: readonly StreamInfo[], view: VideoGridView): void;
  /** Shows only this stream, or all of them. */
  pick(id: string | undefined): void;
  /** Shows only the stream at this index; does nothing when there is none. */
  pickAt(index: number): void;
  readonly picked: string | undefined;
  /** The tile that commands apply to: the one that is shown alone or has the focus, else the first. */
  readonly current: Tile | undefined;
  tile(id: string): Tile | undefined;
}

interface Cell {
  readonly tile: Tile;
  readonly node: HTMLLIElement;
  readonly button: HTMLButtonElement;
  readonly disconnect: HTMLButtonElement;
}

/** Fills `list` with tiles. `onChange` is called when another tile is picked. */
export function createVideoGrid(list: HTMLUListElement, onChange: () => void): VideoGrid {
  const cells = new Map<string, Cell>();
  let picked: string | undefined;

  function add(stream: StreamInfo): Cell {
    const tile = createTile(stream);
    const button = element("button", "pick");
    button.type = "button";
    button.addEventListener("click", () => pick(picked === undefined ? stream.id : undefined));
    const end = createDisconnectButton(stream);
    tile.node.append(button, end);
    const node = element("li", "cell", tile.node);
    const cell = { tile, node, button, disconnect: end };
    cells.set(stream.id, cell);
    return cell;
  }

  function remove(id: string): void {
    const cell = cells.get(id);
    cell?.tile.close();
    cell?.node.remove();
    cells.delete(id);
    if (picked === id) picked = undefined;
  }

  function pick(id: string | undefined): void {
    if (id !== undefined && (cells.size < 2 || !cells.has(id))) return;
    picked = id;
    onChange();
  }

  function layOut(): void {
    const count = picked === undefined ? cells.size : 1;
    list.dataset.layout = count > 1 ? "grid" : "single";
    const { paddingLeft, paddingRight, paddingTop, paddingBottom, columnGap } = getComputedStyle(list);
    const { columns, width, height } = bestGrid({
      count,
      width: list.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight),
      height: list.clientHeight - Number.parseFloat(paddingTop) - Number.parseFloat(paddingBottom),
      gap: Number.parseFloat(columnGap) || 0,
      aspect: medianAspect([...cells.values()].map(({ tile }) => tile.stream)),
    });
    list.style.setProperty("--columns", String(columns));
    list.style.setProperty("--cell-width", `${width}px`);
    list.style.setProperty("--cell-height", `${height}px`);
  }
  new ResizeObserver(layOut).observe(list);

  return {
    update(streams, view) {
      const ids = new Set(streams.map(({ id }) => id));
      for (const [id, { tile }] of cells) {
        const now = streams.find((stream) => stream.id === id);
        if (!ids.has(id) || now?.name !== tile.stream.name) remove(id);
      }
      for (const [index, stream] of streams.entries()) {
        const { tile, node, button, disconnect: end } = cells.get(stream.id) ?? add(stream);
        if (list.children[index] !== node) list.insertBefore(node, list.children[index] ?? null);
        const hidden = picked !== undefined && picked !== stream.id;
        node.hidden = hidden;
        button.hidden = streams.length < 2;
        end.hidden = !stream.canDisconnect || !view.visible;
        setAttribute(button, "aria-label", picked === undefined ? `Show only ${stream.name}` : "Show all");
        const wanted = view.visible && !hidden && !view.paused;
        tile.player.setDemand(stream.state === "live" && (wanted || view.inPictureInPicture === stream.id));
        tile.update(stream, view);
      }
      layOut();
    },
    pick,
    pickAt(index) {
      const id = [...cells.values()].find(({ node }) => node === list.children[index])?.tile.stream.id;
      if (id !== undefined) pick(id);
    },
    get picked() {
      return picked;
    },
    get current() {
      const focused = [...cells.values()].find(({ node }) => node.contains(document.activeElement));
      const shown = picked === undefined ? focused : cells.get(picked);
      const first = list.firstElementChild;
      return (shown ?? [...cells.values()].find(({ node }) => node === first))?.tile;
    },
    tile: (id) => cells.get(id)?.tile,
  };
}

function createDisconnectButton({ id, name }: StreamInfo): HTMLButtonElement {
  const button = element("button", "disconnect", icon("icon-hang-up"));
  button.type = "button";
  button.title = `Disconnect ${name}`;
  button.ariaLabel = button.title;
  button.addEventListener("click", () => disconnect(id));
  return button;
}

/** The median aspect ratio of the streams whose size is known. */
function medianAspect(streams: readonly StreamInfo[]): number {
  const known = streams.flatMap(({ width, height }) => (width && height ? [width / height] : []));
  return known.sort((a, b) => a - b)[Math.floor(known.length / 2)] ?? 16 / 9;
}
