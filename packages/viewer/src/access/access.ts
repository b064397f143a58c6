/** Decides which requests the viewer answers. */

import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { isLoopbackAddress } from "@framewire/protocol";
import type { AccessCode } from "./code.ts";
import type { Refusal } from "./refusal.ts";

/** The checks of a request. Each returns why it is refused, or undefined when it is allowed. */
export interface Access {
  /** The check of every request: address, free sockets, code. */
  check(request: IncomingMessage): Refusal | undefined;
  /** The check of a request that changes something: it must come from the viewer's own page. */
  checkOrigin(request: IncomingMessage): Refusal | undefined;
  /** The check of a WebSocket: as `check`, and another site's page may not open it. */
  checkUpgrade(request: IncomingMessage): Refusal | undefined;
  /** A `Set-Cookie` header for a request with the code in its address; the cookie then replaces the code. */
  cookieFor(request: IncomingMessage): string | undefined;
}

/** Options of {@link createAccess}. */
export interface AccessOptions {
  /** The address that the viewer listens on. Called for each request. */
  readonly address: () => AddressInfo;
  readonly secure: boolean;
  readonly code: AccessCode | undefined;
  /** Whether the limit of sockets is exceeded. */
  readonly full: () => boolean;
}

/**
 * Creates the checks. On a loopback address only requests that name it are answered, so that a foreign name that
 * resolves to 127.0.0.1 (DNS rebinding) opens nothing.
 */
export function createAccess({ address, secure, code, full }: AccessOptions): Access {
  const scheme = secure ? "https" : "http";

  function check(request: IncomingMessage): Refusal | undefined {
    const { address: host, port } = address();
    if (isLoopback(host) && !isLoopbackHost(request.headers.host, port, secure)) {
      const error = `This viewer answers only to this machine: open ${scheme}://localhost:${port}/ on it.`;
      return { status: 403, error };
    }
    if (full()) return { status: 503, error: "This viewer has too many connections: close some pages or players." };
    return code?.check(request);
  }

  function isSameOrigin({ headers: { origin, host } }: IncomingMessage): boolean {
    return host !== undefined && origin?.toLowerCase() === `${scheme}://${host.toLowerCase()}`;
  }

  return {
    check,
    // Browsers send an Origin with each POST.
    checkOrigin(request) {
      if (isSameOrigin(request)) return undefined;
      return { status: 403, error: "Only the viewer's own page may do that: it needs its Origin." };
    },
    // Browsers send an Origin with each WebSocket; other programs may leave it out.
    checkUpgrade(request) {
      const refusal = check(request);
      if (refusal || request.headers.origin === undefined || isSameOrigin(request)) return refusal;
      return { status: 403, error: "Only the viewer's own page may open this WebSocket." };
    },
    cookieFor: (request) => code?.cookieFor(request),
  };
}

/** Whether only this machine can reach a viewer that listens on this address or host name. */
export function isLoopback(address: string): boolean {
  return address === "localhost" || isLoopbackAddress(address);
}

function isLoopbackHost(host: string | undefined, port: number, secure: boolean): boolean {
  if (host === undefined) return false;
  const names = ["localhost", "127.0.0.1", "[::1]"];
  const given = host.toLowerCase();
  return names.some((name) => given === `${name}:${port}` || (port === (secure ? 443 : 80) && given === name));
}
