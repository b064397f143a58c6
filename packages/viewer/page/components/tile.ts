/** The tile of a stream. */

import type { StreamInfo } from "../../src/streams/state.ts";
import { element, setAttribute, write } from "../dom.ts";
import { stateLabel } from "../format/format.ts";
import { hasShape } from "../format/has-shape.ts";
import { type Playback, reasonOf } from "../format/reason.ts";
import { createPlayer, type Player } from "../media/player.ts";
import { createCaption } from "./caption.ts";
import { createLatencyGraph } from "./latency-graph.ts";

/** The state that all tiles of the page share. */
export interface TileView {
  /** The gateway's clock, in milliseconds. */
  readonly time: number;
  readonly paused: boolean;
  /** The latency graph is visible. */
  readonly graph: boolean;
}

/** One stream on the page: its picture, its caption, or why there is no picture. */
export interface Tile {
  /** The figure. */
  readonly node: HTMLElement;
  readonly player: Player;
  readonly stream: StreamInfo;
  update(stream: StreamInfo, view: TileView): void;
  close(): void;
}

/** The self view is small: a lower frame rate leaves the machine to the other streams. */
const selfViewRestMs = 60;

/** Creates the tile of a stream. */
export function createTile(first: StreamInfo): Tile {
  const { name, role } = first;
  let stream = first;
  let view: TileView = { time: first.since, paused: false, graph: false };
  const caption = createCaption(role === "remote" ? "h3" : "h2");
  const graph = role === "remote" ? createLatencyGraph(name) : undefined;
  const headline = element("p", "headline");
  const detail = element("p", "detail");
  const reason = element("div", "reason", headline, detail);
  let reported: object | undefined;
  let aspect = 0;

  const player = createPlayer(first.id, { restMs: role === "local" ? selfViewRestMs : 0, onChange: render });
  const { canvas } = player;
  canvas.role = "img";
  const node = element("figure", "tile", canvas, reason, caption.node);
  if (graph) node.append(graph.node);
  node.dataset.id = first.id;

  function render(): void {
    const { stats, size } = player;
    if (stats && stats !== reported) graph?.add(stats);
    reported = stats;
    if (size && !hasShape(size, aspect)) {
      aspect = size.width / size.height;
      node.style.setProperty("--aspect", String(aspect));
    }
    node.dataset.state = stream.state;
    const why = reasonOf(stream, { ...playbackOf(player), quietMs: view.paused ? 0 : player.quietMs }, view.time);
    // The last picture stays, dimmed, while there is no live one.
    node.dataset.picture = !player.drawn ? "none" : why ? "old" : view.paused ? "paused" : "live";
    reason.hidden = why === undefined;
    write(headline, why?.headline ?? "");
    write(detail, why?.detail ?? "");
    const live = stream.state === "live";
    caption.update(stream, live ? stats : undefined, live ? (view.paused ? "Paused" : "") : stateLabel(stream));
    const label = role === "local" ? `Our own picture: ${stream.name}` : `Live picture from ${stream.name}`;
    setAttribute(canvas, "aria-label", label);
    setAttribute(node, "data-age-p50", stats?.age?.p50.toFixed(1));
    setAttribute(node, "data-age-p95", stats?.age?.p95.toFixed(1));
    graph?.setVisible(view.graph && live);
  }

  return {
    node,
    player,
    get stream() {
      return stream;
    },
    update(nextStream, nextView) {
      stream = nextStream;
      view = nextView;
      render();
    },
    close() {
      graph?.close();
      caption.close();
      player.close();
      node.remove();
    },
  };
}

function playbackOf({ connected, drawn, waitingMs, problem }: Player): Omit<Playback, "quietMs"> {
  return { connected, drawn, waitingMs, problem };
}
