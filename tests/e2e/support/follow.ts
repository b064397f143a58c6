import { get } from "node:http";
import type { TestContext } from "vitest";

/** Somebody who looks at a stream of a page all the time. */
export interface Following {
  /** When the newest picture that came was captured, in milliseconds of `Date.now()`; 0 before the first. */
  readonly captured: number;
  /** Pictures that came. */
  readonly pictures: number;
}

/** Looks at a stream of a page until the test is over. */
export function follow(test: TestContext, page: string, id: string): Following {
  const seen = { captured: 0, pictures: 0 };
  const request = get(`${page}streams/${id}.mjpg`, (response) => {
    let rest = "";
    response.on("error", () => {});
    response.on("data", (chunk: Buffer) => {
      rest += chunk.toString("latin1");
      for (const [, time] of rest.matchAll(/X-Framewire-Captured: ([\d.]+)\r\n/gi)) {
        seen.captured = Number(time) * 1000;
        seen.pictures++;
      }
      // What may be the beginning of such a line stays.
      rest = rest.slice(Math.max(rest.lastIndexOf("\r\n"), rest.length - 100, 0));
    });
  });
  request.on("error", () => {});
  test.onTestFinished(() => void request.destroy());
  return seen;
}
