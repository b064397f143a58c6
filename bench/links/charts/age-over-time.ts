/** Chart: age over time on the link whose rate changes. */
import type { AgedFrame } from "../results/ages.ts";
import { describeCamera, type Results, type Row } from "../results/report.ts";
import { box, duration, label, line, logScale, path, short, svg } from "./svg.ts";

const width = 900;
const height = 500;
const plot = { left: 62, right: 768, top: 92, bottom: 372 };
const strip = { top: 404, bottom: 456 };
const ticks = [10, 30, 100, 300, 1000, 3000, 10_000];
const boundMs = 150;

/** A line for each system on the link whose rate falls and rises again, and below it the size of Framewire's frames. */
export function ageOverTime({ rows: all, conditions }: Results): string {
  const rows = all.filter(({ scenario }) => scenario.name === "step");
  const seconds = rows[0]?.scenario.seconds ?? 30;
  const x = (at: number): number => plot.left + (at / seconds) * (plot.right - plot.left);
  const y = logScale([10, 20_000], [plot.bottom, plot.top]);
  const shown = rows.filter(({ frames }) => frames.length > 0);
  // Framewire's line is drawn last, above the others.
  const ordered = [...shown.filter(({ ours }) => !ours), ...shown.filter(({ ours }) => ours)];
  const lines = ordered.map(({ system, frames, ours }) => {
    const points = thinned(frames).map(({ at, ageMs }) => [x(at), y(ageMs)] as const);
    return path(points, `line s-${system}${ours ? " ours" : ""}`);
  });
  const content = [
    label(24, 36, "The age of frames when the link becomes slow", "title"),
    label(24, 57, `Age from capture to reception, log scale; 20 ms each way; ${describeCamera(conditions)}.`, "soft"),
    ...phases(rows, seconds, x),
    ...ticks.flatMap((ms) => [
      line([plot.left, y(ms)], [plot.right, y(ms)], "rule"),
      label(plot.left - 8, y(ms) + 4, duration(ms), "soft small end"),
    ]),
    line([plot.left, y(boundMs)], [plot.right, y(boundMs)], "bound"),
    ...lines,
    ...labels(ordered, y),
    ...frameSizes(shown.find(({ ours }) => ours)?.frames ?? [], x),
    ...[0, 5, 10, 15, 20, 25, 30]
      .filter((second) => second <= seconds)
      .map((second) => label(x(second), height - 22, `${second} s`, "soft small middle")),
  ];
  const description = `Age of frames over ${seconds} seconds: ${shown
    .map(({ system, summary }) => `${system} ${duration(summary?.age?.p95 ?? 0)} at the 95th percentile`)
    .join(", ")}.`;
  return svg({ width, height, title: "Age over time on a link whose rate changes", description }, content);
}

/** A label for each phase with its rate, and a band behind the slow one. */
function phases(rows: readonly Row[], seconds: number, x: (at: number) => number): readonly string[] {
  const scenario = rows[0]?.scenario;
  if (!scenario) return [];
  const starts = [
    { at: 0, rate: scenario.link.rate },
    ...(scenario.changes ?? []).flatMap(({ afterMs, change }) =>
      "rate" in change ? [{ at: afterMs / 1000, rate: change.rate }] : [],
    ),
  ];
  return starts.flatMap(({ at, rate }, index) => {
    const [from, to] = [x(at), x(starts[index + 1]?.at ?? seconds)];
    const slow = index % 2 === 1 ? [box([from, plot.top], [to - from, strip.bottom - plot.top], "band")] : [];
    return [...slow, label((from + to) / 2, plot.top - 8, `${rate / 1e6} Mbit/s`, "small strong middle")];
  });
}

/** Names at the ends of the lines, moved apart where they would overlap. */
function labels(rows: readonly Row[], y: (ms: number) => number): readonly string[] {
  const names = rows.map(({ system, ours, frames }) => ({
    text: ours ? "Framewire" : system,
    classes: `f-${system}${ours ? " strong" : ""}`,
    at: y(frames.at(-1)?.ageMs ?? 0),
  }));
  let last = Number.NEGATIVE_INFINITY;
  return [...names, { text: "bound: 150 ms", classes: "small strong", at: y(boundMs) }]
    .sort((a, b) => a.at - b.at)
    .map(({ text, classes, at }) => {
      last = Math.max(at, last + 17);
      return label(plot.right + 10, last + 4, text, classes);
    });
}

/** The size of Framewire's frames over time. */
function frameSizes(frames: readonly AgedFrame[], x: (at: number) => number): readonly string[] {
  const most = Math.max(1, ...frames.map(({ bytes }) => bytes));
  const height = strip.bottom - strip.top;
  const points = frames.map(({ at, bytes }) => `${short(x(at))} ${short(strip.bottom - (bytes / most) * height)}`);
  const [first, last] = [frames[0], frames.at(-1)];
  if (!first || !last) return [];
  const area = `M${short(x(first.at))} ${strip.bottom}L${points.join("L")}L${short(x(last.at))} ${strip.bottom}Z`;
  return [
    `<path class="f-framewire" fill-opacity="0.3" d="${area}"/>`,
    line([plot.left, strip.bottom], [plot.right, strip.bottom], "rule"),
    label(plot.left - 8, strip.top + 8, `${(most / 1000).toFixed(0)} KB`, "soft small end"),
    label(plot.left - 8, strip.bottom + 4, "0", "soft small end"),
    label(plot.right + 10, strip.top + 22, "Framewire’s", "f-framewire small"),
    label(plot.right + 10, strip.top + 38, "bytes a frame", "f-framewire small"),
  ];
}

/** The oldest frame of each tenth of a second. */
function thinned(frames: readonly AgedFrame[]): readonly AgedFrame[] {
  const oldest = new Map<number, AgedFrame>();
  for (const frame of frames) {
    const tenth = Math.floor(frame.at * 10);
    const known = oldest.get(tenth);
    if (!known || known.ageMs < frame.ageMs) oldest.set(tenth, frame);
  }
  return [...oldest.values()];
}
