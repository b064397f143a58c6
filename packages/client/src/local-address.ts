/** A check that this machine still has a socket's local address. */

import { isIPv4, type Socket } from "node:net";
import { networkInterfaces } from "node:os";

const checkIntervalMs = 500;

/**
 * Destroys a socket once this machine no longer has its local address, for example after a change of network: no packet can
 * arrive there. Without this check, the keep-alive needs 2.3 s to notice.
 */
export function followLocalAddress(socket: Socket, addresses: () => ReadonlySet<string> = systemAddresses): void {
  const local = normalize(socket.localAddress ?? "");
  // The system does not list every address, for example that of a tunnel.
  if (!addresses().has(local)) return;
  const timer = setInterval(() => {
    if (!addresses().has(local)) socket.destroy(new Error(`This machine no longer has the address ${local}.`));
  }, checkIntervalMs);
  timer.unref();
  socket.once("close", () => clearInterval(timer));
}

function systemAddresses(): ReadonlySet<string> {
  return new Set(Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address)));
}

/** Without the prefix of an IPv4-mapped address, and without the zone of an IPv6 address. */
function normalize(address: string): string {
  const mapped = address.replace(/^::ffff:/i, "");
  return isIPv4(mapped) ? mapped : address.replace(/%.*$/, "");
}
