import { describe, expect, it } from "vitest";
import { addressPrefix } from "./address-prefix.ts";

describe("addressPrefix", () => {
  it.each([
    ["192.0.2.7", "192.0.2.7"],
    ["::ffff:192.0.2.7", "192.0.2.7"],
    ["127.0.0.2", "127.0.0.2"],
    ["::1", "::1"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["2001:db8:1:2::9", "2001:db8:1:2"],
    ["2001:0db8::1", "2001:db8:0:0"],
    ["fe80::1%eth0", "fe80:0:0:0"],
  ])("of %s is %s", (address, prefix) => {
    expect(addressPrefix(address)).toBe(prefix);
  });
});
