import { ConnectionClosedError } from "@framewire/protocol";
import { SecurityError } from "@framewire/security";
import { UnreachableError } from "./unreachable-error.ts";

/** What ends a handshake without a word of the server is often another program's doing. */
export function refused(error: unknown, address: string): unknown {
  const doubt = "; is it another program's port?";
  const silent = `What listens at ${address} says nothing${doubt}`;
  const gone = `What listens at ${address} hung up without a hello${doubt}`;
  if (error instanceof SecurityError) {
    if (error.code === "timed-out") return new UnreachableError(silent, { cause: error });
    if (error.code === "lost") return new UnreachableError(gone, { cause: error });
    const by = error.code === "wrong-key" ? "remote" : "local";
    return new ConnectionClosedError({ by, code: "unauthorised", message: error.message });
  }
  if (!(error instanceof ConnectionClosedError)) return error;
  const { by, code, message } = error.info;
  if (by === "lost") return new UnreachableError(gone);
  if (by === "local" && code === "timed-out") return new UnreachableError(silent);
  if (by === "local" && code === "protocol-error") {
    const text = `What listens at ${address} does not speak Framewire${doubt} ${message}`;
    return new ConnectionClosedError({ by, code, message: text });
  }
  return error;
}
