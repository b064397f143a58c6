/** The devices that OpenCV opens. */
import { SourceError } from "@framewire/capture";
import { hrefWithZone, parseStreamUrl, redactAddress, redactText } from "@framewire/capture/source-kit";

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
  const label = redactDevice(text);
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
  return { open: openable(text), camera: false, file: isNotFile ? undefined : text, label };
}

/** Returns an address as OpenCV's readers understand it, which take no `%25` before a zone. Other texts stay as they are. */
function openable(text: string): string {
  if (!isAddress.test(text) || /^file:/i.test(text)) return text;
  const { url, zone } = parseStreamUrl(text);
  return url && zone !== undefined ? hrefWithZone(url, zone) : text;
}

/**
 * Returns a device as it may be shown: an address without its secrets. Of a pipeline only the elements and harmless
 * properties are shown.
 */
export function redactDevice(text: string): string {
  if (isAddress.test(text) || !isPipeline.test(text)) return redactAddress(text);
  return text
    .split(/(\s!\s)/)
    .map((element) => element.replace(propertyValue, (all, name) => (harmless.test(all) ? all : `${name}=…`)))
    .join("");
}

/** Removes the secrets of a device from a line of OpenCV's output, which may repeat the device as it was written. */
export function redactOutput(line: string, { open, label }: Pick<Device, "open" | "label">): string {
  return redactText(typeof open === "string" ? line.replaceAll(open, label) : line);
}

const isAddress = /^\s*[a-z][a-z0-9+.-]*:\/\//i;

/** Elements of GStreamer with properties, and with exclamation marks between them. */
const isPipeline = /!|\s[\w-]+\s*=/;

/** A property of an element, with everything up to the next one: a value may have spaces. */
const propertyValue = /([\w.-]+)\s*=\s*(?:"(?:[^"\\]|\\.)*"|.*?)(?=\s+[\w.-]+\s*=|$)/gs;

/** Properties whose values are no secrets. */
const harmless =
  /^(?:width|height|framerate|format|device|latency|drop|sync|max-buffers|pattern|num-buffers|is-live|protocols|io-mode|emit-signals)\s*=\s*[\w/.+()-]+$/;

function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are removed.
  return text.replace(/[\x00-\x1f]+/g, " ").trim();
}
