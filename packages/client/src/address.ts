/** Addresses of servers, as text and in parts. */

import { isIPv6 } from "node:net";

/** The address of a server. */
export interface Address {
  /** A host name or an IP address, without brackets. */
  readonly host: string;
  readonly port: number;
}

/** The port of an address without one. */
export const defaultPort = 4700;

const pattern = /^(?:\[(?<ipv6>[^\]]+)\]|(?<name>[^:\s/[\]]+))(?::(?<port>\d{1,5}))?$/;

/**
 * Parses `host`, `host:port`, `[ipv6]`, `[ipv6]:port` or a bare IPv6 address. Throws a `RangeError` with examples of valid
 * addresses.
 */
export function parseAddress(text: string): Address {
  // In a URL the percent sign of a zone is written as %25; the zone 25 of Windows stays.
  const plain = text.replace(/%25(?=[a-z])/i, "%");
  if (isIPv6(plain)) return { host: plain, port: defaultPort };
  const { ipv6, name, port } = pattern.exec(plain)?.groups ?? {};
  const host = ipv6 ?? name;
  const number = port === undefined ? defaultPort : Number(port);
  if (!host || (ipv6 && !isIPv6(ipv6)) || number < 1 || number > 65_535) {
    throw new RangeError(
      `“${withoutSecrets(text)}” is not an address. Write a name or an IP address, with a port if it is not ${defaultPort}: 192.168.1.20:4700, or [fe80::1]:4700.`,
    );
  }
  return { host, port: number };
}

/** Removes what could be a password or a token, where the text is a URL. */
function withoutSecrets(text: string): string {
  return text.replace(/^.*@/s, "…@").replace(/[?#].+$/s, "?…");
}

/** Formats an address for {@link parseAddress}. */
export function formatAddress({ host, port }: Address): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
