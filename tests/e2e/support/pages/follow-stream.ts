/** A continuous reader of a stream. */
import { get } from "node:http";
import type { TestContext } from "vitest";

/** A reader that reads a stream of a page until the test ends. */
export interface FollowedStream {
  /** Capture time of the newest frame, in milliseconds of `Date.now()`; 0 before the first. */
  readonly captured: number;
}

/** Reads a stream of a page until the test ends. */
export function followStream(test: TestContext, page: string, id: string): FollowedStream {
  const seen = { captured: 0 };
  const request = get(`${page}streams/${id}.mjpg`, (response) => {
    let rest = "";
    response.on("error", () => {});
    response.on("data", (chunk: Buffer) => {
      rest += chunk.toString("latin1");
      for (const [, time] of rest.matchAll(/X-Framewire-Captured: ([\d.]+)\r\n/gi)) {
        seen.captured = Number(time) * 1000;
      }
      // The rest may begin with a part of such a line.
      rest = rest.slice(Math.max(rest.lastIndexOf("\r\n"), rest.length - 100, 0));
    });
  });
  request.on("error", () => {});
  test.onTestFinished(() => void request.destroy());
  return seen;
}
