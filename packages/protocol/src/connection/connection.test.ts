import { describe, expect, it } from "vitest";
import { testFrame } from "../../testing/frames.ts";
import { memoryTransports } from "../transports/memory.ts";
import { openConnection } from "./open.ts";

describe("a connection", () => {
  it("carries frames one way and bye the other", async () => {
    const [a, b] = memoryTransports();
    const [left, right] = await Promise.all([
      openConnection(a, { codecs: ["jpeg"], name: "left" }),
      openConnection(b, { codecs: ["jpeg"], name: "right" }),
    ]);
    expect(right.remote.name).toBe("left");

    const incoming = right.frames[Symbol.asyncIterator]();
    async function* three() {
      for (let sequence = 1; sequence <= 3; sequence++) {
        yield testFrame(sequence);
        expect((await incoming.next()).value?.sequence).toBe(sequence);
      }
    }
    await left.send(three());
    await right.close();
    expect(await left.closed).toEqual({ by: "remote", code: "left", message: "The other side hung up." });
    expect(await right.closed).toMatchObject({ by: "local", code: "left" });
  });
});
