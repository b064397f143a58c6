import { readFileSync } from "node:fs";
import type { PeerHello } from "@framewire/protocol";
import { describe, expect, it } from "vitest";
import { verifyInstance } from "./instance-proof.ts";

const vectors = JSON.parse(
  readFileSync(new URL("../../../protocol/vectors/packets.json", import.meta.url), "utf8"),
) as {
  packets: { packet: { hello?: { instance_id: string; instance_key?: string } } }[];
};
const vector = vectors.packets.flatMap(({ packet: { hello } }) => (hello?.instance_key ? [hello] : []))[0];

function peer(instanceId: string, instanceKey?: Uint8Array): PeerHello {
  return { hello: { instanceId, name: "", codecs: [], maxPacketBytes: 65_536, maxLatency: 0 }, instanceKey };
}

describe("verifyInstance", () => {
  const { instance_id: id = "", instance_key: hex = "" } = vector ?? {};
  const key = Buffer.from(hex, "hex");

  it("returns proven for the key that the id is derived from, as in the golden vector", () => {
    expect(verifyInstance(peer(id, key))).toBe("proven");
  });

  it("returns false for another key, for a key with an underived id, and for a derived id without a key", () => {
    expect(verifyInstance(peer(id, Buffer.alloc(16)))).toBe("false");
    expect(verifyInstance(peer("python-peer-1", key))).toBe("false");
    expect(verifyInstance(peer(`${id}x`, key))).toBe("false");
    expect(verifyInstance(peer(id))).toBe("false");
  });

  it("returns unproven for a random id without a key", () => {
    expect(verifyInstance(peer("0123456789abcdef"))).toBe("unproven");
  });
});
