import { PassThrough } from "node:stream";
import { WriteStream } from "node:tty";
import { expect, it, onTestFinished, vi } from "vitest";
import type { Finding } from "./finding.ts";
import { exitCodeOf } from "./finding.ts";
import { findingLines, type Paper, paperFor, verdict } from "./print.ts";

const plain: Paper = { paint: (_style, text) => text };

const fine: Finding = { topic: "ffmpeg", state: "fine", says: "7.1.1" };
const note: Finding = { topic: "OpenCV", state: "note", says: "not built here", fix: "pnpm setup:opencv" };
const advice: Finding = {
  topic: "Camera",
  state: "advice",
  says: "one",
  more: ["mjpeg 1", "h264 2"],
  fix: "Plug it in anew.",
};
const broken: Finding = { topic: "Server", state: "broken", says: "nothing there", fix: "Start it." };

it("a finding is a line with a mark, what belongs to it below, and how to mend it last", () => {
  expect([fine, note, advice, broken].flatMap((finding) => findingLines(finding, plain))).toEqual([
    "✓ ffmpeg   7.1.1",
    "· OpenCV   not built here",
    "           → pnpm setup:opencv",
    "! Camera   one",
    "           mjpeg 1",
    "           h264 2",
    "           → Plug it in anew.",
    "✗ Server   nothing there",
    "           → Start it.",
  ]);
});

it("lines are broken between words where a terminal is too narrow for them, and go on where they began", () => {
  const long = "See that the machine is on, and that its firewall lets the port in.";
  const lines = findingLines({ ...broken, says: long, fix: long }, { ...plain, columns: 40 });
  expect(lines.length).toBeGreaterThan(4);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(40);
  expect(lines.slice(1).every((line) => line.startsWith(" ".repeat(11)))).toBe(true);
  const said = lines.map((line) => line.slice(11)).join(" ");
  expect(said.replace("→ ", "").replaceAll(/ +/g, " ")).toBe(`${long} ${long}`);
});

it("colours stand around marks and topics only where there are colours", () => {
  const painted: string[] = [];
  const paint: Paper["paint"] = (style, text) => {
    painted.push(`${style}: ${text.trim()}`);
    return text;
  };
  findingLines(advice, { paint });
  expect(painted).toEqual(["yellow: !", "bold: Camera", "dim: mjpeg 1", "dim: h264 2", "cyan: →"]);
});

it("is coloured on a terminal, unless NO_COLOR is set, and never in a file", () => {
  // As a terminal of that name does it, wherever the test runs.
  const getColorDepth = (): number => {
    const { NO_COLOR } = process.env;
    return WriteStream.prototype.getColorDepth({ TERM: "xterm-256color", NO_COLOR });
  };
  const terminal = Object.assign(new PassThrough(), { isTTY: true, columns: 80, getColorDepth });
  const drawn = (stream: object): string => findingLines(fine, paperFor(stream as NodeJS.WriteStream)).join("");
  vi.stubEnv("FORCE_COLOR", undefined);
  vi.stubEnv("NO_COLOR", undefined);
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(drawn(terminal)).toContain("\u001b[32m✓\u001b[39m");
  expect(drawn(new PassThrough())).toBe("✓ ffmpeg   7.1.1");
  vi.stubEnv("NO_COLOR", "1");
  expect(drawn(terminal)).toBe("✓ ffmpeg   7.1.1");
});

it("the last line and the exit code go by the worst; advice alone is no failure", () => {
  expect([verdict([fine, note], plain), exitCodeOf([fine, note])]).toEqual(["All is well.", 0]);
  expect([verdict([fine, advice], plain), exitCodeOf([fine, advice])]).toEqual([
    "All that is needed works; one thing could be better.",
    0,
  ]);
  expect([verdict([advice, broken, broken], plain), exitCodeOf([advice, broken])]).toEqual([
    "2 things that are needed do not work.",
    1,
  ]);
});
