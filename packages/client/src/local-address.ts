import { isIPv4, type Socket } from "node:net";
import { networkInterfaces } from "node:os";

const everyMs = 500;

/**
 * Breaks a socket whose own address this machine no longer has: it has joined another network, and nothing comes to
 * that address any more. By the peer's silence alone it would be noticed after 2.3 s.
 */
export function followLocalAddress(socket: Socket, addresses: () => ReadonlySet<string> = ownAddresses): void {
  const own = plain(socket.localAddress ?? "");
  // An address that the system does not list is none that can be watched, as of a tunnel.
  if (!addresses().has(own)) return;
  const timer = setInterval(() => {
    if (!addresses().has(own)) socket.destroy(new Error(`This machine does not have the address ${own} any more.`));
  }, everyMs);
  timer.unref();
  socket.once("close", () => clearInterval(timer));
}

function ownAddresses(): ReadonlySet<string> {
  return new Set(Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address)));
}

/** Without the mark of IPv4 within IPv6, and without the interface. */
function plain(address: string): string {
  const mapped = address.replace(/^::ffff:/i, "");
  return isIPv4(mapped) ? mapped : address.replace(/%.*$/, "");
}
