/** The parsers of text that people type. */

import { parseSource, SourceError } from "@framewire/capture";
import { formatAddress, parseAddress } from "@framewire/client";
import { parseLadder } from "@framewire/codec";
import { parseFingerprint } from "../../../packages/capture/dist/mjpeg/http/fingerprint.js";
import { bytesOf, ensure, type Target } from "../target.ts";

const secret = "hunter2";

/** Returns the parsed value; undefined if the parser throws its own class of error, with a sentence without a password. */
function parsed<T>(parse: () => T, kind: new (...given: never[]) => Error, hidden?: RegExp): T | undefined {
  try {
    return parse();
  } catch (error) {
    ensure(error instanceof kind, `What is thrown is not a ${kind.name}: ${(error as Error).stack}`);
    ensure(
      error.message.length > 10 && error.message.endsWith("."),
      `The message is not a sentence: “${error.message}”`,
    );
    ensure(!hidden?.test(error.message), `The password is in the error: “${error.message}”`);
    return undefined;
  }
}

/** Text that people type: source, address, levels, fingerprint. */
export const typedInput: Target = {
  invariants: [
    "Each parser returns a value or throws its documented error, whose message is a sentence without a password.",
    "A formatted address parses to the same address. Levels decrease, and are within their limits.",
  ],
  covers: [
    "capture/dist/parse-source",
    "capture/dist/ffmpeg/input/parse-input",
    "capture/dist/ffmpeg/input/camera-input",
    "capture/dist/ffmpeg/input/screen-input",
    "capture/dist/ffmpeg/input/test-source-input",
    "capture/dist/mjpeg/http/camera-address",
    "capture/dist/mjpeg/http/fingerprint",
    "client/dist/address",
    "codec/dist/simulcast/parse-levels",
  ],
  seeds: [
    ...[
      "pattern",
      "none",
      "0",
      "/dev/video0",
      "/dev/v4l/by-id/x",
      "screen:",
      "screen::0",
      "lavfi:testsrc2=size=64x48:rate=5",
    ],
    ...[
      `http://user:${secret}@camera:8080/video?token=${secret}`,
      `rtsp://user:${secret}@camera/`,
      "ffmpeg:0",
      "file:x",
    ],
    ...["video.mp4", "./video.mp4", "/etc/", "192.168.1.20:4700", "[fe80::1]:4700", "::1", "host", "80,60,40x0.5", "3"],
    `sha256:${"a1:".repeat(31)}a1`,
  ].map(bytesOf),
  dictionary: [
    ...[
      "http://",
      "https://",
      "rtsp://",
      "ffmpeg:",
      "lavfi:",
      "screen:",
      "/dev/",
      "file:",
      `u:${secret}@`,
      ".mp4",
      "\0",
    ],
    ...["%00", "%", "[", "]", "::", ":65535", "x0.5", ",", "../", "\u00e9", "\n", " ", "testsrc=", "-", "999999"],
  ].map(bytesOf),
  maxBytes: 5000,
  run(input) {
    const text = Buffer.from(input).toString("utf8");
    const hidden = /^[a-z]+:\/\/[^?#]*:hunter2@/i.test(text) ? /^[^?]*:hunter2@/ : undefined;
    parsed(() => parseSource(text), SourceError, hidden);
    parsed(() => parseSource(text, { fingerprint: "00".repeat(32) }), SourceError, hidden);
    parsed(() => parseFingerprint(text), SourceError);
    const address = parsed(() => parseAddress(text), RangeError);
    if (address) {
      ensure(address.port >= 1 && address.port <= 65_535, `The port is ${address.port}.`);
      const again = parseAddress(formatAddress(address));
      ensure(again.host === address.host && again.port === address.port, "The formatted address parses to another.");
    }
    const levels = parsed(() => parseLadder(text), RangeError) ?? [];
    for (const [i, { quality, scale, relativeBytes }] of levels.entries()) {
      ensure(quality >= 1 && quality <= 100 && scale >= 0.05 && scale <= 1, `There is a level ${quality}x${scale}.`);
      ensure(i === 0 || relativeBytes < (levels[i - 1]?.relativeBytes ?? 0), "The levels do not decrease.");
    }
  },
};
