import { SourceError } from "@framewire/capture";

/** What OpenCV is asked to open. */
export interface Device {
  /** A number as OpenCV counts webcams, or anything else that it opens. */
  readonly open: number | string;
  /** A webcam, by number or path, whose size, rate and format can be set. */
  readonly camera: boolean;
  /** Path of the file, where it is one that must be there already. */
  readonly file: string | undefined;
  /** The same for people: no name and password. */
  readonly shown: string;
}

/**
 * Tells webcams, files and everything else apart.
 *
 * @throws SourceError (`usage`) for what cannot be the name of anything.
 */
export function parseDevice(device: number | string): Device {
  const text = String(device);
  const shown = withoutSecrets(text);
  if (/^\d{1,4}$/.test(text)) return { open: Number(text), camera: true, file: undefined, shown: `camera ${text}` };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused.
  if (typeof device === "number" || text.trim() === "" || /[\x00-\x1f]/.test(text)) {
    throw new SourceError(
      "usage",
      `“${printable(shown)}” is nothing that OpenCV can open. Possible are: a webcam's number (0, 1 …) or path (/dev/video0), a file, an address, and a pipeline.`,
    );
  }
  if (/^\/dev\/(video\d+|v4l\/)/.test(text)) return { open: text, camera: true, file: undefined, shown };
  // A pipeline of GStreamer's has exclamation marks, a series of pictures a number to fill in.
  const elsewhere = /^[a-z][a-z0-9+.-]+:/i.test(text) || /[!%]/.test(text);
  return { open: text, camera: false, file: elsewhere ? undefined : text, shown };
}

/** The text without what could be a name and password, or a key in an address. */
export function withoutSecrets(text: string): string {
  return text
    .replace(/\/\/\S*@/g, "//…@")
    .replace(/([?&][^=&#\s]*(?:pass|pwd|psw|token|secret|key|auth)[^=&#\s]*=)[^&#\s]*/gi, "$1…");
}

function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out.
  return text.replace(/[\x00-\x1f]+/g, " ").trim();
}
