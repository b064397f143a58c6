import type { Aged } from "./ages.ts";
import { offered, type Report, type Row } from "./report.ts";
import { box, duration, line, logScale, path, short, svg, words } from "./svg.ts";

const width = 900;
const height = 500;
const plot = { left: 62, right: 768, top: 92, bottom: 372 };
const strip = { top: 404, bottom: 456 };
const ticks = [10, 30, 100, 300, 1000, 3000, 10_000];
const boundMs = 150;

/** Age over time on the link whose rate falls and comes back, one line a contestant, and Framewire's quality below. */
export function stepPicture({ rows: all, conditions }: Report): string {
  const rows = all.filter(({ scenario }) => scenario.name === "step");
  const seconds = rows[0]?.scenario.seconds ?? 30;
  const x = (at: number): number => plot.left + (at / seconds) * (plot.right - plot.left);
  const y = logScale([10, 20_000], [plot.bottom, plot.top]);
  const shown = rows.filter(({ pictures }) => pictures.length > 0);
  // Framewire's line lies on top.
  const ordered = [...shown.filter(({ ours }) => !ours), ...shown.filter(({ ours }) => ours)];
  const lines = ordered.map(({ contestant, pictures, ours }) => {
    const points = thinned(pictures).map(({ at, ageMs }) => [x(at), y(ageMs)] as const);
    return path(points, `line s-${contestant}${ours ? " ours" : ""}`);
  });
  const content = [
    words(24, 36, "How old the picture is when the link gets slow", "title"),
    words(24, 57, `Age from capture to receipt, log scale; 20 ms each way; ${offered(conditions)}.`, "soft"),
    ...phases(rows, seconds, x),
    ...ticks.flatMap((ms) => [
      line([plot.left, y(ms)], [plot.right, y(ms)], "rule"),
      words(plot.left - 8, y(ms) + 4, duration(ms), "soft small end"),
    ]),
    line([plot.left, y(boundMs)], [plot.right, y(boundMs)], "bound"),
    ...lines,
    ...labels(ordered, y),
    ...quality(shown.find(({ ours }) => ours)?.pictures ?? [], x),
    ...[0, 5, 10, 15, 20, 25, 30]
      .filter((second) => second <= seconds)
      .map((second) => words(x(second), height - 22, `${second} s`, "soft small middle")),
  ];
  const description = `Age of the pictures over ${seconds} seconds: ${shown
    .map(({ contestant, summary }) => `${contestant} ${duration(summary?.age?.p95 ?? 0)} at the 95th percentile`)
    .join(", ")}.`;
  return svg({ width, height, title: "Age over time on a link whose rate changes", description }, content);
}

/** A box for each time in which the rate is the same, with its rate. */
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
    return [...slow, words((from + to) / 2, plot.top - 8, `${rate / 1e6} Mbit/s`, "small strong middle")];
  });
}

/** Names at the ends of the lines, far enough apart to be read. */
function labels(rows: readonly Row[], y: (ms: number) => number): readonly string[] {
  const names = rows.map(({ contestant, ours, pictures }) => ({
    text: ours ? "Framewire" : contestant,
    look: `f-${contestant}${ours ? " strong" : ""}`,
    at: y(pictures.at(-1)?.ageMs ?? 0),
  }));
  let last = Number.NEGATIVE_INFINITY;
  return [...names, { text: "bound: 150 ms", look: "small strong", at: y(boundMs) }]
    .sort((a, b) => a.at - b.at)
    .map(({ text, look, at }) => {
      last = Math.max(at, last + 17);
      return words(plot.right + 10, last + 4, text, look);
    });
}

/** What gave way: how large Framewire's pictures are. */
function quality(pictures: readonly Aged[], x: (at: number) => number): readonly string[] {
  const most = Math.max(1, ...pictures.map(({ bytes }) => bytes));
  const height = strip.bottom - strip.top;
  const points = pictures.map(({ at, bytes }) => `${short(x(at))} ${short(strip.bottom - (bytes / most) * height)}`);
  const [first, last] = [pictures[0], pictures.at(-1)];
  if (!first || !last) return [];
  const area = `M${short(x(first.at))} ${strip.bottom}L${points.join("L")}L${short(x(last.at))} ${strip.bottom}Z`;
  return [
    `<path class="f-framewire" fill-opacity="0.3" d="${area}"/>`,
    line([plot.left, strip.bottom], [plot.right, strip.bottom], "rule"),
    words(plot.left - 8, strip.top + 8, `${(most / 1000).toFixed(0)} KB`, "soft small end"),
    words(plot.left - 8, strip.bottom + 4, "0", "soft small end"),
    words(plot.right + 10, strip.top + 22, "Framewire’s", "f-framewire small"),
    words(plot.right + 10, strip.top + 38, "bytes a picture", "f-framewire small"),
  ];
}

/** The oldest picture of each tenth of a second. */
function thinned(pictures: readonly Aged[]): readonly Aged[] {
  const oldest = new Map<number, Aged>();
  for (const picture of pictures) {
    const tenth = Math.floor(picture.at * 10);
    const known = oldest.get(tenth);
    if (!known || known.ageMs < picture.ageMs) oldest.set(tenth, picture);
  }
  return [...oldest.values()];
}
