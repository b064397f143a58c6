import type uPlot from "uplot";
import { element } from "../dom.ts";
import type { PlayerStats } from "../media/player-messages.ts";
import { say } from "./toast.ts";

/** The age of a stream's pictures over the last minute, drawn live. */
export interface AgeGraph {
  readonly node: HTMLElement;
  /** Remembers what came since the last time, whether the graph is seen or not. */
  add(stats: PlayerStats): void;
  show(seen: boolean): void;
  close(): void;
}

/** A minute of two reports a second. */
const remembered = 120;
const spanSeconds = 60;
const heightPx = 100;

/** Makes the graph of a stream. What draws it is loaded when it is seen first. */
export function createAgeGraph(name: string): AgeGraph {
  const plotted = element("div", "plot");
  const node = element("div", "graph", element("p", "graph-title", "Age, the last minute"), plotted);
  plotted.role = "img";
  plotted.ariaLabel = `Age of the pictures from ${name} over the last minute`;
  node.hidden = true;

  const times: number[] = [];
  const typical: number[] = [];
  const worst: number[] = [];
  let plot: uPlot | undefined;
  let loading = false;
  const resized = new ResizeObserver(() => {
    if (plot && plotted.clientWidth > 0) plot.setSize({ width: plotted.clientWidth, height: heightPx });
  });
  const scheme = matchMedia("(prefers-color-scheme: dark)");

  function redraw(): void {
    if (!node.hidden) plot?.setData([times, worst, typical]);
  }

  /** Its colours are the page's, which change with the light. */
  async function load(): Promise<void> {
    if (loading) return;
    loading = true;
    const loaded = await import("../format/plot-ages.ts").catch(() => undefined);
    loading = false;
    if (!loaded) {
      say("The graph cannot be loaded: load the page again.");
      return;
    }
    plot?.destroy();
    plot = node.hidden ? undefined : loaded.plotAges(plotted, { heightPx, spanSeconds });
    redraw();
  }
  const recolour = (): void => {
    if (plot) void load();
  };
  scheme.addEventListener("change", recolour);
  resized.observe(plotted);

  return {
    node,
    add({ recent }) {
      if (!recent) return;
      times.push(Date.now() / 1000);
      typical.push(recent.typical);
      worst.push(recent.worst);
      for (const list of [times, typical, worst]) if (list.length > remembered) list.shift();
      redraw();
    },
    show(seen) {
      if (node.hidden !== seen) return;
      node.hidden = !seen;
      if (seen) void load();
      else {
        plot?.destroy();
        plot = undefined;
      }
    },
    close() {
      resized.disconnect();
      scheme.removeEventListener("change", recolour);
      plot?.destroy();
    },
  };
}
