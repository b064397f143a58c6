import { now } from "@framewire/media";
import { until } from "test-support/until";
import { describe, expect, it } from "vitest";
import { testFrame } from "../../testing/frames.ts";
import { rawHello, rawPeer } from "../../testing/raw-peer.ts";
import { openConnection } from "../connection/open.ts";
import { memoryTransports } from "../transports/memory.ts";
import { encodeFrameHead } from "../wire/encode-frame.ts";
import { encodeDemand, encodeHello, encodePing } from "../wire/encode-packet.ts";
import { defaultMaxPacketsPerSecond } from "./session.ts";

function repeated(bytes: Uint8Array, count: number): Uint8Array {
  return Buffer.concat(Array.from({ length: count }, () => bytes));
}

function tinyFrame(): Uint8Array {
  const frame = { ...testFrame(1, 4), timestamp: now() };
  return Buffer.concat([encodeFrameHead(frame, false, { queued: now(), sent: now() }), frame.data]);
}

describe("a peer that floods this side with tiny packets", () => {
  it.each([
    ["frames", tinyFrame()],
    ["pings", encodePing({ sent: 1 })],
    ["empty packets", Uint8Array.of(0)],
  ])("%s: its connection is closed with a protocol error", async (_, bytes) => {
    const [a, b] = memoryTransports();
    const opening = openConnection(a, { codecs: ["jpeg"] });
    const peer = rawPeer(b, { byes: true });
    peer.send(encodeHello(rawHello));
    const connection = await opening;
    peer.send(repeated(bytes, defaultMaxPacketsPerSecond));
    // The demand arrives after all of them, so they are processed when it takes effect.
    peer.send(encodeDemand({ wanted: false }));
    await until(() => !connection.stats().remoteDemand);
    expect(connection.signal.aborted).toBe(false);
    peer.send(repeated(bytes, 2 * defaultMaxPacketsPerSecond));
    expect(await connection.closed).toMatchObject({
      by: "local",
      code: "protocol-error",
      message: "More than 4000 packets a second came.",
    });
  });

  it("before the hello: the same", async () => {
    const [a, b] = memoryTransports();
    const opening = openConnection(a, { codecs: ["jpeg"] });
    rawPeer(b, { byes: true }).send(repeated(Uint8Array.of(0), 3 * defaultMaxPacketsPerSecond));
    await expect(opening).rejects.toMatchObject({ info: { by: "local", code: "protocol-error" } });
  });
});
