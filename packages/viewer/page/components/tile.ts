import type { StreamInfo } from "../../src/streams/state.ts";
import { element, setAttribute, write } from "../dom.ts";
import { stateWord } from "../format/format.ts";
import { isOfShape } from "../format/has-shape.ts";
import { createPlayer, type Player } from "../media/player.ts";
import { createCaption } from "./caption.ts";
import { createAgeGraph } from "./latency-graph.ts";
import { reasonOf } from "./reason.ts";

/** What the page wants of all its tiles. */
export interface TileView {
  /** The gateway's clock, in milliseconds. */
  readonly time: number;
  readonly paused: boolean;
  /** The graph of the age is wanted. */
  readonly graph: boolean;
}

/** One stream on the page: its picture, its name, how it does, or why there is no picture. */
export interface Tile {
  /** The figure. */
  readonly node: HTMLElement;
  readonly player: Player;
  readonly stream: StreamInfo;
  update(stream: StreamInfo, view: TileView): void;
  close(): void;
}

/** Our own picture is small: a dozen a second show enough, and leave the machine to those of the others. */
const ownRestMs = 60;

/** Makes the tile of a stream. */
export function createTile(first: StreamInfo): Tile {
  const { name, role } = first;
  let stream = first;
  let view: TileView = { time: first.since, paused: false, graph: false };
  const caption = createCaption(role === "remote" ? "h3" : "h2");
  const graph = role === "remote" ? createAgeGraph(name) : undefined;
  const headline = element("p", "headline");
  const detail = element("p", "detail");
  const reason = element("div", "reason", headline, detail);
  let reported: object | undefined;
  let aspect = 0;

  const player = createPlayer(first.id, { restMs: role === "local" ? ownRestMs : 0, onChange: render });
  const { canvas } = player;
  canvas.role = "img";
  const node = element("figure", "tile", canvas, reason, caption.node);
  if (graph) node.append(graph.node);
  node.dataset.id = first.id;

  function render(): void {
    const { stats, size } = player;
    if (stats && stats !== reported) graph?.add(stats);
    reported = stats;
    if (size && !isOfShape(size, aspect)) {
      aspect = size.width / size.height;
      node.style.setProperty("--aspect", String(aspect));
    }
    node.dataset.state = stream.state;
    const why = reasonOf(stream, { ...linkOf(player), quietMs: view.paused ? 0 : player.quietMs }, view.time);
    // A picture that was there stays while the page connects again for a moment.
    node.dataset.picture = !player.drawn ? "none" : why ? "old" : view.paused ? "paused" : "live";
    reason.hidden = why === undefined;
    write(headline, why?.headline ?? "");
    write(detail, why?.detail ?? "");
    const live = stream.state === "live";
    caption.update(stream, live ? stats : undefined, live ? (view.paused ? "Paused" : "") : stateWord(stream));
    const whose = role === "local" ? `Our own picture: ${stream.name}` : `Live picture from ${stream.name}`;
    setAttribute(canvas, "aria-label", whose);
    setAttribute(node, "data-age-p50", stats?.age?.p50.toFixed(1));
    setAttribute(node, "data-age-p95", stats?.age?.p95.toFixed(1));
    graph?.show(view.graph && live);
  }

  return {
    node,
    player,
    get stream() {
      return stream;
    },
    update(next, wanted) {
      stream = next;
      view = wanted;
      render();
    },
    close() {
      graph?.close();
      player.close();
      node.remove();
    },
  };
}

function linkOf({ connected, drawn, problem }: Player): Pick<Player, "connected" | "drawn" | "problem"> {
  return { connected, drawn, problem };
}
