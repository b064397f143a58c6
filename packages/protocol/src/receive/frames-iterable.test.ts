import { describe, expect, it } from "vitest";
import { picture } from "../../testing/frames.ts";
import { createFrameReceiver } from "./frame-receiver.ts";
import { createFramesIterable } from "./frames-iterable.ts";

function start() {
  const calls: string[] = [];
  const acknowledged: number[] = [];
  const inbox = createFrameReceiver({
    acknowledge: ({ consumed: frames }) => acknowledged.push(frames),
    taken: () => {},
    roundTrip: () => 0,
  });
  const reader = createFramesIterable(inbox, { look: () => calls.push("look"), away: () => calls.push("away") });
  return { inbox, reader, calls, acknowledged };
}

describe("the reader of a connection", () => {
  it("looks when it wants a frame, not before", async () => {
    const { inbox, reader, calls } = start();
    const frames = reader[Symbol.asyncIterator]();
    expect(calls).toEqual([]);
    const next = frames.next();
    expect(calls).toEqual(["look"]);
    inbox.put(picture(7), false);
    inbox.turn();
    expect((await next).value?.sequence).toBe(7);
  });

  it("is away when the loop is left", async () => {
    const { inbox, reader, calls } = start();
    inbox.put(picture(1), false);
    inbox.turn();
    for await (const frame of reader) {
      expect(frame.sequence).toBe(1);
      break;
    }
    expect(calls).toEqual(["look", "away"]);
  });

  it("ends a next() that is pending when it is told to return", async () => {
    const { reader, calls } = start();
    const frames = reader[Symbol.asyncIterator]();
    const pending = frames.next();
    await frames.return?.();
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(await frames.next()).toEqual({ done: true, value: undefined });
    expect(calls).toEqual(["look", "away"]);
  });

  it("leaves the next frame to the next reader", async () => {
    const { inbox, reader, calls } = start();
    const first = reader[Symbol.asyncIterator]();
    const pending = first.next();
    await first.return?.();
    await pending;
    const second = reader[Symbol.asyncIterator]();
    const next = second.next();
    inbox.put(picture(3), false);
    inbox.turn();
    expect((await next).value?.sequence).toBe(3);
    expect(calls).toEqual(["look", "away", "look"]);
  });

  it("ends when the connection does", async () => {
    const { inbox, reader } = start();
    const pending = reader[Symbol.asyncIterator]().next();
    inbox.close();
    expect((await pending).done).toBe(true);
  });

  it("gets the frame that came together with the end, and may leave at that moment", async () => {
    const { inbox, reader } = start();
    const frames = reader[Symbol.asyncIterator]();
    const pending = frames.next();
    inbox.put(picture(9), false);
    inbox.close();
    await frames.return?.();
    expect((await pending).value?.sequence).toBe(9);
    expect((await reader[Symbol.asyncIterator]().next()).done).toBe(true);
  });

  it("acknowledges what it leaves there, so that the sender has room when somebody looks again", async () => {
    const { inbox, reader, acknowledged } = start();
    const frames = reader[Symbol.asyncIterator]();
    inbox.put(picture(1), true);
    inbox.turn();
    expect((await frames.next()).value?.sequence).toBe(1);
    inbox.put(picture(2), true);
    inbox.turn();
    expect(acknowledged).toEqual([1]);
    await frames.return?.();
    expect(acknowledged).toEqual([1, 2]);
    expect(inbox.dropped).toBe(1);
  });
});
