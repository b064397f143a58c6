/** Inputs of ffmpeg by the text that users write. */
import { type Stats, statSync } from "node:fs";
import { resolve } from "node:path";
import { SourceError } from "../../source-error.ts";
import { redactAddress } from "../../source-kit/redact-address.ts";
import { hrefWithZone, labelOf, parseStreamUrl } from "../../source-kit/stream-url.ts";
import { cameraInput } from "./camera-input.ts";
import { fileFormats, videoFileName } from "./file-formats.ts";
import type { Input, InputOptions } from "./input.ts";
import { screenInput } from "./screen-input.ts";
import { isTestSource, testSourceInput } from "./test-source-input.ts";

/**
 * Parses an input of ffmpeg: a webcam (`0`, `/dev/video0`), `screen:`, `lavfi:`, an address or a file. Returns `undefined`
 * for other texts. The text cannot become an option of ffmpeg, and cannot refer to anything else: the form of each kind is
 * checked here, and each kind has its own list of protocols and formats that ffmpeg may open.
 *
 * @throws SourceError (`usage`) where the text is one of these kinds, but invalid.
 */
export function parseInput(text: string, options: InputOptions): Input | undefined {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(text)?.[1]?.toLowerCase();
  if (/^\d{1,3}$/.test(text) || text.startsWith("/dev/")) return cameraInput(text, options);
  if (scheme === "screen") return screenInput(text.slice("screen:".length), options);
  if (scheme === "lavfi") return testSourceInput(text.slice("lavfi:".length), options);
  if (scheme === "rtsp" || scheme === "rtsps" || scheme === "http" || scheme === "https") return addressInput(text);
  if (scheme === "file") {
    throw new SourceError("usage", "Name a file by its path alone, without “file:”.");
  }
  if (scheme === undefined && isPath(text)) {
    return fileInput(text, options);
  }
  return isTestSource(text) ? testSourceInput(text, options) : undefined;
}

/** Whether a text without the prefix `ffmpeg:` is an input of ffmpeg. */
export function isInput(text: string): boolean {
  return (
    /^\d{1,3}$/.test(text) ||
    /^(?:rtsps?:\/\/|screen:|lavfi:)/i.test(text) ||
    (isPath(text) && !/^[a-z][\w+.-]+:/i.test(text))
  );
}

/** Whether a word has a slash or the extension of a video. It must not start with a dash, as options do. */
function isPath(text: string): boolean {
  return (videoFileName.test(text) || /[/\\]/.test(text)) && !text.startsWith("-") && !text.includes("@");
}

/**
 * ffmpeg starts as soon as it knows the codec and the size, and does not measure the rate. (`-fflags nobuffer` would drop
 * what it has read until then: the key frame, and so every frame up to the next one.)
 */
const fastProbe = ["-analyzeduration", "200000", "-fpsprobesize", "0"];

function addressInput(text: string): Input {
  const { url, zone } = parseStreamUrl(text);
  if (!url?.hostname) {
    throw new SourceError(
      "usage",
      `“${redactAddress(text)}” has no valid host. A valid address is rtsp://192.168.1.20/stream.`,
    );
  }
  const rtsp = url.protocol.startsWith("rtsp");
  const secure = url.protocol.endsWith("s:");
  // ffmpeg may open this protocol and those below it only.
  const protocols = rtsp ? ["rtsp", "rtp", "tcp"] : ["http", "tcp"];
  if (secure) protocols.push("tls", ...(rtsp ? [] : ["https"]));
  const formats = rtsp ? "rtsp" : fileFormats;
  const transport = rtsp ? ["-rtsp_transport", "tcp", "-allowed_media_types", "video"] : [];
  const address = hrefWithZone(url, zone);
  return {
    kind: "stream",
    label: labelOf(url, zone).replace(/\?.*$/s, ""),
    needsPacing: !rtsp,
    mayBeJpeg: true,
    args: () => [
      ...["-protocol_whitelist", protocols.join(), "-format_whitelist", formats, ...transport],
      ...[...fastProbe, "-i", address],
    ],
  };
}

function fileInput(text: string, { loop }: InputOptions): Input {
  const path = resolve(text);
  const entry = entryAt(path, text);
  if (!entry) {
    const hint = isLikeAddress.test(text) ? " The address of a camera starts with http:// or rtsp://." : "";
    throw new SourceError("usage", `There is no file “${redactAddress(text)}”.${hint}`);
  }
  if (!entry.isFile()) throw new SourceError("usage", `“${redactAddress(text)}” is not a file.`);
  return {
    kind: "file",
    label: text,
    needsPacing: true,
    mayBeJpeg: true,
    args: () => [
      ...["-protocol_whitelist", "file", "-format_whitelist", fileFormats],
      ...(loop ? ["-stream_loop", "-1"] : []),
      ...["-i", `file:${path}`],
    ],
  };
}

/** An IP address, or a host with its port, before a slash. */
const isLikeAddress = /^(?:\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?|[\w.-]+:\d+)\//;

/** Returns the entry at a path, or `undefined`. Throws where the text cannot be a path, or the path is not accessible. */
function entryAt(path: string, text: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw new SourceError(
      "usage",
      `The file “${redactAddress(text)}” cannot be opened (${(error as NodeJS.ErrnoException).code}).`,
    );
  }
}
