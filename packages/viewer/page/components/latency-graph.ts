/** The latency graph of a tile. */

import type uPlot from "uplot";
import { element } from "../dom.ts";
import type { PlayerStats } from "../media/player-messages.ts";
import { showToast } from "../toast.ts";

/** A live graph of a stream's latency over the last minute. */
export interface LatencyGraph {
  readonly node: HTMLElement;
  /** Adds a report, whether or not the graph is visible. */
  add(stats: PlayerStats): void;
  setVisible(visible: boolean): void;
  close(): void;
}

/** One minute of reports, at two per second. */
const capacity = 120;
const spanSeconds = 60;
const heightPx = 100;

/** Creates the graph of a stream. Its plotting library is loaded when it is first visible. */
export function createLatencyGraph(name: string): LatencyGraph {
  const plotted = element("div", "plot");
  const node = element("div", "graph", element("p", "graph-title", "Latency, the last minute"), plotted);
  plotted.role = "img";
  plotted.ariaLabel = `Latency of ${name} over the last minute`;
  node.hidden = true;

  const times: number[] = [];
  const medians: number[] = [];
  const maxima: number[] = [];
  let plot: uPlot | undefined;
  let loading = false;
  const resized = new ResizeObserver(() => {
    if (plot && plotted.clientWidth > 0) plot.setSize({ width: plotted.clientWidth, height: heightPx });
  });
  const scheme = matchMedia("(prefers-color-scheme: dark)");

  function redraw(): void {
    if (!node.hidden) plot?.setData([times, maxima, medians]);
  }

  /** Loads the library if necessary, and draws a new plot in the colours of the page's colour scheme. */
  async function load(): Promise<void> {
    if (loading) return;
    loading = true;
    const loaded = await import("./plot-ages.ts").catch(() => undefined);
    loading = false;
    if (!loaded) {
      showToast("The graph cannot be loaded: load the page again.");
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
      medians.push(recent.median);
      maxima.push(recent.max);
      for (const list of [times, medians, maxima]) if (list.length > capacity) list.shift();
      redraw();
    },
    setVisible(visible) {
      if (node.hidden !== visible) return;
      node.hidden = !visible;
      if (visible) void load();
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
