import { hostname } from "node:os";
import { type Codec, jpeg, webp } from "@framewire/codec";
import { type Command, InvalidArgumentError, Option } from "commander";
import { type LogLevel, logLevels } from "../output/log.ts";
import { parseDuration, parseFps, parseLatency, parseSize, parseWhole, type Size } from "./parse.ts";

/** What both command lines take. */
export interface CommonOptions {
  readonly source: string;
  readonly sourceFingerprint?: string;
  readonly sourceInsecure?: boolean;
  readonly loop?: boolean;
  readonly size: Size;
  readonly fps: number;
  readonly codec: readonly Codec[];
  readonly quality: number;
  /** As it was written: what a count means depends on the quality. */
  readonly levels?: string;
  /** In milliseconds. */
  readonly maxLatency: number;
  readonly name: string;
  readonly view: "web" | "window" | "none";
  readonly viewPort: number;
  readonly viewHost: string;
  readonly keepWatching?: boolean;
  readonly duration?: number;
  readonly stats?: boolean;
  readonly json?: boolean;
  readonly logLevel: LogLevel;
}

const codecs: readonly Codec[] = [jpeg, webp];

/** The codecs that `text` names, in its order. */
export function parseCodecs(text: string): readonly Codec[] {
  return [...new Set(text.split(","))].map((name) => {
    const codec = codecs.find((candidate) => candidate.name === name.trim());
    if (!codec)
      throw new InvalidArgumentError(
        `Name one or more of ${codecs.map((known) => known.name).join(", ")}, with commas between.`,
      );
    return codec;
  });
}

/** Below the options in `--help`. */
const notes = `
Enter, Ctrl-C or the end of --duration hang up: both sides say bye.
A peer's line tells what comes in and goes out, how old the pictures are when
they come (p50/p95), the round trip, what was dropped on this side and, when the
link has no room for the best, the level of the pictures, counted from 0.
Pictures are taken, encoded and sent only while somebody looks: a window, or a
page that is open and not hidden. A page can hang up as well, and share its own
camera, which then takes the place of --source.
Exit codes: 0 hung up or bye, 1 failed, 2 wrong usage.`;

/** Gives a command the options that all share, below its own. The viewer's port is each app's own. */
export function withCommonOptions(command: Command, defaults: { readonly viewPort: number }): Command {
  return command
    .addHelpText("after", notes)
    .option(
      "--source <source>",
      "pictures to send: auto (a webcam, or else the pattern), pattern, none, an MJPEG stream's http:// or https:// address, " +
        "a webcam (0 is the first; by ffmpeg, or else by OpenCV where it is built), by ffmpeg rtsp://…, a video file, screen: or lavfi:…, " +
        "and whatever OpenCV opens: opencv:DEVICE, a number, path, file, address or pipeline. ffmpeg:0 is the first webcam by ffmpeg",
      "auto",
    )
    .option("--loop", "begin a video file anew at its end")
    .option("--source-fingerprint <sha256>", "accept just this certificate of an https source")
    .option("--source-insecure", "accept any certificate of an https source")
    .addOption(
      new Option("--size <size>", "size of the pattern, and asked of a webcam")
        .argParser(parseSize)
        .default({ width: 1280, height: 720 }, "1280x720"),
    )
    .option("--fps <rate>", "frames a second of the pattern, and asked of a webcam and the screen", parseFps, 30)
    .addOption(
      new Option("--codec <names>", "codecs, the preferred one first")
        .argParser(parseCodecs)
        .default(codecs, "jpeg,webp"),
    )
    .option("--quality <1-100>", "quality of the encoders at their best", parseWhole(1, 100), 80)
    .addOption(
      new Option("--max-latency <time>", "how old a picture may be when it comes, in and out; the stricter side counts")
        .argParser(parseLatency)
        .default(150, "150ms"),
    )
    .option(
      "--levels <levels>",
      "what pictures come down to for that: how many levels from the quality down (1 keeps it), or QUALITY or QUALITYxSCALE of each, the best first, such as 80,60,40x0.5",
    )
    .option("--name <name>", "how the other side calls this one", hostname())
    .addOption(
      new Option(
        "--view <where>",
        "where to show the pictures: a page for browsers, or OpenCV's window, which shows the peer that came last and ourselves small; Enter in it and closing it hang up",
      )
        .choices(["web", "window", "none"])
        .default("web"),
    )
    .option("--view-port <port>", "port of the page", parseWhole(0, 65_535), defaults.viewPort)
    .option(
      "--view-host <address>",
      "address of the page; beyond this machine, such as 0.0.0.0, it is https and opens by its link only",
      "127.0.0.1",
    )
    .option("--keep-watching", "take the peer's pictures even while nobody looks, to measure or to keep them warm")
    .option("--duration <time>", "hang up after this time, such as 10s or 5m", parseDuration)
    .option("--stats", "show how long the pictures of each peer are in each stage, and which is the slowest")
    .option("--json", "write one JSON object a line to standard output, and people's text to standard error")
    .addOption(new Option("--log-level <level>", "what people are told").choices([...logLevels]).default("info"));
}
