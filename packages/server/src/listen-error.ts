/** The error for an address that a server cannot listen on. */

/**
 * Why a server cannot listen.
 *
 * - `port-in-use`: another program has the port.
 * - `not-permitted`: this user may not use the port.
 * - `no-such-address`: this machine does not have the address, or the host name is not known.
 * - `invalid-port`: the port is not a whole number from 0 to 65535.
 * - `failed`: anything else; `cause` is the system's error.
 */
export type ListenErrorCode = "port-in-use" | "not-permitted" | "no-such-address" | "invalid-port" | "failed";

/** The server cannot listen on its address. The message says why and what to do; `cause` is the system's error. */
export class ListenError extends Error {
  override readonly name = "ListenError";
  readonly code: ListenErrorCode;

  constructor(code: ListenErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
