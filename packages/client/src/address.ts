/** Where a server is. */
export interface Address {
  /** A name or an IP address, without brackets. */
  readonly host: string;
  readonly port: number;
}

/** The port where nothing else is said. */
export const defaultPort = 4700;

/**
 * Reads `host`, `host:port`, `[ipv6]`, `[ipv6]:port` or a bare IPv6 address. Throws a `RangeError` that says
 * what an address looks like.
 */
export function parseAddress(text: string): Address {
  const match =
    /^(?:\[(?<bracketed>[^\]]+)\]|(?<plain>[^:\s/]+)|(?<bare>[0-9a-f]*:[0-9a-f:.]*:[0-9a-f:.%a-z]*))(?::(?<port>\d{1,5}))?$/i.exec(
      text,
    );
  const { bracketed, plain, bare, port } = match?.groups ?? {};
  const host = bracketed ?? plain ?? bare;
  const number = port === undefined ? defaultPort : Number(port);
  if (!host || number < 1 || number > 65_535) {
    throw new RangeError(
      `“${text}” is not an address. Write a name or an IP address, with a port if it is not ${defaultPort}: 192.168.1.20:4700, or [fe80::1]:4700.`,
    );
  }
  return { host, port: number };
}

/** Writes an address as {@link parseAddress} reads it. */
export function formatAddress({ host, port }: Address): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
