/** The options of both the server and the client. */
import { hostname } from "node:os";
import { type Codec, jpeg, webp } from "@framewire/codec";
import { type Command, InvalidArgumentError, Option } from "commander";
import { type LogLevel, logLevels } from "../output/log.ts";
import { parseDuration, parseFps, parseLatency, parseOrigin, parseSize, parseWhole, type Size } from "./parse.ts";

/** Adds the common options to a command, below its own. The default port of the view is the command's own. */
export function withCommonOptions(command: Command, defaults: { readonly viewPort: number }): Command {
  return command
    .addHelpText("after", notes)
    .option(
      "--source <source>",
      "video to send: auto (a webcam, or else the test pattern), pattern, none, the http:// or https:// address of an MJPEG " +
        "stream, a webcam (0 is the first; read by ffmpeg, or else by OpenCV if it is built), by ffmpeg rtsp://…, a video file, " +
        "screen: or lavfi:…, and by OpenCV opencv:DEVICE with a number, path, address or pipeline. ffmpeg:0 is the first webcam by ffmpeg",
      "auto",
    )
    .option("--loop", "restart a video file at its end")
    .option(
      "--source-fingerprint <sha256>",
      "accept exactly this certificate of an https source, also with TLS 1.0 and 1.1",
    )
    .option("--source-insecure", "accept any certificate of an https source, also with TLS 1.0 and 1.1")
    .option(
      "--source-open-timeout <time>",
      "time for a camera's first frame; doubles with each attempt, up to 2m (default: 15s)",
      parseDuration,
    )
    .option(
      "--source-stall-timeout <time>",
      "time without data after which a camera is opened again; at least three times its own interval (default: 5s, by ffmpeg 2.5s)",
      parseDuration,
    )
    .addOption(
      new Option("--size <size>", "size of the pattern, and requested from a webcam")
        .argParser(parseSize)
        .default({ width: 1280, height: 720 }, "1280x720"),
    )
    .option("--fps <rate>", "frame rate of the pattern, and requested from a webcam or the screen", parseFps, 30)
    .addOption(
      new Option("--codec <names>", "codecs, the preferred one first")
        .argParser(parseCodecs)
        .default(codecs, "jpeg,webp"),
    )
    .option("--quality <1-100>", "quality of the best level", parseWhole(1, 100), 80)
    .addOption(
      new Option(
        "--max-latency <time>",
        "end-to-end latency target in both directions; the lower of both sides applies",
      )
        .argParser(parseLatency)
        .default(150, "150ms"),
    )
    .option(
      "--levels <levels>",
      "levels to fall back to on a slow link: their number (1 keeps the quality), or QUALITY or QUALITYxSCALE of each, best first, such as 80,60,40x0.5",
    )
    .option("--name <name>", "name that the other side shows for this one", hostname())
    .addOption(
      new Option(
        "--view <where>",
        "where to show the video: web (a page for browsers), window (of OpenCV: the newest peer large, this side small) or none",
      )
        .choices(["web", "window", "none"])
        .default("web"),
    )
    .option("--view-port <port>", "port of the page", parseWhole(0, 65_535), defaults.viewPort)
    .option(
      "--view-host <address>",
      "address of the page; on any other than loopback, such as 0.0.0.0, it uses https and opens by its link only",
      "127.0.0.1",
    )
    .option(
      "--view-origin <url>",
      "address of the page behind a reverse proxy, such as https://example.org/cam/; it then opens by its link only",
      parseOrigin,
    )
    .option("--view-only-link", "also show a link to the page that may watch, but not hang up or share a camera")
    .option("--new-code", "create and store a new code of the page's links, so that the former ones no longer work")
    .option("--keep-watching", "receive the peer's video even while no viewer is open")
    .option("--duration <time>", "hang up after this time, such as 10s or 5m", parseDuration)
    .option("--stats", "show how long frames spend in each latency stage, and which is the slowest")
    .option("--json", "write one JSON object a line to standard output, and all other text to standard error")
    .addOption(
      new Option("--log-level <level>", "least important messages to show").choices([...logLevels]).default("info"),
    );
}

/** The options of both the server and the client. */
export interface CommonOptions {
  readonly source: string;
  readonly sourceFingerprint?: string;
  readonly sourceInsecure?: boolean;
  /** In milliseconds. */
  readonly sourceOpenTimeout?: number;
  /** In milliseconds. */
  readonly sourceStallTimeout?: number;
  readonly loop?: boolean;
  readonly size: Size;
  readonly fps: number;
  readonly codec: readonly Codec[];
  readonly quality: number;
  /** As written: the meaning of a number depends on `quality`. */
  readonly levels?: string;
  /** In milliseconds. */
  readonly maxLatency: number;
  readonly name: string;
  readonly view: "web" | "window" | "none";
  readonly viewPort: number;
  readonly viewHost: string;
  readonly viewOrigin?: string;
  readonly viewOnlyLink?: boolean;
  readonly newCode?: boolean;
  readonly keepWatching?: boolean;
  /** In milliseconds. */
  readonly duration?: number;
  readonly stats?: boolean;
  readonly json?: boolean;
  readonly logLevel: LogLevel;
}

const codecs: readonly Codec[] = [jpeg, webp];

/** Returns the codecs that `text` names, in its order and without duplicates. */
export function parseCodecs(text: string): readonly Codec[] {
  return [...new Set(text.split(","))].map((name) => {
    const codec = codecs.find((candidate) => candidate.name === name.trim());
    if (!codec) {
      const names = codecs.map((known) => known.name).join(", ");
      throw new InvalidArgumentError(`Name one or more of ${names}, separated by commas.`);
    }
    return codec;
  });
}

/** Shown below the options in `--help`. */
const notes = `
Enter, Ctrl-C or the end of --duration hangs up, which ends a client and its
server's call; with several peers, a second Enter within 10 s does. SIGTERM,
as a service gets when it restarts, says "shutting down": clients wait.
The live line of a peer shows the frame rates in and out, the age of received
frames (p50/p95), the round trip, the frames dropped on this side and, on a
link too slow for the best level, the level, counted from 0.
Frames are captured, encoded and sent only while a viewer wants them: a window,
or a page that is open and visible. A page can also hang up, and share its own
camera, which then replaces --source.
At the start --source is opened for a moment: a mistyped one ends the program.
Later a source that fails is tried again, and the calls go on.
Times are written as 500ms, 10s, 5m or 1h.
Exit codes: 0 hung up or bye, 1 failed, 2 wrong usage.`;
