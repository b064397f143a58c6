/** The error of a failed handshake, in terms of the client. */

import { ConnectionClosedError } from "@framewire/protocol";
import { SecurityError } from "@framewire/security";
import { UnreachableError } from "./unreachable-error.ts";

/**
 * Converts an error of the handshake or hello to the error that the client throws. A handshake that ends without a reply
 * from the server often means that another program has the port; the message says so.
 */
export function handshakeError(error: unknown, address: string): unknown {
  const otherProgram = "; does another program have the port?";
  const noAnswer = `The program at ${address} does not answer${otherProgram}`;
  const hungUp = `The program at ${address} hung up without a hello${otherProgram}`;
  if (error instanceof SecurityError) {
    if (error.code === "timed-out") return new UnreachableError(noAnswer, { cause: error });
    if (error.code === "lost") return new UnreachableError(hungUp, { cause: error });
    const by = error.code === "wrong-key" ? "remote" : "local";
    return new ConnectionClosedError({ by, code: "unauthorised", message: error.message });
  }
  if (!(error instanceof ConnectionClosedError)) return error;
  const { by, code, message } = error.info;
  if (by === "lost") return new UnreachableError(hungUp, { cause: error });
  if (by === "local" && code === "timed-out") return new UnreachableError(noAnswer, { cause: error });
  if (by === "local" && code === "protocol-error") {
    const text = `The program at ${address} does not speak Framewire${otherProgram} ${message}`;
    return new ConnectionClosedError({ by, code, message: text });
  }
  return error;
}
