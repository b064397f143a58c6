import { createMailbox, type EncodedFrame } from "@framewire/media";
import { describe, expect, it } from "vitest";
import { picture } from "../../testing/frames.ts";
import { until } from "../../testing/until.ts";
import { createOutbox } from "./outbox.ts";
import { createWindow } from "./window.ts";

function start() {
  const sent: number[] = [];
  const controller = new AbortController();
  let shut = false;
  const window = createWindow({ min: 8, max: 8 });
  const outbox = createOutbox({
    window: Object.create(window, { open: { get: () => !shut && window.open } }),
    signal: controller.signal,
    maxPacketBytes: 65_536,
    check: () => {},
    transmit: (_, frame) => sent.push(frame.sequence),
    ping: () => {},
  });
  const slot = createMailbox<EncodedFrame>();
  async function* frames() {
    for (let next = await slot.take(); !next.done; next = await slot.take()) yield next.value;
  }
  const sending = outbox.send(frames());
  return {
    outbox,
    sent,
    sending,
    controller,
    async give(sequence: number) {
      slot.put(picture(sequence));
      await until(() => !slot.full);
      await new Promise((resolve) => setTimeout(resolve, 5));
    },
    shut(value: boolean) {
      shut = value;
      outbox.wake();
    },
    end: () => slot.close(),
  };
}

describe("the outbox", () => {
  it("sends nothing into a window that shut while no frame was there, and the newest when it opens", async () => {
    const { give, shut, sent, outbox, end, sending } = start();
    await give(1);
    shut(true);
    for (const sequence of [2, 3, 4]) await give(sequence);
    expect(sent).toEqual([1]);
    shut(false);
    await until(() => sent.length === 2);
    expect(sent).toEqual([1, 4]);
    expect(outbox.dropped).toBe(2);
    end();
    await sending;
  });

  it("ends while it waits for room", async () => {
    const { give, shut, sent, controller, sending } = start();
    shut(true);
    await give(1);
    await give(2);
    controller.abort();
    await sending;
    expect(sent).toEqual([]);
  });
});
