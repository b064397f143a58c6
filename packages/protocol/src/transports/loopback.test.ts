import { expect, it } from "vitest";
import { isLoopbackAddress } from "./loopback.ts";

it("is loopback only where the address is", () => {
  const own = ["127.0.0.1", "127.9.9.9", "::ffff:127.0.0.1", "::1"];
  expect(own.map(isLoopbackAddress)).toEqual([true, true, true, true]);
  const others = ["192.0.2.127", "::2", "fe80::1", "127.example.org"];
  expect(others.map(isLoopbackAddress)).toEqual([false, false, false, false]);
});
