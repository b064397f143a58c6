import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { isLoopbackAddress } from "@framewire/protocol";
import type { CodeCheck } from "./code.ts";
import type { Refusal } from "./refusal.ts";

/** Says who is let in. */
export interface Door {
  /** Undefined where a request may be answered. */
  refuse(request: IncomingMessage): Refusal | undefined;
  /** For what changes something: no other site may have a browser do it. */
  refuseForeign(request: IncomingMessage): Refusal | undefined;
  /** Both, for a WebSocket. */
  refuseUpgrade(request: IncomingMessage): Refusal | undefined;
  /** The cookie that spares a visitor the code from now on: a `Set-Cookie` header, where the visitor came with it. */
  cookieFor(request: IncomingMessage): string | undefined;
}

/** What a {@link Door} goes by. */
export interface DoorOptions {
  /** Where the viewer listens; asked when a request comes. */
  readonly address: () => AddressInfo;
  readonly secure: boolean;
  readonly code: CodeCheck | undefined;
  /** There is no room for another socket. */
  readonly full: () => boolean;
}

/** Whether only this machine reaches what listens on this address, or on this name of it. */
export function isLoopback(address: string): boolean {
  return address === "localhost" || isLoopbackAddress(address);
}

/**
 * Keeps other sites out, and who does not know the code where there is one. On a loopback address only requests by
 * that address are answered, so that a name that somebody points to 127.0.0.1 (DNS rebinding) opens nothing.
 */
export function createDoor({ address, secure, code, full }: DoorOptions): Door {
  const scheme = secure ? "https" : "http";

  function refuse(request: IncomingMessage): Refusal | undefined {
    const { address: own, port } = address();
    if (isLoopback(own) && !isOwnHost(request.headers.host, port, secure)) {
      const error = `This viewer answers only to this machine: open ${scheme}://localhost:${port}/ on it.`;
      return { status: 403, error };
    }
    if (full()) return { status: 503, error: "Too many look at this viewer: close some pages and players." };
    return code?.refuse(request);
  }

  function isSameOrigin({ headers: { origin, host } }: IncomingMessage): boolean {
    return host !== undefined && origin?.toLowerCase() === `${scheme}://${host.toLowerCase()}`;
  }

  return {
    refuse,
    // Browsers say with each POST where it comes from.
    refuseForeign(request) {
      if (isSameOrigin(request)) return undefined;
      return { status: 403, error: "Only the viewer's own page may do that: it needs its Origin." };
    },
    // Browsers say with each WebSocket where it comes from; other programs need not.
    refuseUpgrade(request) {
      const refusal = refuse(request);
      if (refusal || request.headers.origin === undefined || isSameOrigin(request)) return refusal;
      return { status: 403, error: "Only the viewer's own page may open this WebSocket." };
    },
    cookieFor: (request) => code?.cookieFor(request),
  };
}

function isOwnHost(host: string | undefined, port: number, secure: boolean): boolean {
  if (host === undefined) return false;
  const names = ["localhost", "127.0.0.1", "[::1]"];
  const name = host.toLowerCase();
  return names.some((own) => name === `${own}:${port}` || (port === (secure ? 443 : 80) && name === own));
}
