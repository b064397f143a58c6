/** The address of a stream as a URL. */
import { isIPv6 } from "node:net";
import { SourceError } from "../source-error.ts";
import { redactAddress } from "./redact-address.ts";
import { splitAddress, unencodedSecret } from "./split-address.ts";

/**
 * Parses the address of a stream, which may have an IPv6 zone, such as `http://[fe80::1%eth0]/video` or `…%25eth0…`. The URL
 * is `undefined` where the address is invalid.
 *
 * @throws SourceError (`usage`) where a part of the password would become the host, and where a zone is missing.
 */
export function parseStreamUrl(text: string): StreamUrl {
  const problem = unencodedSecret(text);
  if (problem) throw new SourceError("usage", `“${redactAddress(text)}” cannot be read: ${problem}`);
  const { scheme, credentials, rest } = splitAddress(text);
  const [, host = "", zone] = zonePattern.exec(rest) ?? [];
  const address = zone === undefined ? text : `${scheme}${credentials}[${host}]${rest.slice(rest.indexOf("]") + 1)}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url && zone === undefined && /^\[fe[89ab]/i.test(url.hostname)) {
    const written = url.hostname.slice(0, -1);
    throw new SourceError(
      "usage",
      `“${redactAddress(text)}” has a link-local address, which needs the network interface to it: ${url.protocol}//${written}%eth0] for eth0.`,
    );
  }
  return { url, zone };
}

/** The parts of a stream's address. */
export interface StreamUrl {
  /** Without the zone, which a URL cannot contain. */
  readonly url: URL | undefined;
  /** The network interface of an IPv6 link-local address, such as `eth0`. */
  readonly zone: string | undefined;
}

/** Returns the host of a URL for a connection: without brackets, with its zone. */
export function hostWithZone(url: URL, zone: string | undefined): string {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return zone !== undefined && isIPv6(host) ? `${host}%${zone}` : host;
}

/** Returns the text of a URL with its zone. */
export function hrefWithZone(url: URL, zone: string | undefined): string {
  return zone === undefined ? url.href : url.href.replace("]", `%${zone}]`);
}

/** Returns a URL as it may be shown: with its zone, and without credentials, fragment and secret parameters. */
export function labelOf(url: URL, zone: string | undefined): string {
  const shown = new URL(url);
  shown.username = "";
  shown.password = "";
  shown.hash = "";
  return redactAddress(hrefWithZone(shown, zone));
}

/** An IPv6 address with a zone, of which RFC 6874 writes the percent sign as `%25`. */
const zonePattern = /^\[([\da-f:.]+)%(?:25(?!\]))?([\w.:~-]+)\]/i;
