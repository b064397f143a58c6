import { styleText } from "node:util";
import type { Finding } from "./finding.ts";

/** Where findings are printed. */
export interface Paper {
  /** How long a line may be; undefined where no terminal limits it. */
  readonly columns?: number | undefined;
  /** Gives a text a colour, or leaves it as it is. */
  readonly paint: (style: Parameters<typeof styleText>[0], text: string) => string;
}

const marks = { fine: ["green", "✓"], note: ["dim", "·"], advice: ["yellow", "!"], broken: ["red", "✗"] } as const;
const topicWidth = 8;
const indent = " ".repeat(topicWidth + 3);
/** A longer line is hard to read. */
const widest = 100;

/** Paper that is a stream: coloured where that is a terminal and nobody has asked for none (`NO_COLOR`). */
export function paperFor(stream: NodeJS.WriteStream): Paper {
  return {
    columns: stream.isTTY ? stream.columns : undefined,
    paint: (style, text) => styleText(style, text, { stream }),
  };
}

/** Lines of one finding: a mark, its topic, what is to be said, and below that how to mend it. */
export function findingLines({ topic, state, says, more = [], ...rest }: Finding, paper: Paper): readonly string[] {
  const { paint } = paper;
  const [style, mark] = marks[state];
  const head = `${paint(style, mark)} ${paint("bold", topic.padEnd(topicWidth))} `;
  const fix = "fix" in rest ? rest.fix : undefined;
  const [first = "", ...others] = wrap(says, paper.columns);
  return [
    `${head}${first}`,
    ...others.map((line) => `${indent}${line}`),
    ...more.flatMap((line) => wrap(line, paper.columns)).map((line) => `${indent}${paint("dim", line)}`),
    ...(fix === undefined ? [] : wrap(fix, paper.columns, 2)).map(
      (line, i) => `${indent}${i === 0 ? `${paint("cyan", "→")} ` : "  "}${line}`,
    ),
  ];
}

/** The last line: how it is as a whole. */
export function verdict(findings: readonly Finding[], { paint }: Pick<Paper, "paint">): string {
  const count = (state: Finding["state"]): number => findings.filter((finding) => finding.state === state).length;
  const [broken, advice] = [count("broken"), count("advice")];
  if (broken > 0)
    return paint(
      "red",
      broken === 1 ? "One thing that is needed does not work." : `${broken} things that are needed do not work.`,
    );
  if (advice > 0)
    return paint(
      "yellow",
      `All that is needed works; ${advice === 1 ? "one thing" : `${advice} things`} could be better.`,
    );
  return paint("green", "All is well.");
}

/** Breaks a text between words, into lines for what is right of the topics. */
function wrap(text: string, columns: number | undefined, less = 0): readonly string[] {
  if (columns === undefined) return [text];
  const width = Math.max(Math.min(columns, widest) - indent.length - less, 20);
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
