/**
 * HTTP requests to a camera. Written by hand: Node's parser, also with `insecureHTTPParser`, refuses the whole response for
 * a `Content-Length` of -1, one that occurs twice, and a header line without a colon, all of which cameras send.
 *
 * @module
 */
import { onAbort } from "@framewire/media";
import { createChunkDecoder } from "./chunked-body.ts";
import { type ConnectOptions, connect } from "./connect.ts";
import { type ResponseHead, readHead } from "./response-head.ts";

/** A response whose body has not been read yet. */
export interface CameraResponse extends ResponseHead {
  /**
   * The body. A stream (`multipart/…`) ends with its connection or its last chunk: its `Content-Length` is ignored. Rejects
   * with the system's error or that of `destroy`.
   */
  readonly body: AsyncIterator<Buffer, undefined>;
  /** Closes the connection. */
  destroy(error?: Error): void;
}

/**
 * Sends one GET on a new connection, which closes when the response is destroyed. Each character of a header is sent as one
 * byte. Resolves with the head of the response. Rejects with `NotHttpError`, the system's error or the signal's reason.
 */
export async function request(
  url: URL,
  headers: Readonly<Record<string, string>>,
  trust: RequestOptions,
  signal: AbortSignal,
): Promise<CameraResponse> {
  const socket = await connect(url, trust, signal);
  trust.onConnect?.();
  // A machine that is gone is noticed while nothing is sent: after these 5 s and ten more without an answer.
  socket.setKeepAlive(true, 5000);
  // The reader of the body receives errors; without a reader they are ignored.
  socket.on("error", () => {});
  const removeListener = onAbort(signal, () => socket.destroy(signal.reason as Error));
  try {
    const chunks: AsyncIterator<Buffer, undefined> = socket[Symbol.asyncIterator]();
    socket.write(requestHead(url, headers), "latin1");
    const { head, rest } = await receiveHead(chunks);
    return { ...head, body: readBody(head, rest, chunks), destroy: (error) => void socket.destroy(error) };
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    removeListener();
  }
}

/** Options of {@link request}. */
export interface RequestOptions extends ConnectOptions {
  /** Called when there is a connection, before the request. */
  readonly onConnect?: (() => void) | undefined;
}

function requestHead(url: URL, headers: Readonly<Record<string, string>>): string {
  const fields = {
    Host: url.host,
    "User-Agent": "framewire",
    Accept: "*/*",
    "Accept-Encoding": "identity",
    ...headers,
    Connection: "close",
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET ${url.pathname}${url.search} HTTP/1.1\r\n${lines.join("")}\r\n`;
}

async function receiveHead(
  chunks: AsyncIterator<Buffer, undefined>,
): Promise<{ readonly head: ResponseHead; readonly rest: Buffer }> {
  let received: Buffer = Buffer.alloc(0);
  for (;;) {
    const { done, value } = await chunks.next();
    if (done) {
      if (received.length === 0) throw new Error("it closed the connection without an answer");
      throw new Error("it closed the connection within the head of its response");
    }
    received = received.length === 0 ? value : Buffer.concat([received, value]);
    const complete = readHead(received);
    if (complete) return { head: complete.head, rest: received.subarray(complete.end) };
  }
}

async function* readBody(
  head: ResponseHead,
  rest: Buffer,
  chunks: AsyncIterator<Buffer, undefined>,
): AsyncGenerator<Buffer, undefined> {
  const decoder = head.header("transfer-encoding").some((value) => /\bchunked\b/i.test(value))
    ? createChunkDecoder()
    : undefined;
  let left = decoder ? Number.POSITIVE_INFINITY : bodyLength(head);
  for (let bytes: Buffer | undefined = rest; bytes; bytes = (await chunks.next()).value) {
    if (bytes.length === 0) continue;
    if (decoder) {
      yield* decoder.push(bytes);
      if (decoder.ended) return undefined;
      continue;
    }
    yield bytes.subarray(0, left);
    left -= bytes.length;
    if (left <= 0) return undefined;
  }
  return undefined;
}

/** Returns the bytes of a body that is not a stream; infinite where they are unknown. */
function bodyLength(head: ResponseHead): number {
  const length = head.header("content-length")[0] ?? "";
  const isStream = head.header("content-type").some((type) => /^multipart\//i.test(type));
  return !isStream && /^[1-9]\d{0,14}$/.test(length) ? Number(length) : Number.POSITIVE_INFINITY;
}
