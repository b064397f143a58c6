import { PassThrough } from "node:stream";
import type { WriteStream } from "node:tty";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createScreen } from "./screen.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

/** A stream that is not a terminal, and the text written to it. */
function openPipe(): { readonly stream: WriteStream; written(): string } {
  const stream = new PassThrough({ encoding: "utf8" });
  return { stream: stream as unknown as WriteStream, written: () => stream.read() ?? "" };
}

describe("a screen that is not a terminal", () => {
  it("writes sentences at once, and each live line every five seconds", () => {
    const { stream, written } = openPipe();
    const screen = createScreen(stream);
    screen.write("Hello.");
    for (let second = 0; second <= 10; second++) {
      screen.setLine("a", `a at ${second}`);
      if (second >= 3) screen.setLine("b", `b at ${second}`);
      vi.advanceTimersByTime(1000);
    }
    expect(written()).toBe("Hello.\na at 0\nb at 3\na at 5\nb at 8\na at 10\n");
  });

  it("writes the line of a peer that has reconnected at once", () => {
    const { stream, written } = openPipe();
    const screen = createScreen(stream);
    screen.setLine("a", "first");
    screen.setLine("a", undefined);
    screen.setLine("a", "again");
    screen.entered();
    screen.close();
    expect(written()).toBe("first\nagain\n");
    expect(screen.columns).toBe(Number.POSITIVE_INFINITY);
  });
});
