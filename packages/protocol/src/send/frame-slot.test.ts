import { describe, expect, it } from "vitest";
import { testFrame } from "../../testing/frames.ts";
import { FrameSlot, type QueuedFrame } from "./frame-slot.ts";

describe("the frame slot", () => {
  it("keeps the newest frame until it is pulled, and counts the others", () => {
    const slot = new FrameSlot();
    const pulled: QueuedFrame[] = [];
    const send = (queued: QueuedFrame) => pulled.push(queued);
    expect(slot.nextBytes).toBeUndefined();
    slot.pull(send);
    slot.put(testFrame(1, 100), 10);
    slot.put(testFrame(2, 200), 20);
    expect(slot.nextBytes).toBe(200);
    slot.pull(send);
    slot.pull(send);
    expect(pulled.map(({ frame, queuedAt }) => [frame.sequence, queuedAt])).toEqual([[2, 20]]);
    slot.put(testFrame(3), 30);
    slot.clear();
    slot.clear();
    expect([slot.nextBytes, slot.dropped]).toEqual([undefined, 2]);
  });

  it("resolves when it is empty", async () => {
    const slot = new FrameSlot();
    await slot.empty();
    slot.put(testFrame(1), 0);
    let order = "";
    const empty = slot.empty().then(() => {
      order += " empty";
    });
    slot.pull(() => {
      order += "pulled";
    });
    await empty;
    expect(order).toBe("pulled empty");
  });
});
