/** Formats findings as lines of a terminal. */
import { styleText } from "node:util";
import type { Finding } from "./finding.ts";

/** Returns the lines of a finding: a mark, the topic and the message, then the details, then the fix. */
export function findingLines(
  { topic, status, message, details = [], ...rest }: Finding,
  style: OutputStyle,
): readonly string[] {
  const { paint } = style;
  const [color, mark] = marks[status];
  const head = `${paint(color, mark)} ${paint("bold", topic.padEnd(topicWidth))} `;
  const fix = "fix" in rest ? rest.fix : undefined;
  const [first = "", ...others] = wrap(message, style.columns);
  return [
    `${head}${first}`,
    ...others.map((line) => `${indent}${line}`),
    ...details.flatMap((line) => wrap(line, style.columns)).map((line) => `${indent}${paint("dim", line)}`),
    ...(fix === undefined ? [] : wrap(fix, style.columns, 2)).map(
      (line, i) => `${indent}${i === 0 ? `${paint("cyan", "→")} ` : "  "}${line}`,
    ),
  ];
}

/** Where findings are written. */
export interface OutputStyle {
  /** The most columns of a line; undefined without a terminal. */
  readonly columns?: number | undefined;
  /** Colours a text, or returns it as it is. */
  readonly paint: (style: Parameters<typeof styleText>[0], text: string) => string;
}

/** Returns the style of a stream: coloured if it is a terminal, unless `NO_COLOR` is set. */
export function outputStyleFor(stream: NodeJS.WriteStream): OutputStyle {
  return {
    columns: stream.isTTY ? stream.columns : undefined,
    paint: (style, text) => styleText(style, text, { stream }),
  };
}

const marks = { ok: ["green", "✓"], info: ["dim", "·"], warning: ["yellow", "!"], error: ["red", "✗"] } as const;
const topicWidth = 8;
const indent = " ".repeat(topicWidth + 3);
/** Longer lines are hard to read. */
const maxColumns = 100;

/** Returns the last line: the overall result. */
export function summaryLine(findings: readonly Finding[], { paint }: Pick<OutputStyle, "paint">): string {
  const count = (status: Finding["status"]): number => findings.filter((finding) => finding.status === status).length;
  const [errors, warnings] = [count("error"), count("warning")];
  if (errors > 0) {
    return paint("red", errors === 1 ? "One required thing does not work." : `${errors} required things do not work.`);
  }
  if (warnings > 0) {
    return paint(
      "yellow",
      `Everything required works; ${warnings === 1 ? "one thing" : `${warnings} things`} could be better.`,
    );
  }
  return paint("green", "Everything works.");
}

/** Wraps a text between words into the columns right of the topics, minus `reserved`. */
function wrap(text: string, columns: number | undefined, reserved = 0): readonly string[] {
  if (columns === undefined) return [text];
  const width = Math.max(Math.min(columns, maxColumns) - indent.length - reserved, 20);
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
