/**
 * Whether an IP address, without a port, is one that only the machine itself has: `127.…`, as IPv6 too, or `::1`. Names are
 * not, whatever they stand for.
 */
export function isLoopbackAddress(address: string): boolean {
  return address === "::1" || /^(::ffff:)?127\.\d+\.\d+\.\d+$/i.test(address);
}
