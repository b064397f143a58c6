import { get } from "node:http";

/** Somebody who looks at a stream of a page, as an `<img>` does. */
export interface Look {
  /** From the request until the first picture was there, whole, in milliseconds. */
  readonly firstAfterMs: number;
  /** When the first picture was captured, in microseconds. */
  readonly firstTimestamp: number;
  /** Looks no more. */
  end(): void;
}

/** Looks at a stream, and resolves when the first picture is there. */
export async function lookAt(page: string, id: string): Promise<Look> {
  const askedAt = performance.now();
  return new Promise((resolve, reject) => {
    const request = get(`${page}streams/${id}.mjpg`, (response) => {
      let begun = Buffer.alloc(0);
      response.on("error", () => {});
      response.on("data", (chunk: Buffer) => {
        if (begun.length > 1e6) return;
        begun = Buffer.concat([begun, chunk]);
        const head = begun.indexOf("\r\n\r\n");
        const headers = begun.subarray(0, Math.max(head, 0)).toString();
        const length = Number(/Content-Length: (\d+)/i.exec(headers)?.[1]);
        if (!(begun.length >= head + 4 + length)) return;
        begun = Buffer.alloc(2e6);
        resolve({
          firstAfterMs: performance.now() - askedAt,
          firstTimestamp: Number(/X-Timestamp: ([\d.]+)/i.exec(headers)?.[1]) * 1e6,
          end: () => request.destroy(),
        });
      });
    });
    request.on("error", reject);
  });
}
