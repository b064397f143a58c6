/** Plots the latency graph with uPlot. Loaded on demand. */

import uPlot from "uplot";

/** Plots ages in milliseconds over time in seconds: the median as a line, with an area up to the maximum. */
export function plotAges(
  parent: HTMLElement,
  { heightPx, spanSeconds }: { readonly heightPx: number; readonly spanSeconds: number },
): uPlot {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(name);
  const quiet = colour("--quiet");
  const line = { stroke: colour("--line"), width: 1 };
  const font = `11px ${style.fontFamily}`;
  return new uPlot(
    {
      width: Math.max(parent.clientWidth, 1),
      height: heightPx,
      cursor: { show: false },
      legend: { show: false },
      padding: [6, 4, 8, 0],
      scales: {
        x: { time: true, range: () => [Date.now() / 1000 - spanSeconds, Date.now() / 1000] },
        y: { range: (_, __, max) => [0, Math.max(20, (max ?? 0) * 1.15)] },
      },
      axes: [
        { show: false },
        {
          stroke: quiet,
          font,
          size: 48,
          gap: 4,
          grid: line,
          ticks: { show: false },
          space: 26,
          values: (_, ages) => ages.map((age) => `${age} ms`),
        },
      ],
      series: [
        {},
        { stroke: "transparent", points: { show: false } },
        { stroke: colour("--accent"), width: 1.5, points: { show: false } },
      ],
      bands: [{ series: [1, 2], fill: colour("--accent-faint") }],
    },
    [[], [], []],
    parent,
  );
}
