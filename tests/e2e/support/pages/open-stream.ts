/** A reader of a stream that measures its first frame. */
import { get } from "node:http";

/** A reader of a page's MJPEG stream, such as an `<img>`. */
export interface StreamReader {
  /** Time from the request to the end of the first frame, in milliseconds. */
  readonly firstAfterMs: number;
  /** Capture time of the first frame, in microseconds. */
  readonly firstTimestamp: number;
  close(): void;
}

/** Opens a stream, and resolves when its first frame has arrived. */
export async function openStream(page: string, id: string): Promise<StreamReader> {
  const requestedAt = performance.now();
  return new Promise((resolve, reject) => {
    const request = get(`${page}streams/${id}.mjpg`, (response) => {
      let received = Buffer.alloc(0);
      response.on("error", () => {});
      response.on("data", (chunk: Buffer) => {
        if (received.length > 1e6) return;
        received = Buffer.concat([received, chunk]);
        const head = received.indexOf("\r\n\r\n");
        const headers = received.subarray(0, Math.max(head, 0)).toString();
        const length = Number(/Content-Length: (\d+)/i.exec(headers)?.[1]);
        if (!(received.length >= head + 4 + length)) return;
        received = Buffer.alloc(2e6);
        resolve({
          firstAfterMs: performance.now() - requestedAt,
          firstTimestamp: Number(/X-Timestamp: ([\d.]+)/i.exec(headers)?.[1]) * 1e6,
          close: () => request.destroy(),
        });
      });
    });
    request.on("error", reject);
  });
}
