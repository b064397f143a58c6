import { describe, expect, it, vi } from "vitest";
import { testFrame } from "../../testing/frames.ts";
import { FrameReceiver } from "./frame-receiver.ts";
import { createFramesIterable } from "./frames-iterable.ts";

function start() {
  const demand: boolean[] = [];
  const acked: number[] = [];
  const measured: number[] = [];
  const receiver = new FrameReceiver({
    sendAck: ({ consumed }) => acked.push(consumed),
    onConsumed: ({ sequence }) => measured.push(sequence),
    roundTrip: () => 0,
  });
  const frames = createFramesIterable(receiver, { set: (wanted) => demand.push(wanted) });
  return { receiver, frames, demand, acked, measured };
}

describe("the frames of a connection", () => {
  it("signal demand at the first next(), not before", async () => {
    const { receiver, frames, demand } = start();
    const iterator = frames[Symbol.asyncIterator]();
    expect(demand).toEqual([]);
    const next = iterator.next();
    expect(demand).toEqual([true]);
    receiver.put(testFrame(7), false);
    receiver.batchEnd();
    expect((await next).value?.sequence).toBe(7);
  });

  it("withdraw demand when the loop is left", async () => {
    const { receiver, frames, demand } = start();
    receiver.put(testFrame(1), false);
    receiver.batchEnd();
    for await (const frame of frames) {
      expect(frame.sequence).toBe(1);
      break;
    }
    expect(demand).toEqual([true, false]);
  });

  it("end a pending next() at return()", async () => {
    const { frames, demand } = start();
    const iterator = frames[Symbol.asyncIterator]();
    const pending = iterator.next();
    await iterator.return?.();
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    expect(demand).toEqual([true, false]);
  });

  it("leave the next frame to the next reader", async () => {
    const { receiver, frames, demand } = start();
    const first = frames[Symbol.asyncIterator]();
    const pending = first.next();
    await first.return?.();
    await pending;
    const second = frames[Symbol.asyncIterator]();
    const next = second.next();
    receiver.put(testFrame(3), false);
    receiver.batchEnd();
    expect((await next).value?.sequence).toBe(3);
    expect(demand).toEqual([true, false, true]);
  });

  it("measure how long frames wait for a reader while there is one", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const { receiver, frames, measured } = start();
    async function receive(sequence: number): Promise<void> {
      receiver.put(testFrame(sequence), false);
      receiver.batchEnd();
      await vi.advanceTimersByTimeAsync(100);
    }
    for (const sequence of [1, 11]) {
      await receive(sequence);
      const iterator = frames[Symbol.asyncIterator]();
      expect((await iterator.next()).value?.sequence).toBe(sequence);
      const next = iterator.next();
      await receive(sequence + 1);
      expect((await next).value?.sequence).toBe(sequence + 1);
      await receive(sequence + 2);
      expect((await iterator.next()).value?.sequence).toBe(sequence + 2);
      await iterator.return?.();
    }
    vi.useRealTimers();
    expect(measured).toEqual([2, 3, 12, 13]);
  });

  it("end with the connection", async () => {
    const { receiver, frames } = start();
    const pending = frames[Symbol.asyncIterator]().next();
    receiver.close();
    expect((await pending).done).toBe(true);
  });

  it("deliver the frame that arrived together with the end, also when return() is called at that moment", async () => {
    const { receiver, frames } = start();
    const iterator = frames[Symbol.asyncIterator]();
    const pending = iterator.next();
    receiver.put(testFrame(9), false);
    receiver.close();
    await iterator.return?.();
    expect((await pending).value?.sequence).toBe(9);
    expect((await frames[Symbol.asyncIterator]().next()).done).toBe(true);
  });

  it("acknowledge the frame in the slot at return(), so that the sender has room for the next reader", async () => {
    const { receiver, frames, acked } = start();
    const iterator = frames[Symbol.asyncIterator]();
    receiver.put(testFrame(1), true);
    receiver.batchEnd();
    expect((await iterator.next()).value?.sequence).toBe(1);
    receiver.put(testFrame(2), true);
    receiver.batchEnd();
    expect(acked).toEqual([1]);
    await iterator.return?.();
    expect(acked).toEqual([1, 2]);
    expect(receiver.dropped).toBe(1);
  });
});
