/** The devices that OpenCV opens. */
import { SourceError } from "@framewire/capture";

/** A device for OpenCV. */
export interface Device {
  /** The index of a webcam, or any text that OpenCV opens. */
  readonly open: number | string;
  /** Whether it is a webcam, whose size, rate and format can be set. */
  readonly camera: boolean;
  /** Path of the file, where it must exist already. */
  readonly file: string | undefined;
  /** Name in messages, without name and password. */
  readonly label: string;
}

/**
 * Parses a device: a webcam, a file, an address or a pipeline.
 *
 * @throws SourceError (`usage`) where OpenCV cannot open such a text.
 */
export function parseDevice(device: number | string): Device {
  const text = String(device);
  const label = redactSecrets(text);
  if (/^\d{1,4}$/.test(text)) return { open: Number(text), camera: true, file: undefined, label: `camera ${text}` };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are refused.
  if (typeof device === "number" || text.trim() === "" || /[\x00-\x1f]/.test(text)) {
    throw new SourceError(
      "usage",
      `“${printable(label)}” cannot be opened by OpenCV. Valid devices are a webcam's number (0, 1 …) or path (/dev/video0), a file, an address and a pipeline.`,
    );
  }
  if (/^\/dev\/(video\d+|v4l\/)/.test(text)) return { open: text, camera: true, file: undefined, label };
  // A GStreamer pipeline contains exclamation marks, an image sequence a number format.
  const isNotFile = /^[a-z][a-z0-9+.-]+:/i.test(text) || /[!%]/.test(text);
  return { open: text, camera: false, file: isNotFile ? undefined : text, label };
}

/** Removes names, passwords and keys of addresses within a text. */
export function redactSecrets(text: string): string {
  return text
    .replace(/\/\/\S*@/g, "//…@")
    .replace(/([?&][^=&#\s]*(?:pass|pwd|psw|token|secret|key|auth)[^=&#\s]*=)[^&#\s]*/gi, "$1…");
}

function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are removed.
  return text.replace(/[\x00-\x1f]+/g, " ").trim();
}
