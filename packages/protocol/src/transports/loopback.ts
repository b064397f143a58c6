/** Recognises loopback addresses. */

/** Whether an IP address without a port is a loopback address: `127.…`, also mapped to IPv6, or `::1`. False for names. */
export function isLoopbackAddress(address: string): boolean {
  return address === "::1" || /^(::ffff:)?127\.\d+\.\d+\.\d+$/i.test(address);
}
