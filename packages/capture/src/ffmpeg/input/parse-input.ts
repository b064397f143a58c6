import { type Stats, statSync } from "node:fs";
import { resolve } from "node:path";
import { SourceError } from "../../source-error.ts";
import { cameraInput } from "./camera-input.ts";
import type { Input, InputOptions } from "./input.ts";
import { screenInput } from "./screen-input.ts";
import { isTestSource, testSourceInput } from "./test-source-input.ts";

/** File formats that hold one video and lead to no other file or address, as playlists do. */
const fileFormats =
  "avi,matroska,mov,mpegts,mpeg,mjpeg,nut,ogg,flv,asf,gif,h264,hevc,m4v,ivf,mxf,yuv4mpegpipe,rm,dv,obu,av1";

/** Endings by which a word is taken as the name of a file. */
const videoFile =
  /\.(?:avi|mkv|webm|mp4|m4v|mov|qt|ts|mts|m2ts|mpe?g|mjpe?g|nut|og[gv]|flv|wmv|asf|gif|h26[45]|hevc|ivf|mxf|y4m|dv|obu|3gp)$/i;

/** Threads that each decode a part of the picture: the other kind gives a picture only when the next ones have come. */
const atOnce = ["-thread_type", "slice"];

/**
 * Reads what stands for an input of ffmpeg: a webcam (`0`, `/dev/video0`), `screen:`, `lavfi:`, an address or a file.
 * `undefined` where it is none. The text never becomes an option, and leads nowhere but where it says: each kind has its
 * own form, which is checked here, and its own list of what ffmpeg may open for it.
 *
 * @throws SourceError (`usage`) where it is meant as one of these, but is wrong.
 */
export function parseInput(text: string, options: InputOptions): Input | undefined {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(text)?.[1]?.toLowerCase();
  if (/^\d{1,3}$/.test(text) || text.startsWith("/dev/")) return cameraInput(text, options);
  if (scheme === "screen") return screenInput(text.slice("screen:".length), options);
  if (scheme === "lavfi") return testSourceInput(text.slice("lavfi:".length), options);
  if (scheme === "rtsp" || scheme === "rtsps" || scheme === "http" || scheme === "https") return addressInput(text);
  if (scheme === "file") {
    throw new SourceError("usage", "A source that is a file is named by its path alone, without “file:”.");
  }
  if (scheme === undefined && isPath(text)) {
    return fileInput(text, options);
  }
  return isTestSource(text) ? testSourceInput(text, options) : undefined;
}

/** Whether a text looks as if it were meant for ffmpeg, without the prefix that says so. */
export function isInput(text: string): boolean {
  return (
    /^\d{1,3}$/.test(text) ||
    /^(?:rtsps?:\/\/|screen:|lavfi:)/i.test(text) ||
    (isPath(text) && !/^[a-z][\w+.-]+:/i.test(text))
  );
}

/** A word with a slash in it or the ending of a video; none begins with a dash, as options do. */
function isPath(text: string): boolean {
  return (videoFile.test(text) || /[/\\]/.test(text)) && !text.startsWith("-") && !text.includes("@");
}

/**
 * It begins when it knows the codec and the size, and does not wait to measure the rate. (`-fflags nobuffer` would throw away
 * what it has read for that: the key picture, and so all up to the next one.)
 */
const known = ["-analyzeduration", "200000", "-fpsprobesize", "0"];

function addressInput(text: string): Input {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url?.hostname) {
    throw new SourceError("usage", "A source's address has a machine in it, such as rtsp://192.168.1.20/stream.");
  }
  const rtsp = url.protocol.startsWith("rtsp");
  const secure = url.protocol.endsWith("s:");
  // What ffmpeg may open on the way: nothing but this protocol and what carries it.
  const protocols = rtsp ? ["rtsp", "rtp", "tcp"] : ["http", "tcp"];
  if (secure) protocols.push("tls", ...(rtsp ? [] : ["https"]));
  const formats = rtsp ? "rtsp" : fileFormats;
  const transport = rtsp ? ["-rtsp_transport", "tcp", "-allowed_media_types", "video"] : [];
  const shown = `${url.protocol}//${url.host}${url.pathname}`;
  return {
    kind: "stream",
    shown,
    paced: !rtsp,
    mayBeJpeg: true,
    args: () => [
      ...["-protocol_whitelist", protocols.join(), "-format_whitelist", formats, ...transport],
      ...[...known, ...atOnce, "-i", url.href],
    ],
  };
}

function fileInput(text: string, { loop }: InputOptions): Input {
  const path = resolve(text);
  const entry = entryAt(path, text);
  if (!entry) throw new SourceError("usage", `There is no file “${text}”.`);
  if (!entry.isFile()) throw new SourceError("usage", `“${text}” is not a file.`);
  return {
    kind: "file",
    shown: text,
    paced: true,
    mayBeJpeg: true,
    args: () => [
      ...["-protocol_whitelist", "file", "-format_whitelist", fileFormats],
      ...(loop ? ["-stream_loop", "-1"] : []),
      ...[...atOnce, "-i", `file:${path}`],
    ],
  };
}

/** What lies at a path; undefined where nothing does. Not each text can be a path, nor can each path be looked at. */
function entryAt(path: string, text: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw new SourceError("usage", `The file “${text}” cannot be opened (${(error as NodeJS.ErrnoException).code}).`);
  }
}
