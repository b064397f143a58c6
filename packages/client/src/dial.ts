/** `dial`: a socket to a server. */

import { connect as connectSocket, type LookupFunction, type Socket } from "node:net";
import { onAbort } from "@framewire/media";
import { type Address, formatAddress } from "./address.ts";
import { UnreachableError } from "./unreachable-error.ts";

/** Timeout of one attempt, below the delay of the kernel's second SYN retry, so that a network that is back is found soon. */
const attemptTimeoutMs = 1500;

const sentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "the name is not known",
  EAI_AGAIN: "the name cannot be looked up now",
  EHOSTUNREACH: "the machine cannot be reached",
  ENETUNREACH: "the network cannot be reached",
  ETIMEDOUT: "nothing answers there",
  ECONNRESET: "the connection was dropped",
};

/**
 * Opens a socket to the server over IPv6 or IPv4, whichever answers first. Rejects with an {@link UnreachableError}, or
 * with the signal's reason.
 */
export async function dial(address: Address, signal?: AbortSignal): Promise<Socket> {
  signal?.throwIfAborted();
  const lookup = address.host.toLowerCase() === "localhost" ? { lookup: lookupLocalhost } : {};
  const socket = connectSocket({ ...address, ...lookup, noDelay: true, autoSelectFamily: true });
  // The socket always has an error listener. Its new owner adds another.
  socket.on("error", () => {});
  let release = (): void => {};
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (error: NodeJS.ErrnoException): void => reject(unreachable(address, error));
      const timer = setTimeout(() => fail(Object.assign(new Error(), { code: "ETIMEDOUT" })), attemptTimeoutMs);
      const removeListener = signal ? onAbort(signal, () => reject(signal.reason)) : () => {};
      socket.once("connect", resolve).once("error", fail);
      release = () => {
        clearTimeout(timer);
        removeListener();
        socket.removeListener("connect", resolve).removeListener("error", fail);
      };
    });
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    release();
  }
}

/** Both loopback addresses (RFC 6761, section 6.3): some hosts files have only one of them. */
const lookupLocalhost: LookupFunction = (_host, _options, callback) => {
  callback(null, [
    { address: "127.0.0.1", family: 4 },
    { address: "::1", family: 6 },
  ]);
};

function unreachable(address: Address, error: NodeJS.ErrnoException): UnreachableError {
  // Of several addresses, report a refused one: another may only be of a family that this machine does not have.
  const causes: NodeJS.ErrnoException[] = error instanceof AggregateError ? error.errors : [error];
  const { code = "", message } = causes.find((cause) => cause.code === "ECONNREFUSED") ?? causes[0] ?? error;
  return new UnreachableError(`There is no server at ${formatAddress(address)}: ${sentences[code] ?? message}.`, {
    cause: error,
  });
}
