import { PassThrough } from "node:stream";
import { WriteStream } from "node:tty";
import { expect, it, onTestFinished, vi } from "vitest";
import type { Finding } from "./finding.ts";
import { exitCodeOf } from "./finding.ts";
import { findingLines, type OutputStyle, outputStyleFor, summaryLine } from "./format-findings.ts";

const plain: OutputStyle = { paint: (_style, text) => text };

const ok: Finding = { topic: "ffmpeg", status: "ok", message: "7.1.1" };
const info: Finding = { topic: "OpenCV", status: "info", message: "not built", fix: "pnpm setup:opencv" };
const warning: Finding = {
  topic: "Camera",
  status: "warning",
  message: "one",
  details: ["mjpeg 1", "h264 2"],
  fix: "Plug it in again.",
};
const error: Finding = { topic: "Server", status: "error", message: "does not answer", fix: "Start it." };

it("a finding has a line with a mark, then its details, then its fix", () => {
  expect([ok, info, warning, error].flatMap((finding) => findingLines(finding, plain))).toEqual([
    "✓ ffmpeg   7.1.1",
    "· OpenCV   not built",
    "           → pnpm setup:opencv",
    "! Camera   one",
    "           mjpeg 1",
    "           h264 2",
    "           → Plug it in again.",
    "✗ Server   does not answer",
    "           → Start it.",
  ]);
});

it("long lines wrap between words and keep their indent", () => {
  const long = "Check that the machine is on, and that its firewall lets the port in.";
  const lines = findingLines({ ...error, message: long, fix: long }, { ...plain, columns: 40 });
  expect(lines.length).toBeGreaterThan(4);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(40);
  expect(lines.slice(1).every((line) => line.startsWith(" ".repeat(11)))).toBe(true);
  const text = lines.map((line) => line.slice(11)).join(" ");
  expect(text.replace("→ ", "").replaceAll(/ +/g, " ")).toBe(`${long} ${long}`);
});

it("colours marks, topics, details and arrows", () => {
  const painted: string[] = [];
  const paint: OutputStyle["paint"] = (style, text) => {
    painted.push(`${style}: ${text.trim()}`);
    return text;
  };
  findingLines(warning, { paint });
  expect(painted).toEqual(["yellow: !", "bold: Camera", "dim: mjpeg 1", "dim: h264 2", "cyan: →"]);
});

it("is coloured on a terminal unless NO_COLOR is set, and never in a file", () => {
  // As on this terminal, wherever the test runs.
  const getColorDepth = (): number => {
    const { NO_COLOR } = process.env;
    return WriteStream.prototype.getColorDepth({ TERM: "xterm-256color", NO_COLOR });
  };
  const terminal = Object.assign(new PassThrough(), { isTTY: true, columns: 80, getColorDepth });
  const drawn = (stream: object): string => findingLines(ok, outputStyleFor(stream as NodeJS.WriteStream)).join("");
  vi.stubEnv("FORCE_COLOR", undefined);
  vi.stubEnv("NO_COLOR", undefined);
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(drawn(terminal)).toContain("\u001b[32m✓\u001b[39m");
  expect(drawn(new PassThrough())).toBe("✓ ffmpeg   7.1.1");
  vi.stubEnv("NO_COLOR", "1");
  expect(drawn(terminal)).toBe("✓ ffmpeg   7.1.1");
});

it("the summary and the exit code follow the worst status; warnings alone are no failure", () => {
  expect([summaryLine([ok, info], plain), exitCodeOf([ok, info])]).toEqual(["Everything works.", 0]);
  expect([summaryLine([ok, warning], plain), exitCodeOf([ok, warning])]).toEqual([
    "Everything required works; one thing could be better.",
    0,
  ]);
  expect([summaryLine([warning, error, error], plain), exitCodeOf([warning, error])]).toEqual([
    "2 required things do not work.",
    1,
  ]);
});
