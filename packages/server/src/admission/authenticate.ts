/** Authentication of an accepted socket: the handshake that secures it. */

import type { Socket } from "node:net";
import { refuseConnection, type Transport } from "@framewire/protocol";
import { tcpTransport } from "@framewire/protocol/tcp";
import { SecurityError, type ServerSecurity, secureServer } from "@framewire/security";

/**
 * Resolves to the transport of a secured socket. Resolves to undefined when the client does not authenticate; the report
 * says why, and so does a bye to the client where it can receive one. Never rejects.
 */
export type Authenticate = (socket: Socket) => Promise<Transport | undefined>;

/** Creates an {@link Authenticate}. Rejects as `secureServer` does. */
export async function createAuthenticate(options: AuthenticateOptions): Promise<Authenticate> {
  const { security, helloTimeoutMs, report, signal } = options;
  const secure = await secureServer(security);
  return async (socket) => {
    const { remoteAddress } = tcpTransport(socket);
    try {
      return tcpTransport(await secure(socket, { timeoutMs: helloTimeoutMs, signal }));
    } catch (error) {
      if (!(error instanceof SecurityError)) return undefined;
      report(remoteAddress, error);
      const { answer } = error;
      if (answer)
        await refuseConnection(tcpTransport(answer.socket), { code: "unauthorised", message: answer.message });
      return undefined;
    }
  };
}

/** Options of {@link createAuthenticate}. */
export interface AuthenticateOptions {
  readonly security: ServerSecurity;
  /** Time for a client to authenticate, in milliseconds. */
  readonly helloTimeoutMs: number;
  /** Reports a client that does not authenticate. */
  report(remoteAddress: string, error: SecurityError): void;
  /** Ends the handshakes that are not complete. */
  readonly signal: AbortSignal;
}
