/** The part of a client's address that limits per address count by. */

import { isIPv4, isIPv6 } from "node:net";
import { isLoopbackAddress } from "@framewire/protocol";

/**
 * The key of an address in every limit per address: an IPv4 address itself, or the first 64 bits of an IPv6 address. One
 * machine can use any number of addresses within its IPv6 network.
 */
export function addressPrefix(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, "");
  if (isIPv4(plain) || !isIPv6(plain) || isLoopbackAddress(plain)) return plain;
  return groupsOf(plain.replace(/%.*$/, "")).slice(0, 4).join(":");
}

/** The eight groups of an IPv6 address, without leading zeros. */
function groupsOf(address: string): readonly string[] {
  const [head = "", tail] = address.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : Math.max(8 - before.length - after.length, 0);
  return [...before, ...Array<string>(zeros).fill("0"), ...after].map((group) =>
    Number.parseInt(group, 16).toString(16),
  );
}
