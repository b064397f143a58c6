/** The address of a viewer behind a reverse proxy. */

import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";

/** Returns the public address, whose path ends with `/`. Throws a `TypeError` for one that is not an http(s) folder. */
export function parsePublicUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isFolder = url !== undefined && /^https?:$/.test(url.protocol) && !url.search && !url.hash && !url.username;
  if (!isFolder || /[;,\s]/.test(url.pathname)) {
    throw new TypeError(
      `The public address has to be http:// or https://, a host and a folder, such as https://example.org/cam/, and ${JSON.stringify(text)} is not.`,
    );
  }
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  return url;
}

/** Whether a request came through the proxy of a viewer with a public address. */
export function isForwarded({ headers }: IncomingMessage, publicUrl: URL | undefined): boolean {
  return publicUrl !== undefined && headers["x-forwarded-for"] !== undefined;
}

/**
 * The address of the client that a request came from. Behind a proxy it is the last one of `X-Forwarded-For`, which the
 * proxy itself has added; without a public address the header can be anybody's, and is ignored.
 */
export function clientAddress({ headers, socket }: IncomingMessage, publicUrl: URL | undefined): string {
  const { remoteAddress = "" } = socket;
  if (publicUrl === undefined) return remoteAddress;
  const last = [headers["x-forwarded-for"]].flat().join(",").split(",").at(-1)?.trim() ?? "";
  return isIP(last) === 0 ? remoteAddress : last;
}
