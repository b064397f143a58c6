/** Chart: the 95th percentile of age on each link. */
import { describeCamera, type Results, type Row } from "../results/report.ts";
import type { Scenario } from "../scenarios.ts";
import { box, duration, label, line, logScale, svg } from "./svg.ts";

const width = 900;
const plot = { left: 224, right: 760, top: 96 };
const bar = 13;
const step = 16;
const gap = 14;
const ticks = [10, 30, 100, 300, 1000, 3000, 10_000];

/** The link does not change, and other systems are measured on it. */
export function isInAgeBars({ scenario }: Row): boolean {
  return !scenario.changes && !scenario.withoutPeers;
}

/** A bar for each system on each link. */
export function ageBars({ rows, conditions }: Results): string {
  const scenarios = [...new Set(rows.filter(isInAgeBars).map(({ scenario }) => scenario))];
  const x = logScale([4, 16_000], [plot.left, plot.right]);
  const content: string[] = [];
  let top = plot.top;
  for (const scenario of scenarios) {
    const own = rows.filter((row) => row.scenario === scenario && row.summary);
    content.push(...group(scenario, own, top, x));
    top += own.length * step + gap;
  }
  const bottom = top - gap + 6;
  const grid = ticks.flatMap((ms) => [
    line([x(ms), plot.top - 8], [x(ms), bottom], "rule"),
    label(x(ms), bottom + 18, duration(ms), "soft small middle"),
  ]);
  const head = [
    label(24, 36, "Age of frames on reception", "title"),
    label(
      24,
      57,
      `95th percentile of age from capture to reception, log scale; ${describeCamera(conditions)}, ${conditions.seconds} s a link.`,
      "soft",
    ),
    label(
      24,
      75,
      "Beside each bar: the age, and the frames a second that arrived. The mark is Framewire's goal.",
      "soft",
    ),
  ];
  const description = rows
    .flatMap(({ scenario, system, summary }) =>
      summary?.age && scenarios.includes(scenario) ? [`${scenario.title}: ${system} ${duration(summary.age.p95)}`] : [],
    )
    .join("; ");
  const canvas = { width, height: bottom + 38, title: "Age of frames on links of several kinds", description };
  return svg(canvas, [...head, ...grid, ...content]);
}

function group(scenario: Scenario, rows: readonly Row[], top: number, x: (ms: number) => number): readonly string[] {
  const middle = top + (rows.length * step) / 2;
  const [rate = "", ...more] = scenario.title.split(", ");
  const content = [label(24, middle - 2, rate, "strong"), label(24, middle + 14, more.join(", "), "soft small")];
  for (const [index, { system, ours, summary }] of rows.entries()) {
    const y = top + index * step;
    const name = ours ? "Framewire" : system;
    content.push(label(plot.left - 8, y + bar - 2.5, name, `small end f-${system}${ours ? " strong" : ""}`));
    if (!summary?.age) {
      content.push(label(plot.left + 6, y + bar - 2.5, "no frame", "soft small"));
      continue;
    }
    const end = x(summary.age.p95);
    content.push(
      box([plot.left, y], [end - plot.left, bar], `f-${system}`, ours ? ' rx="2"' : ' rx="2" fill-opacity="0.55"'),
    );
    const goal = scenario.goals.ageP95Ms;
    let after = end;
    if (ours && goal !== undefined) {
      for (const mark of ["halo", "mark"]) content.push(line([x(goal), y - 2], [x(goal), y + bar + 2], mark));
      after = Math.max(end, x(goal));
    }
    const figures = `${duration(summary.age.p95)}, ${summary.fps.toFixed(0)} fps`;
    content.push(label(after + 7, y + bar - 2.5, figures, ours ? "small strong" : "small soft"));
  }
  return content;
}
