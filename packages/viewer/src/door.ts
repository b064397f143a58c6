import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** Why a request is not answered. */
export interface Refusal {
  readonly status: number;
  /** A sentence for people. */
  readonly error: string;
}

/** Says who is let in. */
export interface Door {
  /** Undefined where a request may be answered. */
  refuse(request: IncomingMessage): Refusal | undefined;
  /** The same for what changes something or opens a WebSocket: no other site may have a browser do it. */
  refuseForeign(request: IncomingMessage): Refusal | undefined;
  refuseUpgrade(request: IncomingMessage): Refusal | undefined;
}

/** What a {@link Door} goes by. */
export interface DoorOptions {
  /** Where the viewer listens; asked when a request comes. */
  readonly address: () => AddressInfo;
  readonly secure: boolean;
}

/** Whether only this machine reaches the address. */
export function isLoopback(address: string): boolean {
  return address === "::1" || address.startsWith("127.") || address.startsWith("::ffff:127.");
}

/**
 * Keeps other sites out. On a loopback address only requests by that address are answered, so that a name that
 * somebody points to 127.0.0.1 (DNS rebinding) opens nothing.
 */
export function createDoor({ address, secure }: DoorOptions): Door {
  function refuse({ headers }: IncomingMessage): Refusal | undefined {
    const { address: own, port } = address();
    if (!isLoopback(own) || isOwnHost(headers.host, port, secure)) return undefined;
    const url = `http${secure ? "s" : ""}://localhost:${port}/`;
    return { status: 403, error: `This viewer answers only to this machine: open ${url} on it.` };
  }

  function isSameOrigin({ headers: { origin, host } }: IncomingMessage): boolean {
    return host !== undefined && origin?.toLowerCase() === `http${secure ? "s" : ""}://${host.toLowerCase()}`;
  }

  return {
    refuse,
    // Browsers say with each POST where it comes from.
    refuseForeign(request) {
      const refusal = refuse(request);
      if (refusal || isSameOrigin(request)) return refusal;
      return { status: 403, error: "Only the viewer's own page may do that: it needs its Origin." };
    },
    // Browsers say with each WebSocket where it comes from; other programs need not.
    refuseUpgrade(request) {
      const refusal = refuse(request);
      if (refusal || request.headers.origin === undefined || isSameOrigin(request)) return refusal;
      return { status: 403, error: "Only the viewer's own page may open this WebSocket." };
    },
  };
}

function isOwnHost(host: string | undefined, port: number, secure: boolean): boolean {
  if (host === undefined) return false;
  const names = ["localhost", "127.0.0.1", "[::1]"];
  const name = host.toLowerCase();
  return names.some((own) => name === `${own}:${port}` || (port === (secure ? 443 : 80) && name === own));
}
