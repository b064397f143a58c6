import type { Readable } from "node:stream";

/** What the reading process is told, as one line of JSON on its standard input. */
export interface ReaderSettings {
  readonly device: number | string;
  readonly camera: boolean;
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly fps: number | undefined;
  /** Four characters, asked of a webcam. */
  readonly fourcc: string | undefined;
  /** A file begins again at its end. */
  readonly loop: boolean;
}

/** How it was opened: what the device says of itself, after it was asked. */
export interface OpenedDevice {
  readonly width: number;
  readonly height: number;
  /** Frames per second; 0 where the device does not say. */
  readonly fps: number;
  /** Format in which the pictures come, such as `"MJPG"`. */
  readonly fourcc: string | undefined;
  /** It has an end, as a file has. */
  readonly finite: boolean;
}

/** What the reading process says. */
export type Message =
  | { readonly kind: "opened"; readonly opened: OpenedDevice }
  /** `time` is when it was read, in microseconds of `process.hrtime()`, which all processes of a machine share. */
  | {
      readonly kind: "picture";
      readonly time: number;
      readonly width: number;
      readonly height: number;
      readonly data: Uint8Array;
    }
  /**
   * Not opened, or no longer to be read; the reason is the end of a sentence. `final` where another attempt would
   * fail as well; then it is a sentence.
   */
  | { readonly kind: "failed"; readonly reason: string; readonly final?: boolean }
  /** The end of what has one. */
  | { readonly kind: "end" };

const kinds = ["opened", "picture", "failed", "end"] as const;

/** Kind, bytes that follow, width, height: four bytes each; then the time as a double. */
const headBytes = 24;

/** No picture is larger: 16384x16384. What says that it is has lost its place. */
const mostBytes = 3 * 16_384 ** 2;

/** A message in two parts, of which the second is the pixels as they lie. */
export function writeMessage(message: Message): readonly [head: Uint8Array, body: Uint8Array] {
  const head = new Uint8Array(headBytes);
  const view = new DataView(head.buffer);
  const body = bodyOf(message);
  view.setUint32(0, kinds.indexOf(message.kind));
  view.setUint32(4, body.length);
  if (message.kind === "picture") {
    view.setUint32(8, message.width);
    view.setUint32(12, message.height);
    view.setFloat64(16, message.time);
  }
  return [head, body];
}

function bodyOf(message: Message): Uint8Array {
  if (message.kind === "picture") return message.data;
  const { kind: _, ...rest } = message;
  return new TextEncoder().encode(JSON.stringify(rest));
}

/** The messages of a stream, each picture copied once, into memory of its own. Holds one at a time. */
export async function* readMessages(stream: Readable): AsyncGenerator<Message, void, undefined> {
  const head = new Uint8Array(headBytes);
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
        if (length > mostBytes) throw new Error("The process that reads through OpenCV sent something else.");
        body = new Uint8Array(length);
      }
    } while (at < chunk.length || body?.length === 0);
  }
}

function parse(view: DataView, body: Uint8Array): Message {
  const kind = kinds[view.getUint32(0)];
  if (kind === "picture") {
    return { kind, width: view.getUint32(8), height: view.getUint32(12), time: view.getFloat64(16), data: body };
  }
  return { kind, ...JSON.parse(new TextDecoder().decode(body)) } as Message;
}
