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
  /** The check of a request that changes something: it must come from the viewer's own page, opened by the full link. */
  checkControl(request: IncomingMessage): Refusal | undefined;
  /** Whether the request's link allows to change something; the other one allows to watch only. */
  mayControl(request: IncomingMessage): boolean;
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
  /** The page's address behind a reverse proxy. */
  readonly publicUrl: URL | undefined;
  /** Whether the limit of sockets is exceeded. */
  readonly full: () => boolean;
}

/**
 * Creates the checks. On a loopback address only requests that name it are answered, so that a foreign name that
 * resolves to 127.0.0.1 (DNS rebinding) opens nothing.
 */
export function createAccess({ address, secure, code, publicUrl, full }: AccessOptions): Access {
  const scheme = secure ? "https" : "http";

  function check(request: IncomingMessage): Refusal | undefined {
    const { address: host, port } = address();
    const isPublicHost = publicUrl !== undefined && request.headers.host?.toLowerCase() === publicUrl.host;
    if (isLoopback(host) && !isPublicHost && !isLoopbackHost(request.headers.host, port, secure)) {
      const error = `This viewer answers only to this machine: open ${scheme}://localhost:${port}/ on it. Behind a reverse proxy it needs the page's address there (--view-origin).`;
      return { status: 403, error };
    }
    if (full()) return { status: 503, error: "This viewer has too many connections: close some pages or players." };
    return code?.check(request);
  }

  function isSameOrigin({ headers: { origin, host } }: IncomingMessage): boolean {
    const given = origin?.toLowerCase();
    if (host === undefined || given === undefined) return false;
    return given === `${scheme}://${host.toLowerCase()}` || given === publicUrl?.origin;
  }

  function foreignOrigin({ headers: { origin } }: IncomingMessage): Refusal {
    const own = publicUrl?.origin ?? "the address that the viewer itself has";
    const error = `Only the viewer's own page may do that: this request's Origin is ${origin ?? "missing"}, and the page's is ${own}. Behind a reverse proxy the viewer needs the page's address there (--view-origin).`;
    return { status: 403, error };
  }

  const mayControl = (request: IncomingMessage): boolean => code === undefined || code.roleOf(request) === "full";

  return {
    check,
    mayControl,
    // Browsers send an Origin with each POST.
    checkControl(request) {
      if (!isSameOrigin(request)) return foreignOrigin(request);
      if (mayControl(request)) return undefined;
      return { status: 403, error: "This page was opened by a link that may watch only." };
    },
    // Browsers send an Origin with each WebSocket; other programs may leave it out.
    checkUpgrade(request) {
      const refusal = check(request);
      if (refusal || request.headers.origin === undefined || isSameOrigin(request)) return refusal;
      return foreignOrigin(request);
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
