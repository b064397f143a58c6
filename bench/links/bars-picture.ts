import { apps } from "./contestants.ts";
import { offered, type Report, type Row } from "./report.ts";
import type { Scenario } from "./scenarios.ts";
import { box, duration, line, logScale, svg, words } from "./svg.ts";

const width = 900;
const plot = { left: 224, right: 760, top: 96 };
const bar = 13;
const step = 16;
const gap = 14;
const ticks = [10, 30, 100, 300, 1000, 3000, 10_000];

/** It is on a link that stays as it is, and others are measured there too. */
export function isInBars({ scenario }: Row): boolean {
  return !scenario.changes && !scenario.withoutPeers;
}

/** The 95th percentile of age on each link, one bar a contestant, with the frames a second that came. */
export function barsPicture({ rows, conditions }: Report): string {
  const scenarios = [...new Set(rows.filter(isInBars).map(({ scenario }) => scenario))];
  const x = logScale([4, 16_000], [plot.left, plot.right]);
  const content: string[] = [];
  let top = plot.top;
  for (const scenario of scenarios) {
    const own = rows.filter((row) => row.scenario === scenario && row.summary && row.contestant !== apps.name);
    content.push(...group(scenario, own, top, x));
    top += own.length * step + gap;
  }
  const bottom = top - gap + 6;
  const grid = ticks.flatMap((ms) => [
    line([x(ms), plot.top - 8], [x(ms), bottom], "rule"),
    words(x(ms), bottom + 18, duration(ms), "soft small middle"),
  ]);
  const head = [
    words(24, 36, "How old pictures are when they arrive", "title"),
    words(
      24,
      57,
      `95th percentile of age from capture to receipt, log scale; ${offered(conditions)}, ${conditions.seconds} s a link.`,
      "soft",
    ),
    words(
      24,
      75,
      "With each bar: the age, and the frames a second that arrived. The mark is the most that Framewire may have.",
      "soft",
    ),
  ];
  const description = rows
    .flatMap(({ scenario, contestant, summary }) =>
      summary?.age && scenarios.includes(scenario)
        ? [`${scenario.title}: ${contestant} ${duration(summary.age.p95)}`]
        : [],
    )
    .join("; ");
  const canvas = { width, height: bottom + 38, title: "Age of the pictures on links of several kinds", description };
  return svg(canvas, [...head, ...grid, ...content]);
}

function group(scenario: Scenario, rows: readonly Row[], top: number, x: (ms: number) => number): readonly string[] {
  const middle = top + (rows.length * step) / 2;
  const [name = "", ...more] = scenario.title.split(", ");
  const content = [words(24, middle - 2, name, "strong"), words(24, middle + 14, more.join(", "), "soft small")];
  for (const [index, { contestant, ours, summary }] of rows.entries()) {
    const y = top + index * step;
    const label = ours ? "Framewire" : contestant;
    content.push(words(plot.left - 8, y + bar - 2.5, label, `small end f-${contestant}${ours ? " strong" : ""}`));
    if (!summary?.age) {
      content.push(words(plot.left + 6, y + bar - 2.5, "no picture", "soft small"));
      continue;
    }
    const end = x(summary.age.p95);
    const look = `f-${contestant}`;
    content.push(box([plot.left, y], [end - plot.left, bar], look, ours ? ' rx="2"' : ' rx="2" fill-opacity="0.55"'));
    const goal = scenario.goals.ageP95Ms;
    let after = end;
    if (ours && goal !== undefined) {
      for (const look of ["halo", "mark"]) content.push(line([x(goal), y - 2], [x(goal), y + bar + 2], look));
      after = Math.max(end, x(goal));
    }
    const figures = `${duration(summary.age.p95)}, ${summary.fps.toFixed(0)} fps`;
    content.push(words(after + 7, y + bar - 2.5, figures, ours ? "small strong" : "small soft"));
  }
  return content;
}
