import { now } from "@framewire/media";
import { describe, expect, it } from "vitest";
import { picture } from "../../testing/frames.ts";
import { rawHello, rawPeer } from "../../testing/raw-peer.ts";
import { openConnection } from "../connection/open.ts";
import { memoryTransports } from "../transports/memory.ts";
import { encodeFrameHead } from "../wire/encode-frame.ts";
import { encodeHello, encodePing } from "../wire/encode-packet.ts";
import { PacketRateLimit, packetsPerSecond } from "./packet-rate-limit.ts";

describe("the budget of packets", () => {
  it("has two seconds' worth at once, and then so many a second", () => {
    const budget = new PacketRateLimit(100, 0);
    const spend = (count: number, at: number) => Array.from({ length: count }, () => budget.spend(at)).filter(Boolean);
    expect(spend(200, 0)).toHaveLength(200);
    for (let second = 1; second < 10; second++) expect(spend(100, second * 1e6)).toHaveLength(100);
    expect(spend(2, 9e6)).toHaveLength(0);
  });

  it("has no bound where there is to be none", () => {
    const budget = new PacketRateLimit(Number.POSITIVE_INFINITY, 0);
    for (let count = 0; count < 1e5; count++) expect(budget.spend(0)).toBe(true);
  });
});

function repeated(bytes: Uint8Array, count: number): Uint8Array {
  return Buffer.concat(Array.from({ length: count }, () => bytes));
}

function tinyFrame(): Uint8Array {
  const frame = { ...picture(1, 4), timestamp: now() };
  return Buffer.concat([encodeFrameHead(frame, false, { queued: now(), sent: now() }), frame.data]);
}

describe("a peer that sends tiny packets as fast as it can", () => {
  it.each([
    ["pictures", tinyFrame()],
    ["pings", encodePing({ sent: 1 })],
    ["empty packets", Uint8Array.of(0)],
  ])("%s: is told so, and gone", async (_, bytes) => {
    const [a, b] = memoryTransports();
    const opening = openConnection(a, { codecs: ["jpeg"] });
    const peer = rawPeer(b, { byes: true });
    peer.send(encodeHello(rawHello));
    const connection = await opening;
    peer.send(repeated(bytes, packetsPerSecond));
    await new Promise((resolve) => setTimeout(resolve, 1));
    expect(connection.signal.aborted).toBe(false);
    peer.send(repeated(bytes, 2 * packetsPerSecond));
    expect(await connection.closed).toMatchObject({
      by: "local",
      code: "protocol-error",
      message: "More than 4000 packets a second came.",
    });
  });

  it("before the hello: the same", async () => {
    const [a, b] = memoryTransports();
    const opening = openConnection(a, { codecs: ["jpeg"] });
    rawPeer(b, { byes: true }).send(repeated(Uint8Array.of(0), 3 * packetsPerSecond));
    await expect(opening).rejects.toMatchObject({ info: { by: "local", code: "protocol-error" } });
  });
});
