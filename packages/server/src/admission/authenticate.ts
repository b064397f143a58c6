import type { Socket } from "node:net";
import type { Logger } from "@framewire/media";
import { refuseConnection, type Transport } from "@framewire/protocol";
import { tcpTransport } from "@framewire/protocol/tcp";
import { SecurityError, type ServerSecurity, secureServer } from "@framewire/security";

/** How a {@link Door} works. */
export interface DoorOptions {
  readonly security: ServerSecurity;
  /** How long a client may take to show that it may come in, in milliseconds. */
  readonly timeoutMs: number;
  readonly log: Logger;
  /** Shuts the door to those that are not through. */
  readonly signal: AbortSignal;
}

/**
 * Gives the transport of a socket that is protected as it should be; undefined where it is not, with a sentence to the
 * log, and one to the client where it can be told. Never rejects.
 */
export type Door = (socket: Socket) => Promise<Transport | undefined>;

/** Makes a {@link Door}. Rejects as `secureServer` does. */
export async function createDoor({ timeoutMs, log, signal, security }: DoorOptions): Promise<Door> {
  const secure = await secureServer(security);
  return async (socket) => {
    const { remoteAddress } = tcpTransport(socket);
    try {
      return tcpTransport(await secure(socket, { timeoutMs, signal }));
    } catch (error) {
      if (!(error instanceof SecurityError)) return undefined;
      log.warn(`${remoteAddress} is not let in: ${error.message}`);
      const { answer } = error;
      if (answer)
        await refuseConnection(tcpTransport(answer.socket), { code: "unauthorised", message: answer.message });
      return undefined;
    }
  };
}
