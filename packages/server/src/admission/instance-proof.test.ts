import { readFileSync } from "node:fs";
import type { PeerHello } from "@framewire/protocol";
import { describe, expect, it } from "vitest";
import { proofOf } from "./instance-proof.ts";

const vectors = JSON.parse(
  readFileSync(new URL("../../../protocol/vectors/packets.json", import.meta.url), "utf8"),
) as {
  packets: { packet: { hello?: { instance_id: string; instance_key?: string } } }[];
};
const vector = vectors.packets.flatMap(({ packet: { hello } }) => (hello?.instance_key ? [hello] : []))[0];

function peer(instanceId: string, instanceKey?: Uint8Array): PeerHello {
  return { hello: { instanceId, name: "", codecs: [], maxPacketBytes: 65_536, maxLatency: 0 }, instanceKey };
}

describe("the proof of an instance id", () => {
  const { instance_id: id = "", instance_key: hex = "" } = vector ?? {};
  const key = Buffer.from(hex, "hex");

  it("is the key that it is made from, as the golden vector has it", () => {
    expect(proofOf(peer(id, key))).toBe("proven");
  });

  it("is no other key, and no key that is not the id's", () => {
    expect(proofOf(peer(id, Buffer.alloc(16)))).toBe("false");
    expect(proofOf(peer("python-peer-1", key))).toBe("false");
    expect(proofOf(peer(`${id}x`, key))).toBe("false");
    expect(proofOf(peer(id))).toBe("false");
  });

  it("is not there for an id that is made by chance", () => {
    expect(proofOf(peer("0123456789abcdef"))).toBe("unproven");
  });
});
