import { expect, it } from "vitest";
import { createInstance } from "./instance.ts";

it("derives the id from the key as docs/protocol.md specifies", () => {
  const key = Uint8Array.from({ length: 16 }, (_, at) => at);
  expect(createInstance(key)).toEqual({ instanceKey: key, instanceId: "vkXLJgW_Nr695oSEGijw_U" });
});

it("creates a new key each time", () => {
  const [one, other] = [createInstance(), createInstance()];
  expect(one.instanceKey).toHaveLength(16);
  expect(one.instanceId).toMatch(/^[\w-]{22}$/);
  expect(one.instanceId).not.toBe(other.instanceId);
});
