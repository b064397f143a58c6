/** The messages between this process and the reader process. */
import type { Readable } from "node:stream";

/** The settings of the reader process: one line of JSON on its standard input. */
export interface ReaderSettings {
  readonly device: number | string;
  readonly camera: boolean;
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly fps: number | undefined;
  /** FourCC of the format that is requested of a webcam. */
  readonly fourcc: string | undefined;
  /** Restarts a file at its end. */
  readonly loop: boolean;
}

/** The properties of the device after it was opened and configured. */
export interface OpenedDevice {
  readonly width: number;
  readonly height: number;
  /** Frames per second; 0 where the device does not report it. */
  readonly fps: number;
  /** FourCC of the device's format, such as `"MJPG"`. */
  readonly fourcc: string | undefined;
  /** Whether it has an end, as a file has. */
  readonly finite: boolean;
}

/** A message of the reader process. */
export type ReaderMessage =
  | { readonly kind: "opened"; readonly opened: OpenedDevice }
  /** `time` is when the frame was read, in microseconds of `process.hrtime()`, the clock of all processes of a machine. */
  | {
      readonly kind: "frame";
      readonly time: number;
      readonly width: number;
      readonly height: number;
      readonly data: Uint8Array;
    }
  /**
   * The device cannot be opened or read. `reason` is the end of a sentence; a whole sentence where it is `final`, which
   * means that a retry cannot help.
   */
  | { readonly kind: "failed"; readonly reason: string; readonly final?: boolean }
  /** The end of a file. */
  | { readonly kind: "end" };

const kinds = ["opened", "frame", "failed", "end"] as const;

/** Kind, length of the body, width, height: four bytes each; then the time as a double. */
const headerBytes = 24;

/** Largest frame: 16384x16384. A longer body means that the stream is corrupt. */
const maxBodyBytes = 3 * 16_384 ** 2;

/** Serializes a message as a header and a body. The pixels are not copied. */
export function writeMessage(message: ReaderMessage): readonly [head: Uint8Array, body: Uint8Array] {
  const head = new Uint8Array(headerBytes);
  const view = new DataView(head.buffer);
  const body = bodyOf(message);
  view.setUint32(0, kinds.indexOf(message.kind));
  view.setUint32(4, body.length);
  if (message.kind === "frame") {
    view.setUint32(8, message.width);
    view.setUint32(12, message.height);
    view.setFloat64(16, message.time);
  }
  return [head, body];
}

function bodyOf(message: ReaderMessage): Uint8Array {
  if (message.kind === "frame") return message.data;
  const { kind: _, ...rest } = message;
  return new TextEncoder().encode(JSON.stringify(rest));
}

/** Parses the messages of a stream. Each frame is copied once, into memory of its own. Buffers one message at a time. */
export async function* readMessages(stream: Readable): AsyncGenerator<ReaderMessage, void, undefined> {
  const head = new Uint8Array(headerBytes);
  const view = new DataView(head.buffer);
  let body: Uint8Array | undefined;
  let filled = 0;
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    let at = 0;
    do {
      const target = body ?? head;
      const part = chunk.subarray(at, at + target.length - filled);
      target.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled < target.length) break;
      filled = 0;
      if (body) {
        yield parse(view, body);
        body = undefined;
      } else {
        const length = view.getUint32(4);
        if (length > maxBodyBytes) throw new Error("The OpenCV reader process sent invalid data.");
        body = new Uint8Array(length);
      }
    } while (at < chunk.length || body?.length === 0);
  }
}

function parse(view: DataView, body: Uint8Array): ReaderMessage {
  const kind = kinds[view.getUint32(0)];
  if (kind === "frame") {
    return { kind, width: view.getUint32(8), height: view.getUint32(12), time: view.getFloat64(16), data: body };
  }
  return { kind, ...JSON.parse(new TextDecoder().decode(body)) } as ReaderMessage;
}
